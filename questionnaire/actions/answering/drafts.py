"""Unsaved text: the author's draft on the server, and text put aside.

Neither is an act in the project: they leave no line in its trail, and nobody
but the author reads them.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from questionnaire.actions.answering.recovered import save_recovery_copy
from questionnaire.actions.common import asked_now, asked_now_with_text
from questionnaire.actions.errors import NotInTemplate, SaveIdReused
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import clean_content
from questionnaire.errors import Conflict
from questionnaire.lib.canonical import digest
from questionnaire.models import Answer, AnswerVersion, Draft
from questionnaire.permissions import Permission


class NewerTextExists(Conflict):
    """Another window has saved since this one last heard from the server."""

    code = "newer_text"

    def __init__(self, content, base, revision, saved_at):
        super().__init__(base, revision)
        self.content = content
        self.base = base
        self.revision = revision
        self.saved_at = saved_at


@dataclass(frozen=True)
class SavedDraft:
    """What the server now holds of an author's unsaved text."""

    revision: int
    base: int
    content_digest: str
    saved_at: datetime.datetime


def save_draft(
    *,
    project_id,
    question,
    parts,
    language,
    content,
    by,
    save_id,
    base,
    revision=0,
    follows=None,
):
    """Keep `content` as the author's draft; its revision grows by one.

    `base` is the number of the version that the text was started from,
    `revision` the draft's as the window last heard of it, 0 for none. A retry
    with the same `save_id` is acknowledged and stores nothing. `follows` is the
    save that this window sent before, when its reply has not come yet.

    Returns SavedDraft, or None for an empty text where nothing was ever written.
    Raises ValidationError, NotInTemplate, SaveIdReused and
    NewerTextExists.
    """
    cleaned = clean_content(content, parts)
    with transaction.atomic():
        question, _parts, cleaned = asked_now_with_text(
            _open(project_id, by), question, parts, cleaned
        )
        content_digest = digest(cleaned)
        answer = _find_answer(project_id, question, language, by)
        draft = _draft_of(answer)
        if draft and draft.save_id == save_id:
            if draft.content_digest != content_digest:
                raise SaveIdReused
            return _saved(draft)
        newest = answer.newest_number or 0 if answer else 0
        if newest != base:
            raise _newer_text(answer, draft)
        if draft and revision != draft.revision and follows != draft.save_id:
            raise _newer_text(answer, draft)
        if draft is None and newest == 0 and not cleaned:
            return None
        draft = draft or Draft(
            answer=answer or _create_answer(project_id, question, language, by),
            revision=revision,
        )
        draft.content = cleaned
        draft.content_digest = content_digest
        draft.revision += 1
        draft.base_version = base
        draft.save_id = save_id
        draft.saved_at = timezone.now()
        draft.save()
        return _saved(draft)


def stash(*, project_id, question, parts, language, content, by, typed_at=None):
    """Keep a copy of text that its author does not go on with, for 30 days.

    Returns the RecoveredDraft, or None for a text that says nothing. Raises
    ValidationError and NotInTemplate.
    """
    cleaned = clean_content(content, parts)
    if not cleaned:
        return None
    with transaction.atomic():
        question, _parts, cleaned = asked_now_with_text(
            _open(project_id, by), question, parts, cleaned
        )
        answer = _find_answer(project_id, question, language, by)
        answer = answer or _create_answer(project_id, question, language, by)
        return save_recovery_copy(answer, cleaned, typed_at=typed_at)


def keep_dropped(*, project_id, question, parts, language, content, by):
    """Keep a copy of text for a question that the template no longer asks.

    The page that it was typed on was opened before the project moved to another
    version. Returns the RecoveredDraft, or None for a text that says nothing. Raises
    ValidationError, and NotInTemplate when the question is of another template
    altogether.
    """
    cleaned = clean_content(content, parts)
    if not cleaned:
        return None
    with transaction.atomic():
        project = _open(project_id, by)
        if question.section.template.slug != project.template.slug:
            raise NotInTemplate(question.slug)
        answer = _find_answer(project_id, question, language, by)
        answer = answer or _create_answer(project_id, question, language, by)
        return save_recovery_copy(answer, cleaned)


def leave_draft(*, project_id, question, language, by):
    """Go back to the newest version; the draft is put aside, not lost.

    Returns the RecoveredDraft, or None when there was no draft. Raises NotInTemplate.
    """
    with transaction.atomic():
        question = asked_now(_open(project_id, by), question)
        draft = _draft_of(_find_answer(project_id, question, language, by))
        if draft is None:
            return None
        kept = None
        if draft.content:
            kept = save_recovery_copy(
                draft.answer, draft.content, typed_at=draft.saved_at
            )
        draft.delete()
        return kept


def _open(project_id, by):
    return open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_AUTOSAVE_OWN
    ).project


def _find_answer(project_id, question, language, author):
    newest = (
        AnswerVersion.objects.filter(answer=OuterRef("pk"))
        .order_by("-number")
        .values("number")[:1]
    )
    return (
        Answer.objects.filter(
            project=project_id, question=question, author=author, language=language
        )
        .select_related("draft")
        .annotate(newest_number=Subquery(newest))
        .first()
    )


def _create_answer(project_id, question, language, author):
    return Answer.objects.create(
        project_id=project_id, question=question, author=author, language=language
    )


def _draft_of(answer):
    return getattr(answer, "draft", None)


def _saved(draft):
    return SavedDraft(
        draft.revision, draft.base_version, draft.content_digest, draft.saved_at
    )


def _newer_text(answer, draft):
    """What the server holds, for the window that is behind."""
    if draft is not None:
        return NewerTextExists(
            draft.content, draft.base_version, draft.revision, draft.saved_at
        )
    version = answer and answer.versions.order_by("-number").first()
    if version is None:
        return NewerTextExists({}, 0, 0, None)
    return NewerTextExists(version.content, version.number, 0, version.created_at)
