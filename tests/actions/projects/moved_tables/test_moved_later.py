"""Numbers that were typed for the former unit, and come into the plan after a move.

From an older version, a draft that was set aside, a page that was open meanwhile, or a
wording that a reviewer proposed: nobody takes them to be in the new unit.
"""

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import (
    DraftSave,
    discard_draft,
    save_draft,
    stash,
)
from questionnaire.actions.answering.two_versions import (
    merge_versions,
    restore_recovered,
    server_text,
)
from questionnaire.actions.answering.versions import restore_version
from questionnaire.actions.projects.move_checks import UnitsUndecided, check_unit
from questionnaire.actions.review.change_requests import (
    RequestedChanges,
    accept_suggestion,
    request_changes,
)
from questionnaire.models import AnswerVersion, MoveCheck, RecoveredDraft
from questionnaire.queries.projects.moved_values import read_asked_units
from questionnaire.vocabulary import UnitChoice
from tests.actions.projects.moved_tables.holdings import (
    agree,
    cells,
    move,
    own,
    plan_question,
    write,
)
from tests.template_columns import in_terabytes, publish_columns, with_other_columns

ROWS = [{"what": "Coraux", "size": "1500"}]
WITHOUT = [{"what": "Coraux"}]


@pytest.fixture
def move_on(template, project, people):
    """Moves the project to terabytes: a function of what is said of the numbers."""

    def moved(size=None):
        move(project, people.amina, publish_columns(template, in_terabytes), size)
        project.refresh_from_db()

    return moved


def typed(project, user, template):
    """One's own answer on a page that shows this version of the template."""
    return replace(own(project, user), typed_for=template.pk)


def save_on(page, rows, base):
    save = VersionSave({"holdings": rows}, uuid.uuid4(), base=base)
    return save_version(page, save).version


def draft_on(page, rows, base=0, revision=0):
    save = DraftSave({"holdings": rows}, uuid.uuid4(), base=base, revision=revision)
    return save_draft(page, save)


def unchecked(project):
    return [(each.count, each.former) for each in plan_question(project).unchecked]


ASKED = [(1, "Taille (Go)")]


# --- What the plan carries ------------------------------------------------------------


def test_an_agreed_version_that_is_not_the_newest_is_asked_about(
    template, project, people
):
    agree(project, write(project, people.paul, ROWS), people.amina)
    write(project, people.paul, WITHOUT, base=1)
    after = publish_columns(template, in_terabytes)

    assert [each.count for each in read_asked_units(project, after.pk)] == [1]
    with pytest.raises(UnitsUndecided):
        move(project, people.amina, after)


def test_numbers_of_an_agreed_older_version_are_marked_where_the_plan_shows_them(
    move_on, project, people
):
    agree(project, write(project, people.paul, ROWS), people.amina)
    write(project, people.paul, WITHOUT, base=1)
    move_on("later")

    assert "1\xa0500" in cells(plan_question(project).parts[0])
    assert unchecked(project) == ASKED


# --- Older text that is brought back --------------------------------------------------


def test_an_older_version_is_in_the_former_unit_even_if_no_number_was_there_to_ask_of(
    move_on, project, people
):
    old = write(project, people.paul, ROWS)
    write(project, people.paul, WITHOUT, base=1)
    move_on()
    restore_version(
        project_id=project.pk, version_id=old.pk, by=people.paul, save_id=uuid.uuid4()
    )

    assert unchecked(project) == ASKED


def set_aside_before(project, people, move_on, template):
    stash(own(project, people.paul), {"holdings": ROWS})
    move_on()


def set_aside_from_an_open_page(project, people, move_on, template):
    move_on()
    stash(typed(project, people.paul, template), {"holdings": ROWS})


def left_as_a_draft(project, people, move_on, template):
    draft_on(own(project, people.paul), ROWS)
    move_on("later")
    discard_draft(own(project, people.paul))


