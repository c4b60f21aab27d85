"""Deleting a project, which can be taken back for 30 days, and restoring it."""

import uuid
from functools import partial

from django.db import transaction
from django.utils import timezone

from questionnaire.actions.common import members_of, write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.actions.projects.purging import purge_when_due
from questionnaire.models import Project, User
from questionnaire.models.project import RESTORABLE_FOR
from questionnaire.permissions import Permission
from questionnaire.vocabulary import NoticeKind, Verb


@transaction.atomic
def delete_project(*, project_id: uuid.UUID, by: User, reason: str = "") -> Project:
    """Put a project out of everybody’s sight; returns it.

    Who may restore it sees it among the deleted projects, and the other members are
    told, with the `reason`. After models.project.RESTORABLE_FOR it is erased for good.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_DELETE
    ).project
    project.deleted_at = timezone.now()
    until = project.deleted_at + RESTORABLE_FOR
    project.save(update_fields=["deleted_at"])
    write_event(project, by=by, verb=Verb.PROJECT_DELETED, reason=reason)
    notify(
        NoticeKind.PROJECT_DELETED,
        project=project,
        recipients=members_of(project).filter(is_active=True),
        actor=by,
        message=reason,
        restorable_until=timezone.localdate(until).isoformat(),
    )
    transaction.on_commit(partial(purge_when_due, project.pk, until), robust=True)
    return project


@transaction.atomic
def restore_project(*, project_id: uuid.UUID, by: User) -> Project:
    """Take back a deleted project, as it was; returns it. Raises NotDeleted."""
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_RESTORE
    ).project
    project.deleted_at = None
    project.save(update_fields=["deleted_at"])
    write_event(project, by=by, verb=Verb.PROJECT_RESTORED)
    notify(
        NoticeKind.PROJECT_RESTORED,
        project=project,
        recipients=members_of(project).filter(is_active=True),
        actor=by,
    )
    return project
