"""Copying a colleague’s text into one’s own answer, with credit."""

import uuid
from dataclasses import replace

from django.db import transaction

from questionnaire.actions.answering.answers import Saved, VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import get_or_refuse
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, User
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Origin


@transaction.atomic
def copy_version(
    *, project_id: uuid.UUID, version_id: int, by: User, save_id: uuid.UUID
) -> tuple[Saved, AnswerVersion]:
    """Append a colleague’s version to one’s own text, as one’s next version.

    It goes into one’s answer in the language of that version, so that no answer mixes
    two languages; the version is credited as a source. Unsaved text of one’s own
    becomes a version first, so that nothing typed is lost. A retry with the same
    `save_id` returns the version already made; copying an identical text makes none.
    Returns (Saved, the version copied from).

    Raises ValidationError (for a text that is too long), NotFound, and
    NewerVersionExists when the unsaved text is based on an older version.
    """
    open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_READ_OTHER_MEMBER
    ).require(Permission.ANSWER_SAVE_OWN)
    source = get_or_refuse(
        AnswerVersion.objects.filter(answer__project=project_id)
        .exclude(answer__author=by)
        .select_related("answer__question__section", "answer__author"),
        pk=version_id,
    )
    own = OwnAnswer.like(source.answer, by)
    if earlier := own.version_saved_as(
        save_id, lambda version: source in version.sources.all()
    ):
        return Saved(earlier, is_new=False), source
    newest = save_draft_first(own)
    if newest and newest.content_digest == source.content_digest:
        return Saved(newest, is_new=False), source
    theirs = own.conform(source.content)
    saved = save_version(
        own,
        VersionSave(
            content=own.append(newest.content if newest else {}, theirs),
            save_id=save_id,
            base=number_of(newest),
            origin=Origin.COPIED,
            sources=[source],
        ),
    )
    return replace(saved, left_out=theirs != source.content), source


def save_draft_first(own: OwnAnswer) -> AnswerVersion | None:
    """Make a version of one’s unsaved text; returns one’s newest version or None.

    A draft with parts that the template no longer asks for is stashed as well.
    """
    newest, draft = own.versions().first(), own.draft()
    if draft is None or (newest and digest(draft.content) == newest.content_digest):
        return newest
    if newest is not None and draft.base_version != newest.number:
        raise NewerVersionExists(newest)
    return save_version(
        own,
        VersionSave(
            content=own.conform(draft.content),
            save_id=uuid.uuid4(),
            base=draft.base_version,
        ),
    ).version