@pytest.mark.parametrize(
    "set_aside", [set_aside_before, set_aside_from_an_open_page, left_as_a_draft]
)
def test_a_recovered_draft_is_in_the_unit_in_which_it_was_typed(
    set_aside, template, project, people, move_on, client
):
    set_aside(project, people, move_on, template)
    client.force_login(people.paul)
    page = client.get(reverse("recovered")).content.decode()
    assert "Size (GB)" in page or "Taille (Go)" in page
    assert "Size (TB)" not in page and "Taille (To)" not in page

    restore_recovered(
        project_id=project.pk,
        recovered_id=RecoveredDraft.objects.get().pk,
        by=people.paul,
    )

    assert unchecked(project) == ASKED


def test_a_recovered_draft_that_was_typed_since_is_in_the_new_unit(
    move_on, project, people
):
    move_on()
    stash(own(project, people.paul), {"holdings": ROWS})
    restore_recovered(
        project_id=project.pk,
        recovered_id=RecoveredDraft.objects.get().pk,
        by=people.paul,
    )

    assert unchecked(project) == []


# --- Pages that were open -------------------------------------------------------------


@pytest.mark.parametrize("base", [0, 1])
@pytest.mark.parametrize("said", ["later", "meant"])
def test_a_page_that_was_open_has_typed_its_numbers_in_the_former_unit(
    base, said, template, move_on, project, people
):
    if base:
        write(project, people.paul, [{"what": "Eau", "size": "2"}])
    move_on(said if base else None)
    save_on(typed(project, people.paul, template), ROWS, base)

    assert unchecked(project) == ASKED


def test_who_changes_a_word_on_an_open_page_has_said_nothing_of_the_numbers(
    template, move_on, project, people
):
    write(project, people.paul, ROWS)
    move_on("later")
    rows = [{**ROWS[0], "what": "Coraux mous"}]
    save_on(typed(project, people.paul, template), rows, 1)

    assert unchecked(project) == ASKED


def test_numbers_that_somebody_said_the_unit_of_stay_so_on_an_open_page(
    template, move_on, project, people
):
    write(project, people.paul, ROWS)
    move_on("meant")
    rows = [{**ROWS[0], "what": "Coraux mous"}]
    save_on(typed(project, people.paul, template), rows, 1)

    assert unchecked(project) == []


def test_what_others_said_of_their_numbers_stands_beside_those_of_an_open_page(
    template, move_on, project, people
):
    version = write(project, people.amina, ROWS)
    agree(project, version, people.amina)
    move_on("meant")
    save_on(typed(project, people.paul, template), ROWS, 0)

    assert unchecked(project) == []


def test_a_draft_of_an_open_page_is_asked_about(
    template, move_on, project, people, client
):
    move_on()
    draft_on(typed(project, people.paul, template), ROWS)
    client.force_login(people.paul)
    address = reverse("question", args=[project.pk, "holdings"]) + "?in=fr"

    assert "was written for “Size (GB)”" in client.get(address).content.decode()
    save_on(own(project, people.paul), ROWS, 0)
    assert unchecked(project) == ASKED


def test_a_draft_of_the_page_as_it_is_now_is_not_asked_about(move_on, project, people):
    move_on()
    draft_on(own(project, people.paul), ROWS)
    save_on(own(project, people.paul), ROWS, 0)

    assert unchecked(project) == []


def test_two_windows_that_are_combined_keep_the_unit_of_the_older_page(
    template, move_on, project, people
):
    write(project, people.paul, WITHOUT)
    move_on()
    page = typed(project, people.paul, template)
    mine = {"holdings": ROWS}
    merge_versions(
        page, mine=mine, result=mine, compared=server_text(page).content_digest
    )

    assert unchecked(project) == ASKED


