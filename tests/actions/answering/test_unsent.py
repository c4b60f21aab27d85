"""Drafts and the versions that are made of them, in whichever order they arrive."""

import uuid

import pytest

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import (
    DraftSave,
    NewerTextExists,
    save_draft,
)
from questionnaire.actions.answering.unsent import send_draft
from questionnaire.models import AnswerVersion, Draft, RecoveredDraft


def draft(mine, html, *, base=0, revision=0, save_id=None):
    content = {"answer": html} if html else {}
    return save_draft(mine, DraftSave(content, save_id or uuid.uuid4(), base, revision))


def version(mine, html, **save):
    content = {"answer": html} if html else {}
    save = {"save_id": uuid.uuid4(), "base": 0, **save}
    return save_version(mine, VersionSave(content=content, **save)).version


def texts():
    versions = AnswerVersion.objects.order_by("number")
    return [each.content.get("answer") for each in versions]


def test_a_draft_that_arrives_after_its_version_is_refused(mine):
    version(mine, "<p>All</p>")

    with pytest.raises(NewerTextExists) as refused:
        draft(mine, "<p>Al</p>")
    assert (refused.value.base, refused.value.content) == (1, {"answer": "<p>All</p>"})
    assert refused.value.versioned_at == AnswerVersion.objects.get().created_at
    assert not Draft.objects.exists()


def test_a_version_sent_while_its_own_draft_was_under_way_sets_nothing_aside(mine):
    under_way = uuid.uuid4()
    draft(mine, "<p>Al</p>", save_id=under_way)

    version(mine, "<p>All</p>", draft_revision=0, follows=under_way)

    assert texts() == ["<p>All</p>"]
    assert not Draft.objects.exists()
    assert not RecoveredDraft.objects.exists()


def test_a_version_sent_while_the_one_before_was_under_way_comes_after_it(mine):
    under_way = uuid.uuid4()
    version(mine, "<p>All</p>", save_id=under_way)

    version(mine, "<p>All of it</p>", follows=under_way)

    assert texts() == ["<p>All</p>", "<p>All of it</p>"]


def test_a_draft_that_says_what_the_version_says_is_told_to_be_the_version(mine):
    version(mine, "<p>All</p>")

    assert not draft(mine, "<p>All!</p>", base=1).is_version
    assert draft(mine, "<p>All</p>", base=1, revision=1).is_version


def test_words_that_were_deleted_before_the_first_version_do_not_come_back(mine):
    draft(mine, "<p>No</p>")

    assert version(mine, "", draft_revision=1) is None

    assert not Draft.objects.exists()


def test_sending_a_draft_makes_it_the_version_once(mine):
    draft(mine, "<p>Half</p>")

    assert send_draft(mine).number == 1
    assert send_draft(mine).number == 1

    assert texts() == ["<p>Half</p>"]
    assert not Draft.objects.exists()


def test_sending_where_nothing_was_written_makes_nothing(mine):
    assert send_draft(mine) is None
    assert texts() == []
