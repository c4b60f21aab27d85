"""Drafts on the server, stashed text, and conflicts between two windows."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import (
    DraftSave,
    NewerTextExists,
    discard_draft,
    save_draft,
    stash,
)
from questionnaire.actions.answering.recovered import recovered_drafts
from questionnaire.actions.answering.two_versions import (
    SavedTextMoved,
    merge_versions,
    restore_recovered,
    server_text,
)
from questionnaire.actions.errors import SaveIdReused
from questionnaire.actions.projects.projects import finish_plan
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Draft, Event, RecoveredDraft
from questionnaire.permissions import InvalidState, NoAccess


@pytest.fixture
def draft(mine):
    """A function that saves a draft; every argument has a default."""

    def save(html, revision=0, **changes):
        own = {
            name: changes.pop(name)
            for name in ("author", "language", "question", "parts")
            if name in changes
        }
        save = DraftSave(
            content={"answer": html},
            save_id=uuid.uuid4(),
            base=0,
            revision=revision,
        )
        return save_draft(replace(mine, **own), replace(save, **changes))

    return save


def stored():
    return Draft.objects.get().content.get("answer")


def texts():
    rows = AnswerVersion.objects.order_by("number").values_list("content", flat=True)
    return [content.get("answer") for content in rows]


def test_the_revision_grows_by_one_and_the_digest_is_of_what_is_stored(draft):
    saved = [draft(f"<p>{number}</p>", number) for number in range(3)]

    assert [each.revision for each in saved] == [1, 2, 3]
    assert saved[2].content_digest == digest(Draft.objects.get().content)
    assert stored() == "<p>2</p>"


def test_a_draft_writes_no_event(draft, project):
    before = Event.objects.count()
    draft("<p>Half</p>")

    assert Event.objects.count() == before


def test_a_retry_is_acknowledged_once(draft):
    save_id = uuid.uuid4()
    first = draft("<p>Half</p>", save_id=save_id)
    again = draft("<p>Half</p>", save_id=save_id)

    assert again == first
    assert Draft.objects.get().revision == 1


def test_the_same_save_with_another_text_is_refused(draft):
    save_id = uuid.uuid4()
    draft("<p>Half</p>", save_id=save_id)

    with pytest.raises(SaveIdReused):
        draft("<p>Other</p>", save_id=save_id)
    assert stored() == "<p>Half</p>"


def test_an_older_revision_never_replaces_a_newer_one(draft):
    draft("<p>One</p>")
    draft("<p>Two</p>", 1)

    with pytest.raises(NewerTextExists) as refused:
        draft("<p>Late</p>", 1)
    assert refused.value.content == {"answer": "<p>Two</p>"}
    assert refused.value.revision == 2
    assert stored() == "<p>Two</p>"


def test_a_save_that_follows_one_with_a_pending_reply_is_accepted(draft):
    under_way = uuid.uuid4()
    draft("<p>One</p>", save_id=under_way)

    assert draft("<p>Two</p>", 0, follows=under_way).revision == 2


def test_a_text_begun_before_a_newer_version_is_refused_with_that_version(
    draft, answer
):
    answer("1.1", "<p>Version.</p>")

    with pytest.raises(NewerTextExists) as refused:
        draft("<p>Draft.</p>", base=0)
    assert refused.value.content == {"answer": "<p>Version.</p>"}
    assert refused.value.base == 1


def test_an_empty_text_where_nothing_was_written_leaves_no_trace(draft):
    assert draft("") is None
    assert not Draft.objects.exists()


def test_a_draft_obeys_the_table_of_permissions(draft, project, people):
    with pytest.raises(NoAccess):
        draft("<p>Mine?</p>", author=people.omar)
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    with pytest.raises(InvalidState):
        draft("<p>Late</p>")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "x" * 1_000_001])
def test_text_that_cannot_be_stored_is_refused_with_a_message(draft, text):
    with pytest.raises(ValidationError):
        draft(text)


def test_a_version_clears_the_draft_that_it_continues(draft, mine):
    seen = draft("<p>Half</p>").revision
    save_version(
        mine,
        VersionSave(
            content={"answer": "<p>Whole</p>"},
            save_id=uuid.uuid4(),
            base=0,
            draft_revision=seen,
        ),
    )

    assert not Draft.objects.exists()
    assert not RecoveredDraft.objects.exists()


def test_saving_a_version_stashes_an_unseen_draft(draft, answer):
    draft("<p>From another window</p>")
    answer("1.1", "<p>From this one</p>")

    assert not Draft.objects.exists()
    kept = RecoveredDraft.objects.get()
    assert kept.content == {"answer": "<p>From another window</p>"}


def test_a_discarded_draft_is_kept_for_thirty_days(draft, mine, people):
    draft("<p>Half</p>")
    kept = discard_draft(mine)

    assert not Draft.objects.exists()
    assert kept.kept_until - kept.kept_at == datetime.timedelta(days=30)
    assert list(recovered_drafts(people.amina)) == [kept]
    assert list(recovered_drafts(people.paul)) == []


def test_stashed_text_is_deleted_when_it_expires(mine, people):
    old = stash(mine, {"answer": "<p>Old</p>"})
    RecoveredDraft.objects.filter(pk=old.pk).update(kept_until=timezone.now())
    assert list(recovered_drafts(people.amina)) == []

    stash(mine, {"answer": "<p>New</p>"})
    assert not RecoveredDraft.objects.filter(pk=old.pk).exists()


def test_recovered_text_is_restored_as_a_version_and_replaces_nothing(
    mine, answer, draft, people, project
):
    answer("1.1", "<p>Version.</p>")
    kept = stash(mine, {"answer": "<p>Found.</p>"})
    draft("<p>Draft.</p>", base=1)

    restore_recovered(project_id=project.pk, recovered_id=kept.pk, by=people.amina)

    assert texts() == ["<p>Version.</p>", "<p>Found.</p>"]
    assert AnswerVersion.objects.get(number=2).origin == "recovered"
    assert RecoveredDraft.objects.get().content == {"answer": "<p>Draft.</p>"}


def test_nobody_restores_text_stashed_by_somebody_else(mine, people, project):
    kept = stash(mine, {"answer": "<p>Mine.</p>"})

    with pytest.raises(NoAccess):
        restore_recovered(project_id=project.pk, recovered_id=kept.pk, by=people.omar)


@pytest.mark.parametrize(
    ("result", "origin", "count"),
    [
        ("<p>Both.</p>", "merged", 3),
        ("<p>Mine.</p>", "typed", 2),
        ("<p>Saved.</p>", "restored", 3),
    ],
)
def test_whatever_is_chosen_both_texts_are_versions(
    mine, answer, result, origin, count
):
    answer("1.1", "<p>Saved.</p>")

    merged = merge_versions(
        mine,
        mine={"answer": "<p>Mine.</p>"},
        result={"answer": result},
        compared=digest({"answer": "<p>Saved.</p>"}),
    )

    assert texts()[:2] == ["<p>Saved.</p>", "<p>Mine.</p>"]
    assert texts()[-1] == result
    assert (merged.version.origin, len(texts())) == (origin, count)


def test_a_draft_of_another_window_becomes_a_version_too(mine, draft, answer):
    answer("1.1", "<p>Version.</p>")
    draft("<p>Draft.</p>", base=1)
    found = server_text(mine)

    merge_versions(
        mine,
        mine={"answer": "<p>Mine.</p>"},
        result={"answer": "<p>Both.</p>"},
        compared=found.content_digest,
    )

    assert texts() == [
        "<p>Version.</p>",
        "<p>Draft.</p>",
        "<p>Mine.</p>",
        "<p>Both.</p>",
    ]


def test_a_choice_made_before_another_save_is_asked_again(mine, answer):
    answer("1.1", "<p>Saved.</p>")

    with pytest.raises(SavedTextMoved):
        merge_versions(
            mine,
            mine={"answer": "<p>Mine.</p>"},
            result={"answer": "<p>Both.</p>"},
            compared=digest({"answer": "<p>Earlier.</p>"}),
        )
    assert texts() == ["<p>Saved.</p>"]
