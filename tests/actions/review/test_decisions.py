"""Deciding: a member's answer is one thing, whichever languages it stands in."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionnaire.actions.review.decisions import (
    Choice,
    DecidedMeanwhile,
    InvalidChoice,
    decide,
    undo_decisions,
)
from questionnaire.models import Decision, Membership
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def paul(project, people):
    """Paul writes with Amina, who is the principal investigator."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


@pytest.fixture
def choose(project, people):
    """Choose versions, or withdraw languages, of question 1.1 in one step."""

    def choose(*versions, by=None, batch=None, bases=None, **more):
        return decide(
            project_id=project.pk,
            by=by or people.amina,
            choices=[
                Choice(
                    version.answer.question,
                    version.answer.language,
                    version.pk,
                    (bases or standing_bases(project))[version.answer.language],
                    **more.get(version.answer.language, {}),
                )
                for version in versions
            ],
            batch=batch or uuid.uuid4(),
        )

    return choose


def standing_bases(project):
    """{language: id of the newest decision, None without any}."""
    found = {"fr": None, "en": None}
    for decision in Decision.objects.filter(project=project).order_by("id"):
        found[decision.language] = decision.pk
    return found


def carried(project):
    """{language: (author, version)} that the plan carries for 1.1."""
    answers = read_record(project.pk)["sections"][0]["questions"][0]["answers"]
    return {
        language: (answer["authors"][0], answer["version"])
        for language, answer in answers.items()
    }


TRANSLATION = {"en": {"as_translation": True}}


def test_choosing_an_answer_in_one_language_chooses_its_authors_text_in_the_other(
    project, paul, answer, choose
):
    theirs = answer("1.1", by=paul)
    answer("1.1", "<p>Two disks.</p>", language="en", by=paul)
    answer("1.1", "<p>Three disks.</p>", language="en")

    made = choose(theirs)

    assert {decision.batch for decision in made} == {made[0].batch}
    assert carried(project) == {"fr": ("Paul Martin", 1), "en": ("Paul Martin", 1)}


def test_choosing_another_members_answer_withdraws_the_first_ones_other_language(
    project, paul, answer, choose
):
    choose(answer("1.1", language="en"))

    choose(answer("1.1", by=paul))

    assert carried(project) == {"fr": ("Paul Martin", 1)}


def test_a_text_of_another_member_is_carried_only_as_a_translation(
    project, paul, answer, choose
):
    theirs = answer("1.1", by=paul)
    english = answer("1.1", "<p>Two disks.</p>", language="en")
    with pytest.raises(InvalidChoice):
        choose(theirs, english)
    assert carried(project) == {}

    choose(theirs, english, **TRANSLATION)

    assert carried(project) == {"fr": ("Paul Martin", 1), "en": ("Amina Diallo", 1)}
    assert Decision.objects.get(language="en").translation_of == theirs


def test_a_translation_can_be_taken_of_what_stands_already(
    project, paul, answer, choose
):
    theirs = answer("1.1", by=paul)
    choose(theirs)
    english = answer("1.1", "<p>Two disks.</p>", language="en")

    choose(english, **TRANSLATION)

    assert Decision.objects.get(language="en").translation_of == theirs
    assert carried(project)["fr"] == ("Paul Martin", 1)


def test_nothing_is_taken_as_a_translation_of_no_text_or_of_ones_own(
    project, paul, answer, choose
):
    english = answer("1.1", "<p>Two disks.</p>", language="en")
    with pytest.raises(InvalidChoice):
        choose(english, **TRANSLATION)

    choose(answer("1.1"))
    with pytest.raises(InvalidChoice):
        choose(english, **TRANSLATION)


def test_a_taken_translation_stays_when_a_newer_text_of_the_same_author_is_chosen(
    project, paul, answer, choose
):
    choose(
        answer("1.1", by=paul),
        answer("1.1", "<p>Two disks.</p>", language="en"),
        **TRANSLATION,
    )

    choose(answer("1.1", "<p>Plus.</p>", base=1, by=paul))

    assert carried(project) == {"fr": ("Paul Martin", 2), "en": ("Amina Diallo", 1)}


def test_withdrawing_a_text_withdraws_the_translation_that_was_taken_of_it(
    project, people, paul, answer, choose
):
    made = choose(
        answer("1.1", by=paul),
        answer("1.1", "<p>Two disks.</p>", language="en"),
        **TRANSLATION,
    )

    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(made[0].question, "fr", None, made[0].pk)],
        batch=uuid.uuid4(),
    )

    newest = Decision.objects.order_by("-id")[:2]
    assert {(each.language, each.version) for each in newest} == {
        ("fr", None),
        ("en", None),
    }


def test_undoing_a_step_restores_both_languages_and_what_was_taken_as_translation(
    project, people, paul, answer, choose
):
    choose(
        answer("1.1", by=paul),
        answer("1.1", "<p>Two disks.</p>", language="en"),
        **TRANSLATION,
    )
    before = carried(project)
    batch = uuid.uuid4()
    choose(answer("1.1"), batch=batch)
    assert carried(project) == {
        "fr": ("Amina Diallo", 1),
        "en": ("Amina Diallo", 1),
    }

    undo_decisions(project_id=project.pk, by=people.amina, batch=batch)

    assert carried(project) == before


def test_a_retry_of_a_step_that_decided_on_both_languages_makes_none(
    project, paul, answer, choose
):
    theirs = answer("1.1", by=paul)
    answer("1.1", "<p>Two disks.</p>", language="en", by=paul)
    batch = uuid.uuid4()
    made = choose(theirs, batch=batch)
    assert len(made) == 2

    assert choose(theirs, batch=batch) == made


def test_two_reviewers_who_choose_the_same_version_do_not_conflict(
    project, people, paul, answer, choose
):
    Membership.objects.create(project=project, user=people.omar, role=Role.PI)
    theirs = answer("1.1", by=paul)
    nothing_seen = {"fr": None, "en": None}
    choose(theirs, bases=nothing_seen)

    choose(theirs, by=people.omar, bases=nothing_seen)

    assert carried(project) == {"fr": ("Paul Martin", 1)}
    with pytest.raises(DecidedMeanwhile):
        choose(answer("1.1"), bases=nothing_seen)


def test_a_decision_in_the_other_language_that_the_page_did_not_show_is_a_conflict(
    project, paul, answer, choose
):
    choose(answer("1.1", language="en"))
    unseen = {"fr": {"other_bases": {"en": None}}}

    with pytest.raises(DecidedMeanwhile):
        choose(answer("1.1", by=paul), bases={"fr": None, "en": None}, **unseen)


@pytest.mark.parametrize("both", [False, True])
def test_deciding_reads_each_version_and_each_decision_once(
    project, paul, answer, choose, both
):
    french = answer("1.1", "<p>Deux.</p>", by=paul)
    english = answer("1.1", "<p>Two.</p>", language="en", by=paul if both else None)
    more = {} if both else {"en": {"as_translation": True}}

    with CaptureQueriesContext(connection) as queries:
        choose(french, english, bases={"fr": None, "en": None}, **more)

    read = [
        each["sql"]
        for each in queries
        if each["sql"].startswith("SELECT")
        and re.search(r'FROM "questionnaire_(decision|answerversion)"', each["sql"])
    ]
    assert [sql for sql in set(read) if read.count(sql) > 1] == []
