"""Ending a disagreement between two windows of one author, without a loss."""

import uuid
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.answering.answers import (
    Saved,
    restorable_content,
    save_version,
)
from questionnaire.actions.answering.recovered import recovered_drafts
from questionnaire.actions.common import asked_now_with_text
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import clean_content, conform_to_schema
from questionnaire.errors import Conflict, get_or_refuse
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Draft
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Origin


class SavedTextMoved(Conflict):
    """What the server holds is no longer what the author compared with."""

    code = "saved_text_moved"
    message = _("The saved text changed meanwhile. Compare it once more.")


@dataclass(frozen=True)
class ServerText:
    """The newest text of an answer that the server holds: its draft or version."""

    content: dict
    saved_at: object = None
    number: int = 0
    is_draft: bool = False

    @property
    def content_digest(self):
        return digest(self.content)


def server_text(project_id, question, language, author):
    """The draft, else the newest version, of an author's answer. Two queries."""
    mine = {
        "answer__project": project_id,
        "answer__question": question,
        "answer__author": author,
        "answer__language": language,
    }
    newest = AnswerVersion.objects.filter(**mine).order_by("-number").first()
    draft = Draft.objects.filter(**mine).first()
    number = newest.number if newest else 0
    if draft and (newest is None or draft.content_digest != newest.content_digest):
        return ServerText(draft.content, draft.saved_at, number, is_draft=True)
    if newest:
        return ServerText(newest.content, newest.created_at, number)
    return ServerText({})


def merge_versions(
    *, project_id, question, parts, language, mine, result, compared, by
):
    """Keep both texts as versions, then `result` as the newest one.

    `mine` is the text of this window, `compared` the digest of the server's text
    that the author saw beside it. Returns Saved. Raises SavedTextMoved when the
    server's text is another one by now, and what `save_version` raises.
    """
    result = clean_content(result, parts)
    with transaction.atomic():
        project = open_for_writing(
            project_id, by=by, permission=Permission.ANSWER_SAVE_OWN
        ).project
        mine = clean_content(mine, parts)
        _asked, _parts, mine = asked_now_with_text(project, question, parts, mine)
        question, parts, result = asked_now_with_text(project, question, parts, result)
        save = {
            "project_id": project_id,
            "question": question,
            "parts": parts,
            "language": language,
            "by": by,
        }
        saved = server_text(project_id, question, language, by)
        if saved.content_digest != compared:
            raise SavedTextMoved
        theirs = _keep(save, conform_to_schema(saved.content, parts), saved.number)
        ours = _keep(save, mine, _number(theirs))
        sources = {found.version for found in (theirs, ours) if found.version}
        if result == conform_to_schema(saved.content, parts):
            origin = Origin.RESTORED
        else:
            origin = Origin.MERGED
        return _keep(save, result, _number(ours), origin=origin, sources=sources)


def restore_recovered(*, project_id, recovered_id, by):
    """Take up text that was put aside as the newest version of its answer.

    Returns (Saved, the answer's question). Raises NotInTemplate
    when the question is no longer asked, ValidationError when nothing of the text
    is, and NotFound.
    """
    with transaction.atomic():
        open_for_writing(project_id, by=by, permission=Permission.ANSWER_SAVE_OWN)
        kept = get_or_refuse(
            recovered_drafts(by), pk=recovered_id, answer__project=project_id
        )
        question = kept.answer.question
        newest = kept.answer.versions.order_by("-number").first()
        save = {
            "project_id": project_id,
            "question": question,
            "parts": list(question.parts.all()),
            "language": kept.answer.language,
            "by": by,
        }
        content = restorable_content(kept.content, save["parts"])
        saved = _keep(
            save, content, newest.number if newest else 0, origin=Origin.RECOVERED
        )
        if content == kept.content:
            # Its text is in the history now, where nothing is ever forgotten.
            kept.delete()
        return replace(saved, left_out=content != kept.content), question


def _keep(save, content, base, **more) -> Saved:
    return save_version(
        **save, content=content, base=base, save_id=uuid.uuid4(), **more
    )


def _number(saved):
    return saved.version.number if saved.version else 0
