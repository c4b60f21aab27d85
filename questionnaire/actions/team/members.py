"""Membership of a project: joining, changing roles, leaving.

Every function locks the project first, so that no two of them can leave it without a
principal investigator, and no invitation is accepted twice.
"""

import uuid
from collections.abc import Iterable
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict, NotFound
from questionnaire.models import Assignment, Membership, Project, User
from questionnaire.permissions import Forbidden, Permission, ProjectAccess
from questionnaire.vocabulary import NoticeKind, Role, Verb


class NotAMember(NotFound):
    """The person is not, or is no longer, a member of the project."""

    code = "not_a_member"


class LastPrincipalInvestigator(Conflict):
    """A project keeps at least one principal investigator."""

    code = "last_principal_investigator"
    message = _(
        "A project keeps at least one principal investigator. "
        "Make somebody else principal investigator first."
    )


def add_member(
    project: Project,
    user: User,
    role: str,
    *,
    by: User,
    credit_roles: Iterable[str] = (),
) -> Membership:
    """Make a person a member of a project; returns the Membership.

    Called within a transaction that has locked the project.
    """
    membership = Membership.objects.create(
        project=project, user=user, role=role, credit_roles=list(credit_roles)
    )
    write_event(
        project, by=user, verb=Verb.MEMBER_JOINED, role=role, invited_by=by.name
    )
    return membership


@transaction.atomic
def change_role(
    *, project_id: uuid.UUID, membership_id: int, role: str, by: User
) -> Membership:
    """Give a member another role; returns the Membership.

    Nobody can raise their own role, as those who may change roles have either the
    highest role or none here. Raises NotAMember and LastPrincipalInvestigator.
    """
    access = open_for_writing(
        project_id, by=by, permission=Permission.MEMBER_CHANGE_ROLE
    )
    membership = _find_member(access.project, membership_id)
    _set_role(membership, role, by=by)
    return membership


@transaction.atomic
def hand_over(*, project_id: uuid.UUID, membership_id: int, by: User) -> Membership:
    """Make another member principal investigator in one's own place.

    The former principal investigator stays as a contributor. Raises NotAMember, and
    Forbidden when the member is oneself.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_HAND_OVER)
    membership = _find_member(access.project, membership_id)
    if membership.user_id == by.pk:
        raise Forbidden(Permission.MEMBER_HAND_OVER)
    _set_role(membership, Role.PI, by=by)
    own = _find_member(access.project, _own_membership(access).pk)
    _set_role(own, Role.CONTRIBUTOR, by=by)
    return membership


@transaction.atomic
def set_credit_roles(
    *, project_id: uuid.UUID, membership_id: int, credit_roles: Iterable[str], by: User
) -> Membership:
    """Record a member's contributions to the research (keys of credit.CREDIT_ROLES).

    Members may do so for themselves, and those who may change roles for everybody.
    Raises NotAMember.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_LIST)
    membership = _find_member(access.project, membership_id)
    if membership.user_id != by.pk:
        access.require(Permission.MEMBER_CHANGE_ROLE)
    if set(membership.credit_roles) == set(credit_roles):
        return membership
    membership.credit_roles = list(credit_roles)
    membership.save(update_fields=["credit_roles"])
    write_event(
        membership.project,
        by=by,
        verb=Verb.MEMBER_CHANGED,
        target=f"member:{membership.user_id}",
        name=membership.user.name,
        credit_roles=membership.credit_roles,
    )
    return membership


@transaction.atomic
def remove_member(*, project_id: uuid.UUID, membership_id: int, by: User) -> Membership:
    """End a membership; what the member wrote stays, with credit.

    Raises Forbidden for one's own (see `leave`), NotAMember and
    LastPrincipalInvestigator.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_REMOVE)
    membership = _find_member(access.project, membership_id)
    if membership.user_id == by.pk:
        raise Forbidden(Permission.MEMBER_REMOVE)
    _end_membership(membership)
    write_event(
        access.project,
        by=by,
        verb=Verb.MEMBER_REMOVED,
        target=f"member:{membership.user_id}",
        name=membership.user.name,
        title=access.project.short_title,
    )
    notify(
        NoticeKind.REMOVED,
        project=access.project,
        recipients=[membership.user],
        actor=by,
        title=access.project.short_title,
    )
    return membership


@transaction.atomic
def leave(*, project_id: uuid.UUID, by: User) -> None:
    """End one's own membership; what one wrote stays, with credit.

    Raises Forbidden for principal investigators, who must hand over first.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_LEAVE)
    _end_membership(_own_membership(access))
    write_event(
        access.project,
        by=by,
        verb=Verb.MEMBER_LEFT,
        title=access.project.short_title,
    )


@transaction.atomic
def set_muted(*, project_id: uuid.UUID, is_muted: bool, by: User) -> None:
    """Turn one's own mail about a project off or on."""
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_MUTE)
    Membership.objects.filter(pk=_own_membership(access).pk).update(is_muted=is_muted)


def _own_membership(access: ProjectAccess) -> Membership:
    """One's own membership, where only members have the permission."""
    return cast(Membership, access.membership)


def _find_member(project: Project, membership_id: int) -> Membership:
    membership = (
        Membership.objects.select_related("user")
        .filter(project=project, pk=membership_id)
        .first()
    )
    if membership is None:
        raise NotAMember(membership_id)
    return membership


def _set_role(membership: Membership, role: str, *, by: User) -> None:
    if membership.role == role:
        return
    _require_another_investigator(membership)
    former, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    write_event(
        membership.project,
        by=by,
        verb=Verb.MEMBER_CHANGED,
        target=f"member:{membership.user_id}",
        name=membership.user.name,
        role=role,
        former_role=former,
    )
    notify(
        NoticeKind.ROLE_CHANGED,
        project=membership.project,
        recipients=[membership.user],
        actor=by,
        role=role,
        former_role=former,
    )


def _require_another_investigator(membership: Membership) -> None:
    """Raise if nobody else in the project is principal investigator."""
    if membership.role != Role.PI:
        return
    others = Membership.objects.filter(project=membership.project_id, role=Role.PI)
    if not others.exclude(pk=membership.pk).exists():
        raise LastPrincipalInvestigator(membership.user)


def _end_membership(membership: Membership) -> None:
    _require_another_investigator(membership)
    Assignment.objects.filter(
        project=membership.project_id, member=membership.user_id
    ).delete()
    Membership.objects.filter(pk=membership.pk).delete()
