"""Opening projects and institutions, for reading and for writing.

Whatever a site administrator does in somebody else's project is in its trail: opening
it for reading writes an event of its own; opening it for writing is followed by the
event of what was done.
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
    """Open a project for reading; an administrator's access is recorded.

    Takes, returns and raises what `permissions.open_project` does.
    """
    access = open_project(user, project_id, permission, writing=writing)
    _record_admin_access(access.role, access.project, user)
    return access


def open_editions(
    access: InstitutionAccess, editions: Iterable[Edition], *, by: User
) -> list[Edition]:
    """Those of these editions that may be exported from this institution's desk.

    An administrator's access is recorded in the project of each.
    """
    opened = [each for each in editions if may_include(access, each.project)]
    for edition in opened:
        _record_admin_access(access.role, edition.project, by)
    return opened


def open_for_writing(
    project_id: uuid.UUID, *, by: User, permission: Permission
) -> ProjectAccess:
    """Lock the project and check the permission, inside the writing transaction.

    Actions in one project run one after another, so that no number is given twice and
    nothing is saved once the plan is finished. Locks are always taken in the order
    project, membership, answer, so that no two actions wait for each other. Returns
    the ProjectAccess. Raises NoAccess, Forbidden and InvalidState.
    """
    Project.objects.select_for_update(no_key=True).filter(pk=project_id).values_list(
        "pk"
    ).first()
    return open_project(by, project_id, permission)


def open_institution_for_writing(
    institution_id: int, *, by: User, permission: InstitutionPermission
) -> InstitutionAccess:
    """Lock the institution and check the permission, inside the writing transaction.

    Actions in one institution run one after another, so that no number is given twice.
    Returns the InstitutionAccess. Raises NoAccess and Forbidden.
    """
    Institution.objects.select_for_update(no_key=True).filter(
        pk=institution_id
    ).values_list("pk").first()
    return open_institution(by, institution_id, permission)


def _record_admin_access(role: ProjectRole, project: Project, user: User) -> None:
    """Record in the project's trail that an administrator opened it.

    This does not count as a change to the project: `updated_at` stays.
    """
    if role is ProjectRole.SITE_ADMIN:
        Event.objects.create(
            project=project, actor=user, verb=Verb.PROJECT_ADMIN_ACCESS
        )
