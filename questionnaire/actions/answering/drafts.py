"""Unsaved text: the author's draft on the server, and text put aside.

Neither is an act in the project: they leave no line in its trail, and nobody
but the author reads them.
"""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.recovered import save_recovery_copy
from questionnaire.actions.common import earlier_tries
from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import Content
from questionnaire.errors import Conflict
from questionnaire.lib.canonical import digest
from questionnaire.models import Answer, AnswerVersion, Draft, RecoveredDraft
from questionnaire.permissions import Permission
from questionnaire.plan.templates import read_template

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class NewerTextExists(Conflict):
    """Another window has saved since this one last heard from the server."""

    code = "newer_text"

    def __init__(
        self,
        content: Content,
        base: int,
        revision: int,
        saved_at: datetime.datetime | None,
    ) -> None:
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


@dataclass(frozen=True)
class DraftSave:
    """Unsaved text to be kept as the author's draft.

    `content` is {part key: value}. `save_id` is a UUID made by the browser: a
    retry with the same one is acknowledged and stores nothing. `base` is the
    number of the version that the text was started from, `revision` the draft's as
    the window last heard of it, 0 for none. `follows` is the save that this window
    sent before, when its reply has not come yet.
    """

    content: Content
    save_id: UUID
    base: int
    revision: int = 0
    follows: UUID | None = None


@transaction.atomic
def save_draft(own: OwnAnswer, save: DraftSave) -> SavedDraft | None:
    """Keep a text as the author's draft; its revision grows by one.

    Returns None for an empty text where nothing was ever written. Raises
    ValidationError, NotInTemplate, SaveIdReused and NewerTextExists.
    """
    _project, own, content = own.open_with(
        own.clean(save.content), Permission.ANSWER_AUTOSAVE_OWN
    )
    content_digest = digest(content)
    answer = _find_answer(own)
    draft = _draft_of(answer)
    if draft is not None and earlier_tries(
        [draft] if draft.save_id == save.save_id else [],
        lambda earlier: earlier.content_digest == content_digest,
    ):
        return _saved(draft)
    newest = answer.newest_number or 0 if answer else 0
    if newest != save.base:
        raise _newer_text(answer, draft)
    if draft and save.revision != draft.revision and save.follows != draft.save_id:
        raise _newer_text(answer, draft)
    if draft is None and newest == 0 and not content:
        return None
    draft = draft or Draft(answer=answer or own.get_or_create(), revision=save.revision)
    draft.content = content
    draft.content_digest = content_digest
    draft.revision += 1
    draft.base_version = save.base
    draft.save_id = save.save_id
    draft.saved_at = timezone.now()
    draft.save()
    return _saved(draft)


@transaction.atomic
def stash(
    own: OwnAnswer, content: Content, *, typed_at: datetime.datetime | None = None
) -> RecoveredDraft | None:
    """Keep a copy of text that its author does not go on with, for 30 days.

    Returns the RecoveredDraft, or None for a text that says nothing. Raises
    ValidationError and NotInTemplate.
    """
    cleaned = own.clean(content)
    if not cleaned:
        return None
    _project, own, content = own.open_with(cleaned, Permission.ANSWER_AUTOSAVE_OWN)
    return save_recovery_copy(own.get_or_create(), content, typed_at=typed_at)


@transaction.atomic
def keep_dropped(own: OwnAnswer, content: Content) -> RecoveredDraft | None:
    """Keep a copy of text for a question that the template no longer asks.

    The page that it was typed on was opened before the project moved to another
    version. Returns the RecoveredDraft, or None for a text that says nothing. Raises
    ValidationError, and NotInTemplate when the question is of another template
    altogether.
    """
    cleaned = own.clean(content)
    if not cleaned:
        return None
    project = open_for_writing(
        own.project_id, by=own.author, permission=Permission.ANSWER_AUTOSAVE_OWN
    ).project
    template = read_template(project.template_id).template
    if own.question.section.template.slug != template.slug:
        raise NotInTemplate(own.question.slug)
    return save_recovery_copy(own.get_or_create(), cleaned)


@transaction.atomic
def leave_draft(own: OwnAnswer) -> RecoveredDraft | None:
    """Go back to the newest version; the draft is stashed, not lost.

    Returns the RecoveredDraft, or None when there was no draft. Raises
    NotInTemplate.
    """
    _project, own = own.open(Permission.ANSWER_AUTOSAVE_OWN)
    draft = _draft_of(_find_answer(own))
    if draft is None:
        return None
    kept = None
    if draft.content:
        kept = save_recovery_copy(draft.answer, draft.content, typed_at=draft.saved_at)
    draft.delete()
    return kept


class _Newest(TypedDict):
    newest_number: int | None


def _find_answer(own: OwnAnswer) -> "WithAnnotations[Answer, _Newest] | None":
    newest = (
        AnswerVersion.objects.filter(answer=OuterRef("pk"))
        .order_by("-number")
        .values("number")[:1]
    )
    return (
        Answer.objects.filter(**own.key())
        .select_related("draft")
        .annotate(newest_number=Subquery(newest))
        .first()
    )


def _draft_of(answer: Answer | None) -> Draft | None:
    draft: Draft | None = getattr(answer, "draft", None)
    return draft


def _saved(draft: Draft) -> SavedDraft:
    return SavedDraft(
        draft.revision, draft.base_version, draft.content_digest, draft.saved_at
    )


def _newer_text(answer: Answer | None, draft: Draft | None) -> NewerTextExists:
    """What the server holds, for the window that is behind."""
    if draft is not None:
        return NewerTextExists(
            draft.content, draft.base_version, draft.revision, draft.saved_at
        )
    version = answer.versions.order_by("-number").first() if answer else None
    if version is None:
        return NewerTextExists({}, 0, 0, None)
    return NewerTextExists(version.content, version.number, 0, version.created_at)
