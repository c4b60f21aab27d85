"""Who may do what: in a project, for an institution, and on the site.

For each: one enumeration, one table, one function that finds a person's place. A
cell of the table has three letters, for a project that is being drafted, in
review, finished: A allowed, D denied. How a denial looks at a door is decided
in access.py: strangers get 404, a wrong role 403, a wrong state 409.
"""

import enum
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef

from questionnaire.models import (
    Institution,
    InstitutionRole,
    Membership,
    Project,
)
from questionnaire.vocabulary import InstitutionRoleName, ProjectStatus, Role


class Permission(enum.StrEnum):
    """Everything that can be done in a project, as it is called everywhere."""

    PROJECT_LIST_ROW = "project.list_row"
    PROJECT_READ = "project.read"
    PROJECT_EDIT_METADATA = "project.edit_metadata"
    PROJECT_CHANGE_INSTITUTION = "project.change_institution"
    PROJECT_SUBMIT = "project.submit"
    PROJECT_BACK_TO_DRAFTING = "project.back_to_drafting"
    PROJECT_FINISH = "project.finish"
    PROJECT_REOPEN = "project.reopen"
    PROJECT_ACTIVITY_READ = "project.activity_read"
    ANSWER_READ_OTHER_MEMBER = "answer.read_other_member"
    ANSWER_READ_HISTORY = "answer.read_history"
    ANSWER_AUTOSAVE_OWN = "answer.autosave_own"
    ANSWER_SAVE_OWN = "answer.save_own"
    ANSWER_RESTORE_OLD_AS_NEW = "answer.restore_old_as_new"
    QUESTION_ASSIGN = "question.assign"
    COMMENT_READ = "comment.read"
    COMMENT_ADD = "comment.add"
    COMMENT_EDIT_OWN = "comment.edit_own"
    COMMENT_HIDE_OTHER = "comment.hide_other"
    COMMENT_RESOLVE = "comment.resolve"
    MEMBER_LIST = "member.list"
    MEMBER_READ_EMAILS = "member.read_emails"
    MEMBER_INVITE = "member.invite"
    MEMBER_LIST_INVITES = "member.list_invites"
    MEMBER_REVOKE_INVITE = "member.revoke_invite"
    MEMBER_CHANGE_ROLE = "member.change_role"
    MEMBER_REMOVE = "member.remove"
    MEMBER_LEAVE = "member.leave"
    REVIEW_DECIDE = "review.decide"
    REVIEW_REQUEST_CHANGES = "review.request_changes"
    REVIEW_READ_DECISIONS = "review.read_decisions"
    EDITION_READ = "edition.read"
    EDITION_EXPORT = "edition.export"
    EXPORT_PDF = "export.pdf"
    EXPORT_DOCX = "export.docx"
    EXPORT_FULL_HISTORY = "export.full_history"
    FEEDBACK_ASK = "feedback.ask"
    FEEDBACK_GIVE = "feedback.give"
    BULK_EXPORT_INCLUDES = "institution.bulk_export_includes"


class ProjectRole(enum.StrEnum):
    """How a person stands to a project: member roles and two from outside."""

    VIEWER = Role.VIEWER.value
    CONTRIBUTOR = Role.CONTRIBUTOR.value
    PI = Role.PI.value
    LIBRARIAN = "librarian"  # of the project's institution
    SITE_ADMIN = "site_admin"


_STATES = (ProjectStatus.DRAFTING, ProjectStatus.IN_REVIEW, ProjectStatus.FINISHED)


def _cells(viewer, contributor, pi, librarian, site_admin):
    return dict(
        zip(
            ProjectRole,
            (viewer, contributor, pi, librarian, site_admin),
            strict=True,
        )
    )


