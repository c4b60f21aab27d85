"""Opening projects and institutions: to look at them, and to write in them.

An administrator of the site leaves a trace in every project that is not theirs:
opened to be looked at, by a line of its own; opened to be written in, by the line
of what was done.
"""

import uuid
from collections.abc import Iterable

from questionnaire.models import Edition, Event, Institution, Project, User
from questionnaire.permissions import (
    InstitutionAccess,
    InstitutionPermission,
    Permission,
    ProjectAccess,
    ProjectRole,
    may_include,
    open_institution,
    open_project,
)
from questionnaire.vocabulary import Verb


def open_for_reading(
    user: User,
    project_id: uuid.UUID,
    permission: Permission,
    *,
    writing: Permission | None = None,
) -> ProjectAccess:
    """Open a project to look at it; an administrator's look is recorded.

    Takes, returns and raises what `permissions.open_project` does.
    """
    access = open_project(user, project_id, permission, writing=writing)
    _record_look(access.role, access.project, user)
    return access


def open_editions(
    access: InstitutionAccess, editions: Iterable[Edition], *, by: User
) -> list[Edition]:
    """Those of these editions that may leave the site through an institution's desk.

    `access` is to the institution. An administrator's look is recorded in the
    project of each.
    """
    opened = [each for each in editions if may_include(access, each.project)]
    for edition in opened:
        _record_look(access.role, edition.project, by)
    return opened


def open_for_writing(
    project_id: uuid.UUID, *, by: User, permission: Permission
) -> ProjectAccess:
    """Lock the project and check the right inside the writing transaction.

    The writers of one project take turns, so nothing is numbered twice and
    nothing is saved after the plan was finished; locks are always taken in the
    order project, membership, answer, so that no two writers wait for each
    other. Returns the ProjectAccess. Raises NoAccess, Forbidden and InvalidState.
    """
    Project.objects.select_for_update(no_key=True).filter(pk=project_id).values_list(
        "pk"
    ).first()
    return open_project(by, project_id, permission)


def open_institution_for_writing(
    institution_id: int, *, by: User, permission: InstitutionPermission
) -> InstitutionAccess:
    """Lock the institution and check the right inside the writing transaction.

    Its librarians take turns, so nothing is numbered twice. Returns the
    InstitutionAccess. Raises NoAccess and Forbidden.
    """
    Institution.objects.select_for_update(no_key=True).filter(
        pk=institution_id
    ).values_list("pk").first()
    return open_institution(by, institution_id, permission)


def _record_look(role: ProjectRole, project: Project, user: User) -> None:
    """Write an administrator's look into the project's trail.

    It changes nothing in the project: neither its last change nor its state.
    """
    if role is ProjectRole.SITE_ADMIN:
        Event.objects.create(
            project=project, actor=user, verb=Verb.PROJECT_ADMIN_ACCESS
        )
