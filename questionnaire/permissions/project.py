"""Opening a project: who asks for which one and which right; access or a refusal."""

import datetime
import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionnaire.errors import Conflict, Forbidden, NotFound
from questionnaire.lib.dates import day_text
from questionnaire.models import Answer, InstitutionRole, Membership, Project, User
from questionnaire.permissions.ended import ended_memberships
from questionnaire.permissions.table import (
    ONCE_ERASED,
    WHILE_DELETED,
    Permission,
    ProjectRole,
    is_open_to,
    may_in_project,
    may_in_some_state,
)
from questionnaire.vocabulary import InstitutionRoleName, ProjectStatus

_REOPEN_IT = _(
    "This plan is finished. Reopen it to change it; "
    "the finished edition stays as it is."
)
_STATE_MESSAGES = {
    ProjectStatus.FINISHED: _(
        "This plan is finished. A principal investigator can reopen it; "
        "the finished edition stays as it is."
    ),
    ProjectStatus.IN_REVIEW: _("This plan is in review."),
    ProjectStatus.DRAFTING: _("This plan is being drafted."),
}

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class NoAccess(NotFound):
    """The person has no link with the project: it does not exist for them."""


class InvalidState(Conflict):
    """The role allows this, but not in the present state of `project`."""

    code = "wrong_state"

    def __init__(
        self, permission: Permission, project: Project, *, may_reopen: bool = False
    ) -> None:
        super().__init__(permission)
        self.project = project
        self.message = _STATE_MESSAGES[ProjectStatus(project.status)]
        if project.is_finished and may_reopen:
            self.message = _REOPEN_IT


class ProjectArchived(InvalidState):
    """The role allows this, but the project is archived."""

    code = "project_archived"

    def __init__(self, permission: Permission, project: Project) -> None:
        super().__init__(permission, project)
        self.message = _(
            "This project is archived: it can be read, but not changed. A principal "
            "investigator can take it back into use."
        )


class ProjectDeleted(InvalidState):
    """The project is deleted, and this person may restore it."""

    code = "project_deleted"

    def __init__(self, permission: Permission, project: Project) -> None:
        super().__init__(permission, project)
        until = cast(datetime.datetime, project.restorable_until)
        self.message = gettext(
            "This project is deleted. It can be restored until %(day)s."
        ) % {"day": day_text(until)}


class ProjectErased(ProjectDeleted):
    """Nothing is left of the project but editions that its institution holds."""

    code = "project_erased"

    def __init__(self, permission: Permission, project: Project) -> None:
        super().__init__(permission, project)
        self.message = _(
            "This project is erased. Only the editions that its institution holds are "
            "left."
        )


class NotDeleted(InvalidState):
    """A project is to be restored that is not deleted."""

    code = "project_not_deleted"

    def __init__(self, permission: Permission, project: Project) -> None:
        super().__init__(permission, project)
        self.message = _("This project is not deleted.")


@dataclass(frozen=True)
class ProjectAccess:
    """What a person has in a project: the role, and so the rights."""

    project: Project
    role: ProjectRole
    # The only member of the project.
    is_alone: bool
    membership: Membership | None = None
    # Whether the only member finds answers of several people, who have left since.
    has_rival_answers: bool = False

    @property
    def needs_review(self) -> bool:
        """Whether there may be answers to decide between, if only by former members."""
        return not self.is_alone or self.has_rival_answers

    def may(self, permission: Permission) -> bool:
        """Whether the table allows this now."""
        return may_in_project(
            permission, self.role, self.project, self._status_for(permission)
        )

    def may_ever(self, permission: Permission) -> bool:
        """Whether the table allows this in some state of the project."""
        return may_in_some_state(permission, self.role)

    def require_role(self, permission: Permission) -> None:
        """Raise Forbidden if the table never allows this, whatever the state."""
        if not self.may_ever(permission):
            raise Forbidden(permission)

    def require(self, permission: Permission) -> None:
        """Raise Forbidden or InvalidState unless the table allows this now."""
        self.require_role(permission)
        if self.may(permission):
            return
        if not is_open_to(permission, self.project):
            raise _closed(permission, self.project)
        raise InvalidState(
            permission, self.project, may_reopen=self.may(Permission.PROJECT_REOPEN)
        )

    def allowed(self) -> set[str]:
        """The names of everything allowed now, for templates: `"project.finish"`."""
        return {permission.value for permission in Permission if self.may(permission)}

    def _status_for(self, permission: Permission) -> str:
        """The state that counts: somebody alone submits and finishes in one step."""
        status = self.project.status
        if (
            permission is Permission.PROJECT_FINISH
            and self.is_alone
            and status == ProjectStatus.DRAFTING
        ):
            return ProjectStatus.IN_REVIEW
        return status


