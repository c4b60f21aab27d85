"""Opening an institution: who asks for which one and which right."""

import enum
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from questionnaire.errors import Forbidden
from questionnaire.models import Institution, InstitutionRole, Project, User
from questionnaire.permissions.project import NoAccess, ProjectAccess
from questionnaire.permissions.table import Permission, ProjectRole
from questionnaire.vocabulary import InstitutionRoleName


class InstitutionPermission(enum.StrEnum):
    """Everything that can be done for an institution."""

    DESK = "institution.desk"
    BULK_EXPORT_START = "institution.bulk_export_start"
    BULK_EXPORT_DOWNLOAD_OWN = "institution.bulk_export_download_own"
    NOTE_DEPOSIT = "institution.note_deposit"
    EDIT_GUIDANCE = "institution.edit_guidance"
    EDIT_REMARKS = "institution.edit_remarks"
    SAVE_VIEW = "institution.save_view"
    APPOINT_LIBRARIAN = "institution.appoint_librarian"


# Who may, of those who have access at all: its librarians, site administrators.
_ALL = frozenset({ProjectRole.LIBRARIAN, ProjectRole.SITE_ADMIN})
INSTITUTION_TABLE = {
    InstitutionPermission.DESK: _ALL,
    InstitutionPermission.BULK_EXPORT_START: _ALL,
    InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN: _ALL,
    InstitutionPermission.NOTE_DEPOSIT: _ALL,
    InstitutionPermission.EDIT_GUIDANCE: _ALL,
    InstitutionPermission.EDIT_REMARKS: _ALL,
    InstitutionPermission.SAVE_VIEW: _ALL,
    InstitutionPermission.APPOINT_LIBRARIAN: frozenset({ProjectRole.SITE_ADMIN}),
}


@dataclass(frozen=True)
class InstitutionAccess:
    """What a person has at an institution: the role, and so the rights."""

    institution: Institution
    role: ProjectRole

    def may(self, permission: InstitutionPermission) -> bool:
        return self.role in INSTITUTION_TABLE[permission]

    def require(self, permission: InstitutionPermission) -> None:
        """Raise Forbidden unless the table allows this."""
        if not self.may(permission):
            raise Forbidden(permission)


def open_institution(
    user: User, institution_id: int, permission: InstitutionPermission
) -> InstitutionAccess:
    """Open an institution for a person who asks for `permission`; the access.

    Raises NoAccess and Forbidden.
    """
    access = get_institution_access(user, institution_id)
    access.require(permission)
    return access


def get_institution_access(user: User, institution_id: int) -> InstitutionAccess:
    """The person’s access to this institution’s desk: one query.

    What people say of themselves in their profile gives none. Raises NoAccess.
    """
    role = InstitutionRole.objects.filter(
        institution=OuterRef("pk"), user=user, role=InstitutionRoleName.LIBRARIAN
    )
    institution = (
        Institution.objects.filter(pk=institution_id)
        .annotate(is_served=Exists(role))
        .first()
    )
    if institution is None:
        raise NoAccess
    if institution.is_served:
        return InstitutionAccess(institution, ProjectRole.LIBRARIAN)
    if user.is_staff:
        return InstitutionAccess(institution, ProjectRole.SITE_ADMIN)
    raise NoAccess


def institutions_served_by(user: User) -> QuerySet[Institution]:
    """The institutions at whose desk this person may sit, by name."""
    institutions = Institution.objects.order_by("name_fr", "pk")
    if user.is_staff:
        return institutions
    return institutions.filter(
        roles__user=user, roles__role=InstitutionRoleName.LIBRARIAN
    )


def may_include(access: InstitutionAccess, project: Project) -> bool:
    """Whether an export started at this desk may hold the project's newest edition."""
    of_project = ProjectAccess(project, access.role, is_alone=False)
    return project.institution_id == access.institution.pk and of_project.may(
        Permission.BULK_EXPORT_INCLUDES
    )
