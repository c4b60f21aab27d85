"""Noting which text says the same as another in the other language."""

import uuid

import pytest

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.translations import mark_up_to_date
from questionnaire.errors import NotFound
from questionnaire.models import Event, Membership, Question, Translation
from questionnaire.permissions import Forbidden, InvalidState, NoAccess
from questionnaire.plan.reading import resolutions
from questionnaire.plan.translations import last_match
from questionnaire.vocabulary import ProjectStatus, Role, Verb
from tests.questions import slug_of

FR = "<p>Un sondage de 900 personnes.</p><p>Le tout fait 60 Go.</p>"
FR_CHANGED = FR.replace("900", "1 200")
EN = "<p>A survey of 900 people.</p><p>It is 60 GB in all.</p>"
EN_CHANGED = EN.replace("900", "1,200")


@pytest.fixture
def own(project, people):
    """Amina’s English answer to 1.1, which is to say the same as her French one."""
    question = Question.objects.get(
        section__template=project.template, slug=slug_of("1.1")
    )
    return OwnAnswer(
        project_id=project.pk,
        question=question,
        parts=list(question.parts.all()),
        language="en",
        author=people.amina,
    )


def save(own, html, base, source=None):
    saved = save_version(
        own,
        VersionSave(
            content={"answer": html},
            save_id=uuid.uuid4(),
            base=base,
            translates=source and source.pk,
        ),
    )
    return saved.version


def notes():
    return list(Translation.objects.order_by("id").values_list("version", "source"))


def test_the_first_text_in_a_language_is_taken_for_a_translation_of_the_other(answer):
    answer("1.1", FR)
    french = answer("1.1", FR_CHANGED, base=1)
    english = answer("1.1", EN, language="en")

    assert notes() == [(english.pk, french.pk)]


def test_a_first_text_without_another_translates_nothing(answer):
    answer("1.1", FR)
    answer("1.1", FR_CHANGED, base=1)

    assert notes() == []


def test_a_later_text_is_not_taken_for_a_translation_by_itself(answer):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    answer("1.1", EN_CHANGED, language="en", base=1)
    answer("1.1", FR_CHANGED, base=1)

    assert len(notes()) == 1


def test_an_empty_text_translates_nothing_and_is_no_source(answer):
    answer("1.1", FR)
    answer("1.1", "", base=1)
    answer("1.1", EN, language="en")

    assert notes() == []


def test_what_is_written_beside_its_source_says_the_same(answer, own):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    french = answer("1.1", FR_CHANGED, base=1)

    english = save(own, EN_CHANGED, 1, french)

    assert notes()[1:] == [(english.pk, french.pk)]


def test_a_paragraph_left_out_of_date_is_not_noted_as_translated(answer, own):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    french = answer("1.1", FR_CHANGED, base=1)

    save(own, EN.replace("It is", "All is"), 1, french)

    assert len(notes()) == 1


def test_a_colleagues_text_can_be_the_source(answer, own, people, project):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    french = answer("1.1", FR, by=people.paul)

    english = save(own, EN, 0, french)

    assert notes() == [(english.pk, french.pk)]


def test_a_source_of_another_question_or_language_is_no_source(answer, own):
    elsewhere = answer("1.2", FR)
    english = answer("1.1", EN, language="en")

    save(own, EN_CHANGED, 1, elsewhere)
    save(own, EN, 2, english)

    assert notes() == []


def test_marking_as_up_to_date_makes_a_note_an_event_and_no_version(answer, own):
    answer("1.1", FR)
    english = answer("1.1", EN, language="en")
    french = answer("1.1", FR_CHANGED, base=1)

    mark_up_to_date(own, french.pk)

    assert notes()[-1] == (english.pk, french.pk)
    assert own.versions().count() == 1
    assert Event.objects.latest("id").verb == Verb.TRANSLATION_CONFIRMED


def test_marking_twice_makes_one_note(answer, own):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    french = answer("1.1", FR_CHANGED, base=1)

    assert mark_up_to_date(own, french.pk) is not None
    assert mark_up_to_date(own, french.pk) is None
    assert len(notes()) == 2


def test_nothing_is_up_to_date_before_it_is_written(answer, own):
    french = answer("1.1", FR)

    assert mark_up_to_date(own, french.pk) is None
    assert notes() == []


def test_only_a_text_of_this_question_in_the_other_language_can_be_marked_against(
    answer, own
):
    english = answer("1.1", EN, language="en")

    for other in (answer("1.2", FR), english):
        with pytest.raises(NotFound):
            mark_up_to_date(own, other.pk)


def test_strangers_viewers_and_finished_plans_mark_nothing(
    answer, own, people, project
):
    answer("1.1", EN, language="en")
    french = answer("1.1", FR)
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)

    for person, refusal in ((people.omar, NoAccess), (people.paul, Forbidden)):
        theirs = OwnAnswer(project.pk, own.question, "en", person, own.parts)
        with pytest.raises(refusal):
            mark_up_to_date(theirs, french.pk)
    type(project).objects.update(status=ProjectStatus.FINISHED)
    with pytest.raises(InvalidState):
        mark_up_to_date(own, french.pk)


# ---- What both said when they were last known to say the same -----------------------


def test_the_newest_note_applies_whichever_text_was_translated(answer, own):
    french = answer("1.1", FR)
    english = answer("1.1", EN, language="en")
    newer = answer("1.1", FR_CHANGED, base=1)
    Translation.objects.create(version=newer, source=english)

    match = last_match(newer, english)

    assert (match.source, match.target) == (newer, english)
    assert match.noted_at is not None
    assert (last_match(english, newer).target) == newer
    assert french != match.source


def test_without_a_note_a_text_translates_what_there_was_when_it_was_written(
    answer, people, project
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    before = answer("1.1", FR, by=people.paul)
    english = answer("1.1", EN, language="en")
    after = answer("1.1", FR_CHANGED, by=people.paul, base=1)

    assert last_match(after, english).source == before
    assert last_match(after, english).noted_at is None
    assert last_match(after, None).source is None
    assert last_match(english, after).source == english


def english_state(project):
    [found] = resolutions([project.pk]).values()
    return [(each.language, each.is_partial) for each in found.out_of_date]


@pytest.mark.parametrize("is_beside", [True, False])
def test_a_translation_that_is_begun_is_partly_translated(
    project, answer, own, is_beside
):
    french = answer("1.1", FR)
    english = save(
        own, "<p>A survey of 900 people.</p>", 0, french if is_beside else None
    )
    assert notes() == [(english.pk, french.pk)]
    assert english_state(project) == [("en", True)]

    save(own, EN, 1, french if is_beside else None)
    assert english_state(project) == []


def test_what_was_begun_and_whose_source_changed_is_out_of_date(project, answer, own):
    french = answer("1.1", FR)
    save(own, "<p>A survey of 900 people.</p>", 0, french)
    answer("1.1", FR_CHANGED, base=1)

    assert english_state(project) == [("en", False)]


def test_paragraphs_that_are_joined_in_translation_leave_nothing_out(
    project, answer, own
):
    answer("1.1", FR)
    save(own, "<p>A survey of 900 people, which is 60 GB in all.</p>", 0)

    assert english_state(project) == []


def test_the_authors_word_makes_a_short_translation_up_to_date(project, answer, own):
    french = answer("1.1", FR)
    save(own, "<p>A survey of 900 people.</p>", 0, french)

    assert mark_up_to_date(own, french.pk) is not None
    assert english_state(project) == []