# fmt: off
#                                             viewer contrib. PI  librarian site admin
TABLE = {
    Permission.PROJECT_LIST_ROW:           _cells("AAA", "AAA", "AAA", "AAA", "AAA"),
    Permission.PROJECT_READ:               _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.PROJECT_EDIT_METADATA:      _cells("DDD", "DDD", "AAD", "DDD", "DDD"),
    Permission.PROJECT_CHANGE_INSTITUTION: _cells("DDD", "DDD", "ADD", "DDD", "AAA"),
    Permission.PROJECT_SUBMIT:             _cells("DDD", "ADD", "ADD", "DDD", "DDD"),
    Permission.PROJECT_BACK_TO_DRAFTING:   _cells("DDD", "DDD", "DAD", "DDD", "DDD"),
    Permission.PROJECT_FINISH:             _cells("DDD", "DDD", "DAD", "DDD", "DDD"),
    Permission.PROJECT_REOPEN:             _cells("DDD", "DDD", "DDA", "DDD", "DDA"),
    Permission.PROJECT_ACTIVITY_READ:      _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.ANSWER_READ_OTHER_MEMBER:   _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.ANSWER_READ_HISTORY:        _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.ANSWER_AUTOSAVE_OWN:        _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.ANSWER_SAVE_OWN:            _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.ANSWER_RESTORE_OLD_AS_NEW:  _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.QUESTION_ASSIGN:            _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.COMMENT_READ:               _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.COMMENT_ADD:                _cells("DDD", "AAD", "AAD", "DAD", "DDD"),
    Permission.COMMENT_EDIT_OWN:           _cells("DDD", "AAD", "AAD", "DAD", "DDD"),
    Permission.COMMENT_HIDE_OTHER:         _cells("DDD", "DDD", "AAD", "DDD", "AAA"),
    Permission.COMMENT_RESOLVE:            _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.MEMBER_LIST:                _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.MEMBER_READ_EMAILS:         _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_INVITE:              _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_LIST_INVITES:        _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_REVOKE_INVITE:       _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_CHANGE_ROLE:         _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_REMOVE:              _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_LEAVE:               _cells("AAA", "AAA", "DDD", "DDD", "DDD"),
    Permission.REVIEW_DECIDE:              _cells("DDD", "DDD", "AAD", "DDD", "DDD"),
    Permission.REVIEW_REQUEST_CHANGES:     _cells("DDD", "DDD", "AAD", "DDD", "DDD"),
    Permission.REVIEW_READ_DECISIONS:      _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.EDITION_READ:               _cells("AAA", "AAA", "AAA", "AAA", "AAA"),
    Permission.EDITION_EXPORT:             _cells("AAA", "AAA", "AAA", "AAA", "AAA"),
    Permission.EXPORT_PDF:                 _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.EXPORT_DOCX:                _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.EXPORT_FULL_HISTORY:        _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.FEEDBACK_ASK:               _cells("DDD", "DAD", "DAD", "DDD", "DDD"),
    Permission.FEEDBACK_GIVE:              _cells("DDD", "DDD", "DDD", "DAD", "DDD"),
    Permission.BULK_EXPORT_INCLUDES:       _cells("DDD", "DDD", "DDD", "DDA", "DDA"),
}
# fmt: on


class Denied(Exception):
    """The person may not do this."""


class NoAccess(Denied):
    """The person has no link with the project: it does not exist for them."""


class Forbidden(Denied):
    """The person’s role never allows this."""


class InvalidState(Denied):
    """The role allows this, but not in the project’s present state."""


@dataclass(frozen=True)
class ProjectAccess:
    """A person's place before a project that was opened for them."""

    project: Project
    role: ProjectRole
    # The only member of the project: no review is needed.
    is_alone: bool
    membership: Membership | None = None

    def may(self, permission):
        """Whether the table allows this now."""
        return _letter(self, permission) == "A"

    def may_ever(self, permission):
        """Whether the table allows this in some state of the project."""
        return "A" in TABLE[permission][self.role]

    def require_role(self, permission):
        """Raise Forbidden if the table never allows this, whatever the state."""
        if not self.may_ever(permission):
            raise Forbidden(permission)

    def require(self, permission):
        """Raise Forbidden or InvalidState unless the table allows this now."""
        self.require_role(permission)
        if not self.may(permission):
            raise InvalidState(permission)

    def allowed(self):
        """The names of everything allowed now, for templates: `"project.finish"`."""
        return {permission.value for permission in Permission if self.may(permission)}


def _letter(access, permission):
    status = access.project.status
    # With nobody to ask, sending the plan to review and finishing it are one deed.
    if (
        permission is Permission.PROJECT_FINISH
        and access.is_alone
        and status == ProjectStatus.DRAFTING
    ):
        status = ProjectStatus.IN_REVIEW
    return TABLE[permission][access.role][_STATES.index(status)]


def statuses_allowing(permission, role):
    """The states of a project in which the table allows this, for lists."""
    letters = TABLE[permission][role]
    return [
        status for status, letter in zip(_STATES, letters, strict=True) if letter == "A"
    ]


def get_project_access(user, project_id):
    """Where this person stands to this project: one query for a member.

    Raises NoAccess when there is no such project for this person.
    """
    membership = _memberships().filter(project=project_id, user=user).first()
    if membership is not None:
        return ProjectAccess(
            project=membership.project,
            role=ProjectRole(membership.role),
            is_alone=not membership.has_colleagues,
            membership=membership,
        )
    return _outsider_access(user, project_id)


