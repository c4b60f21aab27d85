"""Which text the plan carries, rule by rule."""

from datetime import UTC, datetime, timedelta

from questionnaire.plan.resolution import Choice, Wording, resolve
from questionnaire.vocabulary import QuestionStatus

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
AMINA, PAUL = 1, 2


def wording(
    version_id, author=AMINA, language="fr", at=MONDAY, is_empty=False, number=1
):
    return Wording(version_id, author, language, number, at, is_empty)


def effective_versions(resolution):
    return {
        language: text.version_id for language, text in resolution.effective.items()
    }


def test_a_question_nobody_answered_is_not_started():
    resolution = resolve([])

    assert resolution.status is QuestionStatus.NOT_STARTED
    assert resolution.effective == {}


def test_an_answer_that_was_emptied_counts_as_none():
    resolution = resolve([wording(10, is_empty=True)])

    assert resolution.status is QuestionStatus.NOT_STARTED


def test_the_only_members_newest_text_is_carried_without_a_decision():
    resolution = resolve([wording(10), wording(11, language="en")])

    assert resolution.status is QuestionStatus.ANSWERED
    assert effective_versions(resolution) == {"fr": 10, "en": 11}


def test_two_members_without_a_decision_leave_the_question_to_decide():
    resolution = resolve([wording(10), wording(11, author=PAUL)])

    assert resolution.status is QuestionStatus.TO_DECIDE
    assert resolution.effective == {}


def test_a_second_member_who_emptied_their_answer_leaves_nothing_to_decide():
    resolution = resolve([wording(10), wording(11, author=PAUL, is_empty=True)])

    assert effective_versions(resolution) == {"fr": 10}


def test_a_decision_resolves_a_question_with_several_answers():
    resolution = resolve(
        [wording(10), wording(11, author=PAUL)], [Choice("fr", 11, TUESDAY)]
    )

    assert resolution.status is QuestionStatus.AGREED
    assert effective_versions(resolution) == {"fr": 11}


def test_a_withdrawn_decision_leaves_the_question_to_decide_again():
    resolution = resolve(
        [wording(10), wording(11, author=PAUL)], [Choice("fr", None, TUESDAY)]
    )

    assert resolution.status is QuestionStatus.TO_DECIDE


def test_text_written_after_the_decision_is_noticed():
    resolution = resolve([wording(12, at=WEDNESDAY)], [Choice("fr", 10, TUESDAY)])

    assert resolution.status is QuestionStatus.NEWER
    assert effective_versions(resolution) == {"fr": 10}


def test_a_translation_does_not_make_its_original_out_of_date():
    resolution = resolve([wording(10), wording(11, language="en", at=TUESDAY)])

    assert not resolution.effective["fr"].may_be_out_of_date
    assert not resolution.effective["en"].may_be_out_of_date


def test_a_revised_text_may_make_its_translation_out_of_date():
    resolution = resolve(
        [wording(12, at=WEDNESDAY, number=2), wording(11, language="en", at=TUESDAY)]
    )

    assert resolution.effective["en"].may_be_out_of_date
    assert not resolution.effective["fr"].may_be_out_of_date


def test_a_decision_older_than_the_other_languages_may_be_out_of_date():
    resolution = resolve([], [Choice("fr", 10, TUESDAY), Choice("en", 11, WEDNESDAY)])

    assert resolution.effective["fr"].may_be_out_of_date
    assert not resolution.effective["en"].may_be_out_of_date
