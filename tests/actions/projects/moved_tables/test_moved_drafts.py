"""Numbers that are only in a draft when a unit changes: asked about as all others."""

import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.projects.move_checks import check_unit
from questionnaire.models import AnswerVersion, Draft, MoveCheck
from questionnaire.vocabulary import UnitChoice
from tests.actions.projects.moved_tables.holdings import (
    ROWS,
    move,
    own,
    plan_question,
    write,
)
from tests.template_columns import in_terabytes, publish_columns

ASKED = "were written for “Size (GB)”"
ASKED_OF_ONE = "was written for “Size (GB)”"


@pytest.fixture
def moved(template, project, people):
    """The project has moved while Paul had two sizes in a draft; they wait."""
    draft(project, people.paul, ROWS)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")
    project.refresh_from_db()
    return project


def draft(project, user, rows, base=0, revision=0):
    save_draft(
        own(project, user),
        DraftSave({"holdings": rows}, uuid.uuid4(), base=base, revision=revision),
    )


def page(client, project, user):
    client.force_login(user)
    address = reverse("question", args=[project.pk, "holdings"])
    return client.get(f"{address}?in=fr").content.decode()


def say(project, user, choice):
    return check_unit(
        project_id=project.pk,
        by=user,
        check_id=MoveCheck.objects.get().pk,
        choice=choice,
    )


def sizes(content):
    return [row["size"] for row in content["holdings"] if "size" in row]


def test_a_member_who_has_only_a_draft_is_asked_about_its_numbers(
    moved, people, client
):
    assert f"2 numbers in “Size (TB)” {ASKED}" in page(client, moved, people.paul)
    assert ASKED not in page(client, moved, people.amina)


@pytest.mark.parametrize(
    ("choice", "said"),
    [(UnitChoice.MEANT, ["1500", "250"]), (UnitChoice.CONVERTED, ["1.5", "0.25"])],
)
def test_what_they_say_is_done_to_the_draft_and_not_asked_again(
    moved, people, client, choice, said
):
    assert say(moved, people.amina, choice) == (0, "holdings")
    assert say(moved, people.paul, choice) == (2, "holdings")

    unsent = Draft.objects.get()
    assert sizes(unsent.content) == said
    assert ASKED not in page(client, moved, people.paul)
    save_version(
        own(moved, people.paul), VersionSave(unsent.content, uuid.uuid4(), base=0)
    )
    assert plan_question(moved).unchecked == ()


def test_a_draft_that_becomes_a_version_unanswered_is_still_asked_about(
    moved, people, client
):
    """As when its author leaves the question, which sends it."""
    write(moved, people.paul)

    assert f"2 numbers in “Size (TB)” {ASKED}" in page(client, moved, people.paul)
    assert plan_question(moved).unchecked
    assert say(moved, people.paul, UnitChoice.MEANT) == (2, "holdings")
    assert plan_question(moved).unchecked == ()


def test_a_draft_whose_numbers_were_changed_since_is_taken_to_be_in_the_new_unit(
    moved, people, client
):
    rows = [{"what": "Coraux", "size": "1.5"}]
    draft(moved, people.paul, rows, revision=1)
    assert ASKED not in page(client, moved, people.paul)

    write(moved, people.paul, rows)
    assert plan_question(moved).unchecked == ()
    # Typing the old numbers later is a new answer.
    write(moved, people.paul, base=1)
    assert plan_question(moved).unchecked == ()


def test_a_draft_beside_a_version_is_answered_with_it(
    template, project, people, client
):
    write(project, people.paul, rows=[{"what": "Eau", "size": "250"}])
    draft(project, people.paul, ROWS, base=1)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")
    project.refresh_from_db()
    assert f"2 numbers in “Size (TB)” {ASKED}" in page(client, project, people.paul)

    say(project, people.paul, UnitChoice.CONVERTED)

    assert sizes(AnswerVersion.objects.latest("number").content) == ["0.25"]
    assert sizes(Draft.objects.get().content) == ["1.5", "0.25"]
    asked = page(client, project, people.paul)
    assert ASKED not in asked
    assert ASKED_OF_ONE not in asked
