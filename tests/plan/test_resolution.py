"""Which text the plan carries, rule by rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from questionnaire.plan.resolution import resolve
from questionnaire.plan.texts import Choice, Text, TranslationNote, Wording
from questionnaire.vocabulary import Origin, QuestionStatus

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
AMINA, PAUL, OMAR = 1, 2, 3


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


def test_a_first_text_that_was_copied_or_combined_follows_no_text_of_its_author():
    for origin in (Origin.COPIED, Origin.MERGED):
        first = replace(wording(12, at=WEDNESDAY), origin=origin)
        resolution = resolve([first, wording(11, language="en", at=TUESDAY)])

        assert resolution.effective["en"].may_be_out_of_date
        assert not resolution.effective["fr"].may_be_out_of_date


def decided(version_id, author=AMINA, language="fr", at=TUESDAY, **more):
    """A current decision for a version that says something of its own."""
    details = {"content_digest": f"d{version_id}", "created_at": MONDAY} | more
    return Choice(language, version_id, at, author, **details)


def noted(number, **texts):
    """A note that these two texts say the same: the version ids by language."""
    return TranslationNote(
        number, {language: Text(pk, f"d{pk}") for language, pk in texts.items()}
    )


def text(version_id, author=AMINA, language="fr", at=MONDAY, **more):
    """The newest version of an answer that says something of its own."""
    found = wording(version_id, author, language, at, number=more.pop("number", 1))
    return replace(found, **{"content_digest": f"d{version_id}"} | more)


def test_answers_of_two_members_in_two_languages_leave_the_question_to_decide():
    resolution = resolve([text(10), text(11, PAUL, "en")])

    assert resolution.status is QuestionStatus.TO_DECIDE
    assert resolution.effective == {}


def test_texts_of_two_members_are_never_carried_as_one_answer():
    resolution = resolve(
        [text(10), text(11, PAUL, "en")],
        [decided(10), decided(11, PAUL, "en", WEDNESDAY)],
    )

    assert effective_versions(resolution) == {"en": 11}
    assert resolution.status is QuestionStatus.TO_DECIDE
    assert resolution.rival.version_id == 10


def test_a_text_taken_as_a_translation_is_carried_beside_the_chosen_one():
    taken = decided(
        11, PAUL, "en", WEDNESDAY, translation_of=Text(10, "d10", author_id=AMINA)
    )

    resolution = resolve([text(10), text(11, PAUL, "en")], [decided(10), taken])

    assert resolution.status is QuestionStatus.AGREED
    assert effective_versions(resolution) == {"fr": 10, "en": 11}
    assert resolution.effective["en"].translates_author_id == AMINA
    assert resolution.effective["fr"].translates_author_id is None
    assert not resolution.effective["en"].may_be_out_of_date


def test_a_taken_translation_is_not_carried_beside_somebody_elses_text():
    taken = decided(
        11, PAUL, "en", WEDNESDAY, translation_of=Text(10, "d10", author_id=AMINA)
    )

    resolution = resolve([text(10)], [decided(12, OMAR), taken])

    assert effective_versions(resolution) == {"fr": 12}
    assert resolution.status is QuestionStatus.TO_DECIDE


def test_a_taken_translation_of_a_text_no_longer_chosen_is_not_carried():
    taken = decided(
        11, PAUL, "en", WEDNESDAY, translation_of=Text(10, "d10", author_id=AMINA)
    )

    resolution = resolve([text(10), text(11, PAUL, "en")], [taken])

    assert resolution.effective == {}
    assert resolution.status is QuestionStatus.TO_DECIDE


def test_a_taken_translation_may_be_out_of_date_once_another_source_is_chosen():
    taken = decided(
        11, PAUL, "en", TUESDAY, translation_of=Text(10, "d10", author_id=AMINA)
    )

    resolution = resolve([text(12)], [decided(12, at=WEDNESDAY, number=2), taken])

    assert resolution.effective["en"].may_be_out_of_date
    assert resolution.effective["en"].follows_id == 10
    assert not resolution.effective["fr"].may_be_out_of_date


def test_the_time_of_a_decision_makes_no_text_out_of_date():
    resolution = resolve(
        [text(10), text(11, language="en")],
        [decided(10, at=WEDNESDAY), decided(11, language="en")],
    )

    assert not resolution.effective["fr"].may_be_out_of_date
    assert not resolution.effective["en"].may_be_out_of_date


def test_a_translation_is_up_to_date_while_its_source_says_what_was_noted():
    resolution = resolve(
        [
            text(10, at=TUESDAY, number=2),
            text(11, language="en", note=noted(1, fr=10, en=11)),
        ]
    )

    assert not resolution.effective["en"].may_be_out_of_date
    assert resolution.effective["en"].follows_id == 10


def test_a_translation_may_be_out_of_date_when_its_source_changed_since_the_note():
    resolution = resolve(
        [
            text(12, at=TUESDAY, number=2),
            text(11, language="en", at=TUESDAY, note=noted(1, fr=10, en=11)),
        ]
    )

    assert resolution.effective["en"].may_be_out_of_date
    assert resolution.effective["en"].follows_id == 10
    assert not resolution.effective["fr"].may_be_out_of_date


def test_the_source_may_be_out_of_date_when_its_translation_changed_since_the_note():
    resolution = resolve(
        [
            text(10),
            text(13, language="en", number=2, note=noted(1, fr=10, en=11)),
        ]
    )

    assert resolution.effective["fr"].may_be_out_of_date
    assert not resolution.effective["en"].may_be_out_of_date


def test_a_restored_text_equal_to_the_noted_one_leaves_its_translation_up_to_date():
    resolution = resolve(
        [
            text(14, at=WEDNESDAY, number=3, content_digest="d10"),
            text(11, language="en", note=noted(1, fr=10, en=11)),
        ]
    )

    assert not resolution.effective["en"].may_be_out_of_date


def test_the_newest_note_applies_whichever_text_is_called_the_translation():
    resolution = resolve(
        [
            text(12, number=2, note=noted(2, fr=12, en=13)),
            text(13, language="en", number=2, note=noted(1, fr=10, en=11)),
        ]
    )

    assert not resolution.effective["fr"].may_be_out_of_date
    assert not resolution.effective["en"].may_be_out_of_date


def test_a_question_whose_changes_are_requested_waits_for_its_author():
    resolution = resolve(
        [text(10, changes_requested_at=TUESDAY), text(11, PAUL)],
    )

    assert resolution.status is QuestionStatus.CHANGES_REQUESTED


def test_an_agreed_question_whose_changes_are_requested_stays_carried():
    resolution = resolve(
        [text(10, changes_requested_at=WEDNESDAY)], [decided(10, at=TUESDAY)]
    )

    assert resolution.status is QuestionStatus.CHANGES_REQUESTED
    assert effective_versions(resolution) == {"fr": 10}
    assert resolution.is_decided
