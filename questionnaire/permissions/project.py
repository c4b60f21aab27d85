"""Opening a project: who asks for which one and which right; access or a refusal."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.utils.translation import gettext_lazy as _

from questionnaire.errors import Conflict, Forbidden, NotFound
from questionnaire.models import Answer, InstitutionRole, Membership, Project, User
from questionnaire.permissions.ended import ended_memberships
from questionnaire.permissions.table import (
    Permission,
    ProjectRole,
    may_in_some_state,
    may_in_state,
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
        return may_in_state(permission, self.role, self._status_for(permission))

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
        if not self.may(permission):
            raise InvalidState(
                permission,
                self.project,
                may_reopen=self.may(Permission.PROJECT_REOPEN),
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

    Raises NoAccess when there is no such project for this person, and MembershipEnded
    when they know it.
    """
    membership = _memberships().filter(project=project_id, user=user).first()
    if membership is not None:
        return _access_of(membership)
    return _outsider_access(user, project_id)


class MemberAccesses:
    """The ProjectAccess of each project of a member, newest first, page by page."""

    def __init__(self, user: User) -> None:
        self._memberships = _memberships().filter(user=user)

    def __len__(self) -> int:
        return self.count()

    def count(self) -> int:
        return self._memberships.count()

    def __getitem__(self, page: slice) -> list[ProjectAccess]:
        newest_first = self._memberships.order_by("-project__updated_at", "pk")
        return [_access_of(membership) for membership in newest_first[page]]


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

    Raises NoAccess when there is none.
    """
    project = (
        Project.objects.filter(pk=project_id).select_related("institution").first()
    )
    if project is None:
        raise NoAccess
    return project


def _outsider_access(user: User, project_id: uuid.UUID) -> ProjectAccess:
    project = find_project(project_id)
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
    raise ended_memberships(user, [project_id]).get(project_id) or NoAccess