@pytest.mark.parametrize("is_a_script", [True, False])
def test_each_page_names_the_version_of_the_template_that_it_shows(
    is_a_script, template, move_on, project, people, client
):
    client.force_login(people.paul)
    address = reverse("question", args=[project.pk, "holdings"])
    form = client.get(f"{address}?in=fr").context["form"]
    sent = {
        name: str(form[name].value())
        for name in ("save_id", "base", "revision", "language", "template")
    }
    fields = {"part_holdings": '[{"what": "Coraux", "size": "1500"}]'}
    move_on()
    if is_a_script:
        reply = client.post(
            reverse("save", args=[project.pk, "holdings"]),
            {**sent, "user": people.paul.pk, "fields": fields},
            content_type="application/json",
        )
        assert reply.status_code == 200
    else:
        assert client.post(f"{address}?in=fr", {**sent, **fields}).status_code == 302

    assert AnswerVersion.objects.exists()
    assert unchecked(project) == ASKED


# --- Wordings that were proposed ------------------------------------------------------


def suggest(project, people, rows):
    version = write(project, people.paul, WITHOUT)
    question = own(project, people.amina).question
    return request_changes(
        project_id=project.pk,
        by=people.amina,
        asked=RequestedChanges(
            question=question,
            parts=list(question.parts.all()),
            version_id=version.pk,
            body="Combien?",
            save_id=uuid.uuid4(),
            suggestion={"holdings": rows},
        ),
    )


def test_a_wording_that_was_proposed_before_the_move_is_in_the_former_unit(
    move_on, project, people
):
    asked = suggest(project, people, ROWS)
    move_on()
    accept_suggestion(
        project_id=project.pk,
        comment_id=asked.pk,
        by=people.paul,
        base=1,
        save_id=uuid.uuid4(),
    )

    assert unchecked(project) == ASKED


def test_who_accepts_a_wording_is_told_what_of_it_no_longer_fits(
    template, project, people, client
):
    rows = [{"what": "Eau", "address": "https://exemple.ca/eau", "origin": "lab"}]
    asked = suggest(project, people, rows)
    move(project, people.amina, publish_columns(template, with_other_columns))
    client.force_login(people.paul)
    page = client.post(
        reverse("request_accept", args=[project.pk, "holdings", asked.pk]),
        {"base": 1, "save_id": str(uuid.uuid4())},
        follow=True,
    )

    assert "was left out" in page.content.decode()


# --- Which columns are asked about ----------------------------------------------------


def column(label, kind="number"):
    return {"key": "length", "kind": kind, "label": {"fr": label, "en": label}}


@pytest.mark.parametrize(
    ("before", "after", "is_asked"),
    [
        (column("Size, in GB"), column("Size, in TB"), True),
        (column("GB of images"), column("TB of images"), True),
        (column("Size (GB)"), column("Size (TB)", "text"), True),
        (column("Cost"), column("Cost", "money"), True),
        (column("Cost", "money"), column("Cost in thousands", "money"), True),
        (column("Hours"), column("Days"), True),
        (column("Size (GB)"), column("size  (gb)"), False),
        (column("Size (GB)", "text"), column("Size (TB)", "text"), False),
    ],
)
def test_numbers_are_asked_about_wherever_their_label_or_kind_changes(
    before, after, is_asked, template, project, people
):
    second = publish_columns(template, lambda columns: [*columns, before])
    move(project, people.amina, second)
    project.refresh_from_db()
    write(project, people.paul, [{"what": "Eau", "length": "20"}])
    third = publish_columns(second, lambda columns: [*columns[:-1], after], "3")

    asked = [each for each in read_asked_units(project, third.pk) if each.count]
    assert bool(asked) is is_asked
    if asked and "GB" in before["label"]["en"]:
        assert f"{asked[0].change.factor}" == "0.001"


def test_an_author_still_says_what_they_mean(move_on, template, project, people):
    move_on()
    save_on(typed(project, people.paul, template), ROWS, 0)
    check_unit(
        project_id=project.pk,
        by=people.paul,
        check_id=MoveCheck.objects.get().pk,
        choice=UnitChoice.CONVERTED,
    )

    assert unchecked(project) == []
    assert "1,5" in cells(plan_question(project).parts[0])
