"""Putting a project away, to be read only, and taking it back into use."""

import uuid

from django.db import transaction
from django.utils import timezone

from questionnaire.actions.common import write_event
from questionnaire.actions.opening import open_for_writing
from questionnaire.models import Project, User
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Verb


@transaction.atomic
def archive_project(*, project_id: uuid.UUID, by: User) -> Project:
    """Put a project away, in whichever state its plan is; returns it.

    Its members find it below their other projects, and nothing reminds them of it.
    """
    return _set_archived(project_id, by, is_archived=True)


@transaction.atomic
def unarchive_project(*, project_id: uuid.UUID, by: User) -> Project:
    """Take an archived project back into use, as it was; returns it."""
    return _set_archived(project_id, by, is_archived=False)


def _set_archived(project_id: uuid.UUID, by: User, *, is_archived: bool) -> Project:
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_ARCHIVE
    ).project
    if project.is_archived == is_archived:
        return project
    project.archived_at = timezone.now() if is_archived else None
    project.save(update_fields=["archived_at"])
    verb = Verb.PROJECT_ARCHIVED if is_archived else Verb.PROJECT_UNARCHIVED
    write_event(project, by=by, verb=verb)
    return project