def open_project(
    user: User,
    project_id: uuid.UUID,
    permission: Permission,
    *,
    writing: Permission | None = None,
) -> ProjectAccess:
    """Open a project for a person who asks for `permission`; its ProjectAccess.

    Pages, actions and commands all open projects here; what an administrator
    looks at is recorded by actions/opening.py. `writing` is another right, asked
    of the role alone: who has typed a text gets it back when the state is wrong.
    Raises NoAccess, Forbidden (also as MembershipEnded) and InvalidState.
    """
    access = get_project_access(user, project_id)
    if writing:
        access.require_role(writing)
    access.require(permission)
    return access


def get_project_access(user: User, project_id: uuid.UUID) -> ProjectAccess:
    """This person’s access to this project: one query for a member.

    Raises NoAccess when there is no such project for this person, also when it is
    deleted and they may not restore it, and MembershipEnded when they were a member.
    """
    membership = _memberships().filter(project=project_id, user=user).first()
    if membership is None:
        return _outsider_access(user, project_id)
    access = _access_of(membership)
    _hide_deleted(access)
    return access


def member_accesses(user: User) -> list[ProjectAccess]:
    """The ProjectAccess of each project of a member, newest first. One query.

    Archived ones, too; of deleted ones those that the member may restore.
    """
    newest_first = _memberships().filter(user=user)
    accesses = map(_access_of, newest_first.order_by("-project__updated_at", "pk"))
    return [access for access in accesses if _is_visible(access)]


def _access_of(membership: "WithAnnotations[Membership, _Colleagues]") -> ProjectAccess:
    return ProjectAccess(
        project=membership.project,
        role=ProjectRole(membership.role),
        is_alone=not membership.has_colleagues,
        membership=membership,
        has_rival_answers=membership.has_rival_answers,
    )


class _Colleagues(TypedDict):
    has_colleagues: bool
    has_rival_answers: bool


@cache
def _memberships() -> "QuerySet[WithAnnotations[Membership, _Colleagues]]":
    """Memberships with what says where a person stands; built once, as that is slow."""
    others = Membership.objects.filter(project=OuterRef("project")).exclude(
        user=OuterRef("user")
    )
    answers = Answer.objects.filter(project=OuterRef("project"), versions__isnull=False)
    rivals = answers.exclude(author=OuterRef("user")).filter(
        Exists(
            answers.filter(question=OuterRef("question")).exclude(
                author=OuterRef("author")
            )
        )
    )
    return (
        Membership.objects.select_related("project__institution")
        .annotate(has_colleagues=Exists(others))
        # Looked for only where a lone member would otherwise be shown no review.
        .annotate(
            has_rival_answers=Case(
                When(has_colleagues=False, then=Exists(rivals)), default=False
            )
        )
        .order_by("pk")
    )


def find_project(project_id: uuid.UUID) -> Project:
    """The project, whoever asks: for commands, which act for no account.

    Raises NoAccess when there is none, or when it is deleted.
    """
    return _find(Project.objects.live(), project_id)


def _find(projects: QuerySet[Project], project_id: uuid.UUID) -> Project:
    project = projects.filter(pk=project_id).select_related("institution").first()
    if project is None:
        raise NoAccess
    return project


def _is_visible(access: ProjectAccess) -> bool:
    """Whether the person may know of the project, if it is deleted or erased."""
    project = access.project
    return not project.is_deleted or any(map(access.may, WHILE_DELETED | ONCE_ERASED))


def _hide_deleted(access: ProjectAccess) -> None:
    if not _is_visible(access):
        raise NoAccess


def _closed(permission: Permission, project: Project) -> InvalidState:
    """Why a project that is archived or deleted, or is not, does not allow this."""
    if project.erased_at:
        return ProjectErased(permission, project)
    if project.is_deleted:
        return ProjectDeleted(permission, project)
    if permission in WHILE_DELETED:
        return NotDeleted(permission, project)
    return ProjectArchived(permission, project)


def _outsider_access(user: User, project_id: uuid.UUID) -> ProjectAccess:
    access = _role_from_outside(user, _find(Project.objects.all(), project_id))
    _hide_deleted(access)
    return access


def _role_from_outside(user: User, project: Project) -> ProjectAccess:
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
    if project.is_deleted:
        raise NoAccess
    raise ended_memberships(user, [project.pk]).get(project.pk) or NoAccess
