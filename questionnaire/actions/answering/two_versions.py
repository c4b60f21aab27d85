"""Resolving a conflict between two windows of one author, without losing text."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.answering.answers import (
    Saved,
    VersionSave,
    restorable_content,
    save_version,
)
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.answering.recovered import recovered_drafts
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import Content
from questionnaire.errors import Conflict, get_or_refuse
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Question, User
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Origin


class SavedTextMoved(Conflict):
    """The text on the server is no longer the one that the author compared with."""

    code = "saved_text_moved"
    message = _("The saved text changed meanwhile. Compare it once more.")


@dataclass(frozen=True)
class ServerText:
    """The newest text of an answer on the server: its draft or its newest version."""

    content: Content
    saved_at: datetime | None = None
    number: int = 0
    is_draft: bool = False

    @property
    def content_digest(self) -> str:
        return digest(self.content)


def server_text(own: OwnAnswer) -> ServerText:
    """The draft, else the newest version, of one's own answer. Two queries."""
    newest, draft = own.versions().first(), own.draft()
    number = number_of(newest)
    if draft and (newest is None or draft.content_digest != newest.content_digest):
        return ServerText(draft.content, draft.saved_at, number, is_draft=True)
    if newest:
        return ServerText(newest.content, newest.created_at, number)
    return ServerText({})


def merge_versions(
    own: OwnAnswer, *, mine: Content, result: Content, compared: str
) -> Saved:
    """Save both texts as versions, then `result` as the newest one.

    `mine` is the text of this window, `compared` the digest of the server's text
    that the author saw beside it. Returns Saved. Raises SavedTextMoved when the
    server's text has changed since, and what `save_version` raises.
    """
    mine, result = own.clean(mine), own.clean(result)
    with transaction.atomic():
        _project, own, result = own.open_with(result, Permission.ANSWER_SAVE_OWN)
        mine = own.conform(mine)
        saved = server_text(own)
        if saved.content_digest != compared:
            raise SavedTextMoved
        # The page of this window may be from before the project moved.
        on_server = replace(own, typed_for=None)
        theirs = _save(on_server, own.conform(saved.content), saved.number)
        ours = _save(own, mine, number_of(theirs.version))
        sources = {found.version for found in (theirs, ours) if found.version}
        if result == own.conform(saved.content):
            origin = Origin.RESTORED
        else:
            origin = Origin.MERGED
        return _save(
            own, result, number_of(ours.version), origin=origin, sources=sources
        )


def restore_recovered(
    *, project_id: uuid.UUID, recovered_id: int, by: User
) -> tuple[Saved, Question]:
    """Restore stashed text as the newest version of its answer.

    Returns (Saved, the answer's question). Raises NotInTemplate when the question is
    no longer asked, ValidationError when no part of the text is asked for any more,
    and NotFound.
    """
    with transaction.atomic():
        open_for_writing(project_id, by=by, permission=Permission.ANSWER_SAVE_OWN)
        kept = get_or_refuse(
            recovered_drafts(by), pk=recovered_id, answer__project=project_id
        )
        own = replace(OwnAnswer.like(kept.answer, by), typed_for=kept.template_id)
        newest = own.versions().first()
        content = restorable_content(kept.content, own.parts)
        saved = _save(own, content, number_of(newest), origin=Origin.RECOVERED)
        if content == kept.content:
            # Its text is now in the history, which keeps everything.
            kept.delete()
        return replace(saved, left_out=content != kept.content), own.question


def _save(
    own: OwnAnswer,
    content: Content,
    base: int,
    *,
    origin: Origin = Origin.TYPED,
    sources: Iterable[AnswerVersion] = (),
) -> Saved:
    return save_version(
        own,
        VersionSave(
            content=content,
            base=base,
            save_id=uuid.uuid4(),
            origin=origin,
            sources=sources,
        ),
    )
