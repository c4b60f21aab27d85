"""Inviting people to a project by e-mail, and accepting an invitation."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from questionnaire import mail
from questionnaire.actions.common import members_of, write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.actions.team.members import add_member
from questionnaire.errors import Conflict, Forbidden
from questionnaire.models import Event, Invitation, Membership, Project, User
from questionnaire.models.team import InvitationQuerySet
from questionnaire.permissions import Permission
from questionnaire.vocabulary import NoticeKind, Role, Verb

VALID_FOR = timedelta(days=14)
INVITATIONS_PER_HOUR = 20


class CannotInvite(Conflict):
    """This address, `email`, cannot be invited."""

    code = "cannot_invite"

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


class AlreadyMember(CannotInvite):
    """The person with this address is already a member of the project."""

    code = "already_member"

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.message = _("%(email)s is the address of a member.") % {"email": email}


class AlreadyInvited(CannotInvite):
    """This address has an invitation that can still be accepted."""

    code = "already_invited"

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.message = _(
            "%(email)s is invited already. You can send the invitation again."
        ) % {"email": email}


class CannotInviteSeveral(Conflict):
    """Several addresses cannot be invited; `refusals` say why, one for each."""

    code = "cannot_invite_several"

    def __init__(self, refusals: Sequence[CannotInvite]) -> None:
        super().__init__(", ".join(refusal.email for refusal in refusals))
        self.refusals = refusals
        self.message = " ".join(str(refusal.message) for refusal in refusals)


class TooManyInvitations(Conflict):
    """The person has reached the number of invitations allowed in an hour."""

    code = "too_many_invitations"

    def __init__(self) -> None:
        super().__init__()
        self.message = ngettext(
            "You can send %(count)s invitation an hour. Try again later.",
            "You can send %(count)s invitations an hour. Try again later.",
            INVITATIONS_PER_HOUR,
        ) % {"count": INVITATIONS_PER_HOUR}


class InvitationNotOpen(Conflict):
    """It was withdrawn, accepted or replaced, has expired, or its project is gone."""

    code = "invitation_not_open"
    message = gettext_lazy("This invitation is not open any more.")


class InvitationForAnotherAddress(Forbidden):
    """The account does not have the invitation’s address, or has not confirmed it."""

    code = "invitation_for_another_address"
    message = gettext_lazy("This invitation is for another address")


@dataclass(frozen=True)
class Offer:
    """The role offered in an invitation, and the message that goes with it."""

    role: Role
    language: str
    credit_roles: Sequence[str] = ()
    message: str = ""


@transaction.atomic
def invite(
    *, project_id: uuid.UUID, by: User, emails: Iterable[str], offer: Offer
) -> list[Invitation]:
    """Invite `emails` to a project; returns the Invitations.

    All are invited or none. Raises AlreadyMember or AlreadyInvited for one address,
    CannotInviteSeveral for more, and TooManyInvitations.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.MEMBER_INVITE
    ).project
    emails = list(dict.fromkeys(email.strip().lower() for email in emails))
    _check_rate_limit(by, len(emails))
    refusals = [each for email in emails if (each := _refusal(project, by, email))]
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise CannotInviteSeveral(refusals)
    return [_invite_one(project, by, email, offer) for email in emails]