@cache
def _memberships():
    """Memberships with what says where a person stands; built once, as that is slow."""
    others = Membership.objects.filter(project=OuterRef("project")).exclude(
        user=OuterRef("user")
    )
    return (
        Membership.objects.select_related("project__template", "project__institution")
        .annotate(has_colleagues=Exists(others))
        .order_by("pk")
    )


def _outsider_access(user, project_id):
    project = (
        Project.objects.filter(pk=project_id)
        .select_related("template", "institution")
        .first()
    )
    if project is None:
        raise NoAccess
    if (
        project.institution_id
        and InstitutionRole.objects.filter(
            user=user,
            institution=project.institution_id,
            role=InstitutionRoleName.LIBRARIAN,
        ).exists()
    ):
        return ProjectAccess(project, ProjectRole.LIBRARIAN, is_alone=False)
    if user.is_staff:
        return ProjectAccess(project, ProjectRole.SITE_ADMIN, is_alone=False)
    raise NoAccess


# --- Institutions -------------------------------------------------------------


class InstitutionPermission(enum.StrEnum):
    """Everything that can be done for an institution."""

    DESK = "institution.desk"
    BULK_EXPORT_START = "institution.bulk_export_start"
    BULK_EXPORT_DOWNLOAD_OWN = "institution.bulk_export_download_own"
    EDIT_GUIDANCE = "institution.edit_guidance"
    APPOINT_LIBRARIAN = "institution.appoint_librarian"


# Who may, of those who have a place at all: its librarians, site administrators.
INSTITUTION_TABLE = {
    InstitutionPermission.DESK: {ProjectRole.LIBRARIAN, ProjectRole.SITE_ADMIN},
    InstitutionPermission.BULK_EXPORT_START: {
        ProjectRole.LIBRARIAN,
        ProjectRole.SITE_ADMIN,
    },
    InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN: {
        ProjectRole.LIBRARIAN,
        ProjectRole.SITE_ADMIN,
    },
    InstitutionPermission.EDIT_GUIDANCE: {
        ProjectRole.LIBRARIAN,
        ProjectRole.SITE_ADMIN,
    },
    InstitutionPermission.APPOINT_LIBRARIAN: {ProjectRole.SITE_ADMIN},
}


@dataclass(frozen=True)
class InstitutionAccess:
    """A person's place at an institution's desk."""

    institution: Institution
    role: ProjectRole

    def may(self, permission):
        return self.role in INSTITUTION_TABLE[permission]

    def require(self, permission):
        """Raise Forbidden unless the table allows this."""
        if not self.may(permission):
            raise Forbidden(permission)


def get_institution_access(user, institution_id):
    """The person’s place at this institution’s desk: one query.

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


def institutions_served_by(user):
    """The institutions at whose desk this person may sit, by name."""
    institutions = Institution.objects.order_by("name_fr", "pk")
    if user.is_staff:
        return institutions
    return institutions.filter(
        roles__user=user, roles__role=InstitutionRoleName.LIBRARIAN
    )


def may_include(access, project):
    """Whether an export started at this desk may hold the project's newest edition."""
    of_project = ProjectAccess(project, access.role, is_alone=False)
    return project.institution_id == access.institution.pk and of_project.may(
        Permission.BULK_EXPORT_INCLUDES
    )


# --- The site -----------------------------------------------------------------


class SitePermission(enum.StrEnum):
    """Everything that can be done outside projects and institutions."""

    ADMIN_PAGES = "site.admin_pages"
    TRAIL_READ = "site.trail_read"
    INSTITUTION_EDIT = "institution.edit"
    USER_SEARCH = "user.search"
    USER_GRANT_ROLE = "user.grant_role"
    USER_DEACTIVATE = "user.deactivate"
    USER_MERGE = "user.merge"
    USER_EXPORT = "user.export"
    USER_ERASE = "user.erase"
    EXPORT_MY_DATA = "account.export_my_data"
    DELETE_ME = "account.delete_me"


# What everybody may do who is signed in, with their own account; the rest is for
# site administrators.
OF_EVERYBODY = {SitePermission.EXPORT_MY_DATA, SitePermission.DELETE_ME}


def may_on_site(user, permission):
    """Whether this person may do this; an account that is closed may nothing."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or permission in OF_EVERYBODY


def require_on_site(user, permission):
    """Raise Forbidden unless this person may do this."""
    if not may_on_site(user, permission):
        raise Forbidden(permission)
