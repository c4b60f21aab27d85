"""Restoring an earlier version, and giving versions names."""

import re
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from questionnaire.actions.answering.answers import (
    Saved,
    VersionSave,
    restorable_content,
    save_version,
)
from questionnaire.actions.answering.copying import save_draft_first
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.common import write_question_event
from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import get_or_refuse
from questionnaire.lib.text import one_line
from questionnaire.models import AnswerVersion, Project, User, VersionName
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Origin, Verb


@transaction.atomic
def restore_version(
    *, project_id: uuid.UUID, version_id: int, by: User, save_id: uuid.UUID
) -> tuple[Saved, AnswerVersion]:
    """Restore one's own earlier version as the newest one; nothing is removed.

    Unsaved text becomes a version of its own first. A retry with the same `save_id`
    returns the version already made; restoring a version equal to the newest one makes
    none. Returns (Saved, the version restored).

    Raises NotFound (also for other people's versions), NotInTemplate when the question
    is no longer asked, ValidationError when no part of the text is asked for any more,
    and NewerVersionExists when the unsaved text is based on an older version.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_RESTORE_OLD_AS_NEW
    ).project
    source = _find_own(project, version_id, by)
    own = OwnAnswer.like(source.answer, by)
    if earlier := own.version_saved_as(
        save_id, lambda version: source in version.sources.all()
    ):
        return Saved(earlier, is_new=False), source
    newest = save_draft_first(own)
    content = restorable_content(source.content, own.parts)
    saved = save_version(
        own,
        VersionSave(
            content=content,
            save_id=save_id,
            base=number_of(newest),
            origin=Origin.RESTORED,
            sources=[source],
        ),
    )
    return replace(saved, left_out=content != source.content), source


@transaction.atomic
def name_version(
    *, project_id: uuid.UUID, version_id: int, by: User, name: str
) -> AnswerVersion:
    """Name or rename one's own version; an empty name removes the name.

    Returns the version. Raises ValidationError, NotInTemplate and NotFound.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_SAVE_OWN
    ).project
    version = _find_own(project, version_id, by)
    # Spaces that were typed twice become one; U+00A0 is meant, and stays.
    name = re.sub(" +", " ", one_line(name))
    before = VersionName.objects.filter(version=version).first()
    if name == (before.name if before else ""):
        return version
    if name:
        VersionName.objects.update_or_create(
            version=version, defaults={"name": name, "named_at": timezone.now()}
        )
    elif before is not None:
        before.delete()
    write_question_event(
        project,
        by=by,
        verb=Verb.VERSION_NAMED,
        question=version.answer.question,
        language=version.answer.language,
        number=version.number,
        name=name,
    )
    return version


def _find_own(project: Project, version_id: int, author: User) -> AnswerVersion:
    version = get_or_refuse(
        AnswerVersion.objects.select_related("answer__question__section"),
        pk=version_id,
        answer__project=project,
        answer__author=author,
    )
    question = version.answer.question
    if question.section.template_id != project.template_id:
        raise NotInTemplate(question.slug)
    return version
