"""Who belongs to a project: joining it, what one may do there, leaving it.

Every function takes the project's lock first, so that two of them never leave a
project without a principal investigator, and an invitation is used once.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict, NotFound
from questionnaire.models import Assignment, Membership
from questionnaire.permissions import Forbidden, Permission
from questionnaire.vocabulary import NoticeKind, Role, Verb


class NotAMember(NotFound):
    """The person named is not a member of the project, or no longer."""

    code = "not_a_member"


class LastPrincipalInvestigator(Conflict):
    """A project keeps at least one principal investigator."""

    code = "last_principal_investigator"
    message = _(
        "A project keeps at least one principal investigator. "
        "Make somebody else principal investigator first."
    )


def add_member(project, user, role, *, by, credit_roles=()):
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
def change_role(*, project_id, membership_id, role, by):
    """Give a member another role; returns the Membership.

    Nobody can raise their own role, since whoever may change roles has the
    highest or no role here. Raises NotAMember and
    LastPrincipalInvestigator.
    """
    access = open_for_writing(
        project_id, by=by, permission=Permission.MEMBER_CHANGE_ROLE
    )
    membership = _member(access.project, membership_id)
    _set_role(membership, role, by=by)
    return membership


@transaction.atomic
def hand_over(*, project_id, membership_id, by):
    """Make another member principal investigator in one's own stead.

    Whoever hands over stays as a contributor. Raises NotAMember, and Forbidden
    when the member is oneself.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_HAND_OVER)
    membership = _member(access.project, membership_id)
    if membership.user_id == by.pk:
        raise Forbidden(Permission.MEMBER_HAND_OVER)
    _set_role(membership, Role.PI, by=by)
    _set_role(_member(access.project, access.membership.pk), Role.CONTRIBUTOR, by=by)
    return membership


@transaction.atomic
def set_credit_roles(*, project_id, membership_id, credit_roles, by):
    """Say what a member does in the research (keys of credit.CREDIT_ROLES).

    Members say it of themselves; whoever may change roles says it of everybody.
    Raises NotAMember.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_LIST)
    membership = _member(access.project, membership_id)
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
def remove_member(*, project_id, membership_id, by):
    """Take a member's access away; what he or she wrote stays, with credit.

    Raises Forbidden for oneself (people leave), NotAMember and
    LastPrincipalInvestigator.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_REMOVE)
    membership = _member(access.project, membership_id)
    if membership.user_id == by.pk:
        raise Forbidden(Permission.MEMBER_REMOVE)
    _end(membership)
    write_event(
        access.project,
        by=by,
        verb=Verb.MEMBER_REMOVED,
        target=f"member:{membership.user_id}",
        name=membership.user.name,
    )
    notify(
        NoticeKind.REMOVED,
        project=access.project,
        recipients=[membership.user],
        actor=by,
    )
    return membership


@transaction.atomic
def leave(*, project_id, by):
    """Stop being a member; what one wrote stays, with credit.

    Raises Forbidden for a principal investigator, who hands over first.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_LEAVE)
    _end(access.membership)
    write_event(access.project, by=by, verb=Verb.MEMBER_LEFT)


@transaction.atomic
def set_muted(*, project_id, is_muted, by):
    """Turn one's own mail about a project off or on."""
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_MUTE)
    Membership.objects.filter(pk=access.membership.pk).update(is_muted=is_muted)


def _member(project, membership_id):
    membership = (
        Membership.objects.select_related("user")
        .filter(project=project, pk=membership_id)
        .first()
    )
    if membership is None:
        raise NotAMember(membership_id)
    return membership


def _set_role(membership, role, *, by):
    if membership.role == role:
        return
    _keep_a_principal_investigator(membership)
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


def _keep_a_principal_investigator(membership):
    """Raise if nobody else in the project is principal investigator."""
    if membership.role != Role.PI:
        return
    others = Membership.objects.filter(project=membership.project_id, role=Role.PI)
    if not others.exclude(pk=membership.pk).exists():
        raise LastPrincipalInvestigator(membership.user)


def _end(membership):
    _keep_a_principal_investigator(membership)
    Assignment.objects.filter(
        project=membership.project_id, member=membership.user_id
    ).delete()
    Membership.objects.filter(pk=membership.pk).delete()
