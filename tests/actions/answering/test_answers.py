"""Saving answers: versions, retries, and two windows."""

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.errors import NewerVersionExists, NotInTemplate, SaveIdReused
from questionnaire.actions.projects.projects import finish_plan
from questionnaire.models import AnswerVersion, Draft, Event, Question
from questionnaire.permissions import InvalidState, NoAccess


@pytest.fixture
def save(project, people):
    """A function that saves Amina's answer to 1.1; every argument has a default."""

    def save_answer(html="<p>Borealis.</p>", *, label="1.1", **changes):
        question = question_of(project, label)
        own = OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=question.parts.all(),
            language="fr",
            author=people.amina,
        )
        save = VersionSave(
            content={"answer": html},
            save_id=uuid.uuid4(),
            base=AnswerVersion.objects.filter(answer__question=question).count(),
        )
        of_answer = {name for name in changes if hasattr(own, name)}
        return save_version(
            replace(own, **{name: changes.pop(name) for name in of_answer}),
            replace(save, **changes),
        )

    return save_answer


def question_of(project, label):
    section, number = label.split(".")
    return Question.objects.select_related("section").get(
        section__template=project.template, section__position=section, number=number
    )


def stored():
    rows = AnswerVersion.objects.order_by("number").values_list("number", "content")
    return [(number, content.get("answer")) for number, content in rows]


def test_every_wording_is_kept_and_numbered(save):
    save("<p>On Borealis.</p>")
    save("<p>On Borealis, for ten years.</p>")

    assert stored() == [
        (1, "<p>On Borealis.</p>"),
        (2, "<p>On Borealis, for ten years.</p>"),
    ]


def test_saving_unchanged_content_makes_no_version(save):
    first = save("<p>On Borealis.</p>")
    again = save("<p>On Borealis.</p>")

    assert not again.is_new
    assert again.version == first.version
    assert len(stored()) == 1


def test_saving_an_empty_answer_before_anything_was_written_makes_no_version(save):
    saved = save("<p> </p>")

    assert saved.version is None
    assert stored() == []


def test_emptying_an_answer_is_a_version_like_any_other(save):
    save("<p>On Borealis.</p>")
    save("")

    assert stored() == [(1, "<p>On Borealis.</p>"), (2, None)]


def test_a_retry_of_the_same_save_gives_the_version_it_made(save):
    save_id = uuid.uuid4()
    first = save(save_id=save_id, base=0)
    retry = save(save_id=save_id, base=0)

    assert retry.version == first.version
    assert not retry.is_new


def test_a_retry_that_comes_after_another_save_gives_the_version_it_made(save):
    save_id = uuid.uuid4()
    first = save("<p>On Borealis.</p>", save_id=save_id, base=0)
    save("<p>On Dataverse.</p>", base=1)
    retry = save("<p>On Borealis.</p>", save_id=save_id, base=0)

    assert retry.version == first.version
    assert not retry.is_new
    assert stored() == [(1, "<p>On Borealis.</p>"), (2, "<p>On Dataverse.</p>")]


def test_a_save_id_used_for_another_text_is_refused(save):
    save_id = uuid.uuid4()
    save("<p>On Borealis.</p>", save_id=save_id)

    with pytest.raises(SaveIdReused):
        save("<p>On Dataverse.</p>", save_id=save_id)


def test_a_text_started_from_an_older_version_does_not_overwrite_the_newer(save):
    save("<p>On Borealis.</p>")

    with pytest.raises(NewerVersionExists) as refused:
        save("<p>On Dataverse.</p>", base=0)
    assert refused.value.newest.number == 1
    assert stored() == [(1, "<p>On Borealis.</p>")]


def test_french_and_english_are_answers_of_their_own(save):
    save("<p>Sur Borealis.</p>", language="fr", base=0)
    save("<p>On Borealis.</p>", language="en", base=0)

    assert [number for number, _text in stored()] == [1, 1]


def test_saving_clears_the_draft_in_the_same_transaction(save):
    version = save().version
    Draft.objects.create(answer=version.answer, content={"answer": "<p>Half</p>"})

    save("<p>Whole.</p>")

    assert not Draft.objects.exists()


def test_hostile_markup_is_stored_harmless(save):
    save(
        '<p onclick="x()">A<script>alert(1)</script><img src="file:///etc/passwd"></p>'
    )

    assert stored() == [(1, "<p>A</p>")]


@pytest.mark.parametrize(
    "text", ["a\0b", "a\ud800b", "<p>a\ufffeb</p>", "x" * 1_000_001]
)
def test_text_that_cannot_be_stored_is_refused_with_a_message(save, text):
    with pytest.raises(ValidationError) as refused:
        save(text)

    assert refused.value.error_dict["answer"]
    assert stored() == []


@pytest.mark.parametrize(
    "content", [{"answer": 7}, {"answer": ["a"]}, {"nope": "a"}, []]
)
def test_content_of_the_wrong_shape_is_refused(save, content):
    with pytest.raises(ValidationError):
        save(content=content)

    assert stored() == []


@pytest.mark.parametrize(
    "text", ["é" * 1000, "👩🏽‍🔬 🏳️‍🌈", "مرحبا <strong>שלום</strong>", "a\u00a0b\u202fc"]
)
def test_text_of_any_script_is_kept_as_it_is(save, text):
    save(f"<p>{text}</p>")

    assert stored() == [(1, f"<p>{text.replace(chr(0xA0), '&nbsp;')}</p>")]


def test_a_question_of_another_template_is_refused(save, small_template):
    foreign = Question.objects.filter(section__template=small_template).first()

    with pytest.raises(NotInTemplate):
        save(question=foreign)


def test_a_stranger_cannot_save(save, people):
    with pytest.raises(NoAccess):
        save(author=people.omar)


def test_nothing_is_saved_in_a_finished_plan(save, project, people):
    save()
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    with pytest.raises(InvalidState):
        save("<p>Too late.</p>")
    assert len(stored()) == 1


def test_each_save_is_in_the_trail(save, people):
    save()

    event = Event.objects.filter(verb="answer.saved").get()
    assert (event.actor, event.data["label"]) == (people.amina, "1.1")
