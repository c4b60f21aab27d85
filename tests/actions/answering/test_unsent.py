"""Drafts and the versions that are made of them, in whichever order they arrive."""

import uuid

import pytest

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import (
    DraftSave,
    NewerTextExists,
    save_draft,
)
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.unsent import send_draft
from questionnaire.models import AnswerVersion, Draft, Question, RecoveredDraft


@pytest.fixture
def own(project, people):
    question = Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )
    return OwnAnswer(
        project_id=project.pk,
        question=question,
        parts=question.parts.all(),
        language="fr",
        author=people.amina,
    )


def draft(own, html, *, base=0, revision=0, save_id=None):
    content = {"answer": html} if html else {}
    return save_draft(own, DraftSave(content, save_id or uuid.uuid4(), base, revision))


def version(own, html, **save):
    content = {"answer": html} if html else {}
    save = {"save_id": uuid.uuid4(), "base": 0, **save}
    return save_version(own, VersionSave(content=content, **save)).version


def texts():
    versions = AnswerVersion.objects.order_by("number")
    return [each.content.get("answer") for each in versions]


def test_a_draft_that_arrives_after_its_version_is_refused(own):
    version(own, "<p>All</p>")

    with pytest.raises(NewerTextExists) as refused:
        draft(own, "<p>Al</p>")
    assert (refused.value.base, refused.value.content) == (1, {"answer": "<p>All</p>"})
    assert refused.value.versioned_at == AnswerVersion.objects.get().created_at
    assert not Draft.objects.exists()


def test_a_version_sent_while_its_own_draft_was_under_way_sets_nothing_aside(own):
    under_way = uuid.uuid4()
    draft(own, "<p>Al</p>", save_id=under_way)

    version(own, "<p>All</p>", draft_revision=0, follows=under_way)

    assert texts() == ["<p>All</p>"]
    assert not Draft.objects.exists()
    assert not RecoveredDraft.objects.exists()


def test_a_version_sent_while_the_one_before_was_under_way_comes_after_it(own):
    under_way = uuid.uuid4()
    version(own, "<p>All</p>", save_id=under_way)

    version(own, "<p>All of it</p>", follows=under_way)

    assert texts() == ["<p>All</p>", "<p>All of it</p>"]


def test_a_draft_that_says_what_the_version_says_is_told_to_be_the_version(own):
    version(own, "<p>All</p>")

    assert not draft(own, "<p>All!</p>", base=1).is_version
    assert draft(own, "<p>All</p>", base=1, revision=1).is_version


def test_words_that_were_deleted_before_the_first_version_do_not_come_back(own):
    draft(own, "<p>No</p>")

    assert version(own, "", draft_revision=1) is None

    assert not Draft.objects.exists()


def test_sending_a_draft_makes_it_the_version_once(own):
    draft(own, "<p>Half</p>")

    assert send_draft(own).number == 1
    assert send_draft(own).number == 1

    assert texts() == ["<p>Half</p>"]
    assert not Draft.objects.exists()


def test_sending_where_nothing_was_written_makes_nothing(own):
    assert send_draft(own) is None
    assert texts() == []
