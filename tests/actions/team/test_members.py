"""Inviting, changing and removing members; a project never loses its last PI."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.utils import timezone

from questionnaire.actions.team import invitations, members
from questionnaire.actions.team.invitations import Offer
from questionnaire.models import (
    AnswerVersion,
    Event,
    Invitation,
    Membership,
    Notice,
    User,
)
from questionnaire.permissions import (
    Forbidden,
    MembershipEnded,
    NoAccess,
    get_project_access,
)
from questionnaire.vocabulary import NoticeKind, Role, Verb


@pytest.fixture
def invite(project, people):
    """A function that invites an address, as Amina, and returns the Invitation."""

    def send(email="paul@example.org", role=Role.CONTRIBUTOR, **offer):
        [invitation] = invitations.invite(
            project_id=project.pk,
            emails=[email],
            by=people.amina,
            offer=Offer(role=role, language="en", **offer),
        )
        return invitation

    return send


@pytest.fixture
def paul(people):
    """Paul, whose address is confirmed."""
    return confirmed(people.paul)


def confirmed(user):
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def join(project, user, role=Role.CONTRIBUTOR):
    return Membership.objects.create(project=project, user=user, role=role)


def concurrently(*actions):
    """Run them at the same time; returns what each returned or raised."""
    barrier = threading.Barrier(len(actions))
    outcomes = [None] * len(actions)

    def run(index, action):
        barrier.wait()
        try:
            outcomes[index] = action()
        except Exception as error:
            outcomes[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


# --- Inviting -----------------------------------------------------------------


def test_an_invitation_makes_whoever_accepts_it_a_member(invite, project, people, paul):
    invitation = invite(credit_roles=["software"])

    membership = invitations.accept_invitation(token=invitation.token, by=paul)

    assert (membership.project, membership.user) == (project, paul)
    assert membership.role == Role.CONTRIBUTOR
    assert membership.credit_roles == ["software"]
    assert get_project_access(people.amina, project.pk).is_alone is False
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == [Verb.MEMBER_INVITED, Verb.MEMBER_JOINED]
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient) == (NoticeKind.JOINED, people.amina)


def test_only_the_digest_of_the_token_is_stored(invite):
    invitation = invite()

    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert invitation.token not in str(stored)
    assert invitation.token not in str(list(Event.objects.values()))
    assert len(invitation.token) == 43
    assert Invitation.objects.get().token == invitation.token


def test_addresses_are_compared_without_regard_to_case(invite, paul):
    User.objects.filter(pk=paul.pk).update(email="Paul@Example.org")
    EmailAddress.objects.update(email="Paul@Example.org")

    assert invitations.accept_invitation(
        token=invite("PAUL@example.ORG").token, by=paul
    )


def test_an_invitation_for_another_address_is_not_accepted(invite, people):
    invitation = invite("mei@example.org")
    confirmed(people.omar)

    with pytest.raises(invitations.InvitationForAnotherAddress):
        invitations.accept_invitation(token=invitation.token, by=people.omar)

    assert Membership.objects.count() == 1


def test_an_address_that_is_not_confirmed_does_not_count(invite, people):
    EmailAddress.objects.create(user=people.paul, email=people.paul.email)

    with pytest.raises(invitations.InvitationForAnotherAddress):
        invitations.accept_invitation(token=invite().token, by=people.paul)


def test_an_invitation_is_used_once_and_not_after_it_expired_or_was_withdrawn(
    invite, project, people, paul
):
    expired = invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(invitations.InvitationNotOpen):
        invitations.accept_invitation(token=expired.token, by=paul)

    withdrawn = invite()
    withdraw = {"project_id": project.pk, "invitation_id": withdrawn.pk}
    invitations.withdraw_invitation(**withdraw, by=people.amina)
    with pytest.raises(invitations.InvitationNotOpen):
        invitations.accept_invitation(token=withdrawn.token, by=paul)
    with pytest.raises(invitations.InvitationNotOpen):
        invitations.withdraw_invitation(**withdraw, by=people.amina)

    used = invite()
    invitations.accept_invitation(token=used.token, by=paul)
    Membership.objects.filter(user=paul).delete()
    with pytest.raises(invitations.InvitationNotOpen):
        invitations.accept_invitation(token=used.token, by=paul)


def test_an_invitation_sent_again_has_a_new_link_and_two_weeks_more(
    invite, project, people, paul
):
    invitation = invite()
    old = invitation.token
    Invitation.objects.update(expires_at=timezone.now(), mailed_at=timezone.now())

    again = invitations.resend_invitation(
        project_id=project.pk, invitation_id=invitation.pk, by=people.amina
    )

    assert invitations.find_invitation(old) is None
    assert again.mailed_at is None
    assert again.expires_at > timezone.now() + timedelta(days=13)
    assert invitations.accept_invitation(token=again.token, by=paul)


def test_an_address_has_one_open_invitation_and_members_need_none(
    invite, project, people
):
    invite("mei@example.org")
    with pytest.raises(invitations.AlreadyInvited):
        invite("Mei@example.org")
    for address in ("amina@example.org", "Paul@example.org"):
        if address.startswith("Paul"):
            join(project, people.paul)
        with pytest.raises(invitations.AlreadyMember):
            invite(address)

    Invitation.objects.update(expires_at=timezone.now())
    assert invite("mei@example.org").role == Role.CONTRIBUTOR


def test_a_person_sends_twenty_invitations_an_hour(invite, project, people):
    for number in range(19):
        invite(f"guest{number}@example.org")
    last = invite("guest19@example.org")

    with pytest.raises(invitations.TooManyInvitations):
        invite("guest20@example.org")
    with pytest.raises(invitations.TooManyInvitations):
        invitations.resend_invitation(
            project_id=project.pk, invitation_id=last.pk, by=people.amina
        )


def test_a_member_cannot_accept_another_invitation(invite, project, paul):
    join(project, paul)
    invitation = Invitation(
        project=project,
        email=paul.email,
        role=Role.PI,
        language="en",
        invited_by=project.memberships.first().user,
        expires_at=timezone.now() + timedelta(days=1),
    )
    invitation.token_digest = Invitation.digest_of(invitation.token)
    invitation.save()

    with pytest.raises(invitations.AlreadyMember):
        invitations.accept_invitation(token=invitation.token, by=paul)
    assert Membership.objects.get(user=paul).role == Role.CONTRIBUTOR


def test_only_the_pi_invites(project, people):
    join(project, people.paul)

    for user, refusal in ((people.paul, Forbidden), (people.omar, NoAccess)):
        with pytest.raises(refusal):
            invitations.invite(
                project_id=project.pk,
                emails=["mei@example.org"],
                by=user,
                offer=Offer(
                    role=Role.PI,
                    language="en",
                ),
            )


@pytest.mark.django_db(transaction=True)
def test_accepting_twice_at_the_same_time_makes_one_member(invite, paul):
    invitation = invite()

    def accept():
        return invitations.accept_invitation(token=invitation.token, by=paul)

    outcomes = concurrently(*[accept] * 4)

    assert Membership.objects.filter(user=paul).count() == 1
    assert sum(isinstance(each, Membership) for each in outcomes) == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_accepted_or_withdrawn_but_never_both(
    invite, project, people, paul
):
    for _turn in range(3):
        invitation = invite()
        concurrently(
            partial(invitations.accept_invitation, token=invitation.token, by=paul),
            partial(
                invitations.withdraw_invitation,
                project_id=project.pk,
                invitation_id=invitation.pk,
                by=people.amina,
            ),
        )
        invitation.refresh_from_db()
        is_member = Membership.objects.filter(user=paul).exists()
        assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)
        assert is_member == (invitation.accepted_at is not None)
        Membership.objects.filter(user=paul).delete()


# --- Changing and leaving -----------------------------------------------------


def test_the_pi_changes_a_role_and_hands_the_project_over(project, people):
    pauls = join(project, people.paul, Role.VIEWER)

    members.change_role(
        project_id=project.pk, membership_id=pauls.pk, role="contributor",
        by=people.amina,
    )  # fmt: skip
    pauls.refresh_from_db()
    assert pauls.role == Role.CONTRIBUTOR

    members.hand_over(project_id=project.pk, membership_id=pauls.pk, by=people.amina)
    roles = dict(project.memberships.values_list("user__name", "role"))
    assert roles == {"Amina Diallo": "contributor", "Paul Martin": "pi"}

    members.leave(project_id=project.pk, by=people.amina)
    with pytest.raises(MembershipEnded):
        get_project_access(people.amina, project.pk)


def test_the_last_pi_stays_one(project, people):
    aminas = project.memberships.get()
    join(project, people.paul)
    admin = User.objects.create_user("a@example.org", name="Ada", is_staff=True)

    with pytest.raises(members.LastPrincipalInvestigator):
        members.change_role(
            project_id=project.pk, membership_id=aminas.pk, role="viewer",
            by=people.amina,
        )  # fmt: skip
    with pytest.raises(members.LastPrincipalInvestigator):
        members.remove_member(project_id=project.pk, membership_id=aminas.pk, by=admin)
    with pytest.raises(Forbidden):
        members.leave(project_id=project.pk, by=people.amina)
    assert project.memberships.get(role=Role.PI) == aminas


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
def test_nobody_raises_their_own_role(project, people, role):
    pauls = join(project, people.paul, role)

    with pytest.raises(Forbidden):
        members.change_role(
            project_id=project.pk, membership_id=pauls.pk, role="pi", by=people.paul
        )
    with pytest.raises(Forbidden):
        members.hand_over(project_id=project.pk, membership_id=pauls.pk, by=people.paul)


def test_administrators_cannot_invite_themselves(project):
    admin = User.objects.create_user("a@example.org", name="Ada", is_staff=True)

    with pytest.raises(invitations.AlreadyMember):
        invitations.invite(
            project_id=project.pk,
            emails=["A@example.org"],
            by=admin,
            offer=Offer(
                role="pi",
                language="en",
            ),
        )


@pytest.mark.django_db(transaction=True)
def test_two_pis_who_demote_each_other_leave_one(project, people):
    aminas = project.memberships.get()
    for _turn in range(3):
        Membership.objects.filter(user=people.paul).delete()
        pauls = join(project, people.paul, Role.PI)
        concurrently(
            partial(
                members.change_role, project_id=project.pk, membership_id=pauls.pk,
                role="viewer", by=people.amina,
            ),
            partial(
                members.change_role, project_id=project.pk, membership_id=aminas.pk,
                role="viewer", by=people.paul,
            ),
        )  # fmt: skip
        assert project.memberships.filter(role=Role.PI).count() == 1
        project.memberships.filter(pk=aminas.pk).update(role=Role.PI)


def test_a_removed_member_loses_access_and_keeps_the_credit(project, people, answer):
    pauls = join(project, people.paul)
    answer("1.1", by=people.paul)

    members.remove_member(
        project_id=project.pk, membership_id=pauls.pk, by=people.amina
    )

    with pytest.raises(MembershipEnded):
        get_project_access(people.paul, project.pk)
    assert AnswerVersion.objects.get().answer.author == people.paul
    assert Notice.objects.get(kind=NoticeKind.REMOVED).recipient == people.paul
    assert Event.objects.filter(verb=Verb.MEMBER_REMOVED).get().data["name"]
    with pytest.raises(members.NotAMember):
        members.remove_member(
            project_id=project.pk, membership_id=pauls.pk, by=people.amina
        )


def test_members_record_their_own_contributions_and_the_pi_those_of_all(
    project, people
):
    pauls = join(project, people.paul)
    aminas = project.memberships.get(user=people.amina)

    members.set_credit_roles(
        project_id=project.pk, membership_id=pauls.pk, by=people.paul,
        credit_roles=["software"],
    )  # fmt: skip
    pauls.refresh_from_db()
    assert pauls.credit_roles == ["software"]
    members.set_credit_roles(
        project_id=project.pk, membership_id=pauls.pk, by=people.amina,
        credit_roles=["software", "validation"],
    )  # fmt: skip
    with pytest.raises(Forbidden):
        members.set_credit_roles(
            project_id=project.pk, membership_id=aminas.pk, by=people.paul,
            credit_roles=["software"],
        )  # fmt: skip
    pauls.refresh_from_db()
    assert pauls.credit_roles == ["software", "validation"]