@transaction.atomic
def resend_invitation(
    *, project_id: uuid.UUID, invitation_id: int, by: User
) -> Invitation:
    """Resend an invitation, valid for two more weeks; the old link stops working.

    Raises InvitationNotOpen and TooManyInvitations.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.MEMBER_INVITE)
    invitation = Invitation.objects.filter(
        project=access.project, pk=invitation_id, accepted_at=None, withdrawn_at=None
    ).first()
    if invitation is None:
        raise InvitationNotOpen(invitation_id)
    _check_rate_limit(by, 1)
    invitation.invited_by = by
    invitation.mailed_at = None
    _send(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, project_id: uuid.UUID, invitation_id: int, by: User) -> None:
    """Withdraw an invitation. Raises InvitationNotOpen."""
    access = open_for_writing(
        project_id, by=by, permission=Permission.MEMBER_REVOKE_INVITE
    )
    waiting = Invitation.objects.filter(
        project=access.project, pk=invitation_id, accepted_at=None, withdrawn_at=None
    )
    if not waiting.update(withdrawn_at=timezone.now()):
        raise InvitationNotOpen(invitation_id)
    write_event(
        access.project,
        by=by,
        verb=Verb.INVITATION_WITHDRAWN,
        target=f"invitation:{invitation_id}",
    )


@transaction.atomic
def accept_invitation(*, token: str, by: User) -> Membership:
    """Become a member with the role that an invitation offers; returns the Membership.

    A conditional UPDATE decides who comes first, if two people accept at once or the
    invitation is withdrawn at the same time. Raises InvitationNotOpen,
    InvitationForAnotherAddress and AlreadyMember.
    """
    invitation = find_invitation(token)
    if invitation is None:
        raise InvitationNotOpen(token)
    if not has_confirmed(by, invitation.email):
        raise InvitationForAnotherAddress(invitation.email)
    project = (
        Project.objects.select_for_update(no_key=True)
        .order_by()
        .get(pk=invitation.project_id)
    )
    if Membership.objects.filter(project=project, user=by).exists():
        raise AlreadyMember(invitation.email)
    still_open = Invitation.objects.open().filter(
        pk=invitation.pk, token_digest=invitation.token_digest
    )
    if not still_open.update(accepted_at=timezone.now(), accepted_by=by):
        raise InvitationNotOpen(token)
    membership = add_member(
        project,
        by,
        invitation.role,
        by=invitation.invited_by,
        credit_roles=invitation.credit_roles,
    )
    notify(
        NoticeKind.JOINED,
        project=project,
        recipients=members_of(project, Role.PI),
        actor=by,
    )
    return membership


def find_invitation(token: str) -> Invitation | None:
    """The Invitation that a link in a mail leads to, or None."""
    return (
        Invitation.objects.select_related(
            "project__template", "project__institution", "invited_by"
        )
        .filter(token_digest=Invitation.digest_of(token))
        .first()
    )


def has_confirmed(user: User, email: str) -> bool:
    """Whether this is a confirmed address of this account."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return bool(addresses.filter(email__iexact=email).exists())


def _refusal(project: Project, by: User, email: str) -> CannotInvite | None:
    """Why this address cannot be invited, or None."""
    membership = Membership.objects.filter(project=project, user__email__iexact=email)
    if membership.exists() or by.email.lower() == email:
        return AlreadyMember(email)
    if _waiting(project, email).open().exists():
        return AlreadyInvited(email)
    return None


def _waiting(project: Project, email: str) -> InvitationQuerySet:
    return Invitation.objects.filter(
        project=project, email=email, accepted_at=None, withdrawn_at=None
    )


def _invite_one(project: Project, by: User, email: str, offer: Offer) -> Invitation:
    # One that waits still has expired: the new invitation replaces it.
    _waiting(project, email).update(withdrawn_at=timezone.now())
    invitation = Invitation(
        project=project,
        email=email,
        invited_by=by,
        role=offer.role,
        language=offer.language,
        credit_roles=list(offer.credit_roles),
        message=offer.message,
    )
    _send(invitation)
    return invitation


def _send(invitation: Invitation) -> None:
    """Save an invitation with a new token, and queue its mail."""
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + VALID_FOR
    invitation.token_digest = Invitation.digest_of(invitation.token)
    invitation.save()
    write_event(
        invitation.project,
        by=invitation.invited_by,
        verb=Verb.MEMBER_INVITED,
        target=f"invitation:{invitation.pk}",
        role=invitation.role,
    )
    transaction.on_commit(
        partial(mail.send_invitation.enqueue, invitation.pk), robust=True
    )


def _check_rate_limit(person: User, count: int) -> None:
    """Raise TooManyInvitations if `count` more would exceed the limit per hour."""
    sent = Event.objects.filter(
        actor=person,
        verb=Verb.MEMBER_INVITED,
        at__gt=timezone.now() - timedelta(hours=1),
    )
    if sent.count() + count > INVITATIONS_PER_HOUR:
        raise TooManyInvitations
