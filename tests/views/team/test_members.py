"""The members page, and the page that an invitation leads to."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.team import invitations
from questionnaire.actions.team.invitations import Offer
from questionnaire.models import Invitation, Membership, User
from questionnaire.vocabulary import Role

FORM = {"emails": "mei@example.org", "role": "contributor", "language": "fr"}


@pytest.fixture
def paul(people, project):
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def invitation(project, people):
    [sent] = invitations.invite(
        project_id=project.pk,
        emails=["paul@example.org"],
        by=people.amina,
        offer=Offer(
            role="viewer",
            language="en",
            message="Bienvenue !",
        ),
    )
    return sent


def url(name, project, *arguments):
    return reverse(name, args=[project.pk, *arguments])


def page_of(response):
    return response.content.decode()


def link(invitation):
    return reverse("invitation", args=[invitation.token])


def confirm(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True)


def test_a_lone_member_is_invited_to_invite_others(as_amina, project):
    page = page_of(as_amina.get(url("members", project)))

    assert "You work alone on this plan." in page
    assert "Send the invitation" in page


def test_people_are_one_list_with_roles_access_invitations_and_answers(
    as_amina, project, paul, people, answer
):
    answer("1.1", by=people.paul)
    answer("1.1", by=people.paul, language="en")
    answer("1.2", by=people.paul)
    paul.credit_roles = ["data-curation", "software"]
    paul.save()
    sent = as_amina.post(url("members", project), FORM, follow=True)

    page = page_of(sent)
    assert "The invitation is on its way to mei@example.org." in page
    row = re.search(r"Paul Martin.*?role=\"row\"", page, re.DOTALL).group()
    for words in ("Data curation, Software", "Contributor", "2 of 21", "<time"):
        assert words in row
    assert "Invited" in page[page.index("mei@example.org</span>") :]
    assert "You work alone" not in page


def test_only_those_who_may_see_addresses_and_invitations(
    client, project, invitation, people
):
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    client.force_login(people.paul)
    page = page_of(client.get(url("members", project)))

    assert "Amina Diallo" in page
    assert "amina@example.org" not in page
    assert "Invited" not in page
    assert "Send the invitation" not in page
    assert "Leave the project" in page


def test_a_former_member_is_listed_for_what_he_or_she_wrote(
    as_amina, project, paul, people, answer
):
    answer("1.1", by=people.paul)
    as_amina.post(url("member_remove", project, paul.pk))

    page = page_of(as_amina.get(url("members", project)))
    assert "Former member" in page
    assert "Paul Martin" in page


@pytest.mark.parametrize(
    ("emails", "says"),
    [
        ("", "Enter at least one e-mail address."),
        ("mei@", "“mei@” is not an e-mail address."),
        ("amina@example.org", "amina@example.org is the address of a member."),
        ("paul@example.org", "paul@example.org is invited already."),
        (
            " ".join(f"g{number}@example.org" for number in range(21)),
            "You can send 20 invitations an hour.",
        ),
    ],
)
def test_addresses_that_cannot_be_invited_get_an_error_beside_the_field(
    as_amina, project, invitation, emails, says
):
    response = as_amina.post(url("members", project), {**FORM, "emails": emails})

    assert response.status_code == 422
    assert says in page_of(response).replace("&quot;", '"')
    assert Invitation.objects.count() == 1


def test_an_invitation_is_sent_again_and_withdrawn(as_amina, project, invitation):
    again = as_amina.post(url("invitation_resend", project, invitation.pk), follow=True)
    assert "on its way again to paul@example.org" in page_of(again)

    for says in ("The invitation is withdrawn.", "not open any more"):
        response = as_amina.post(
            url("invitation_withdraw", project, invitation.pk), follow=True
        )
        assert says in page_of(response)


def test_the_pi_changes_hands_over_and_removes(as_amina, project, paul, people):
    page = page_of(as_amina.get(url("member", project, paul.pk)))
    assert "Paul Martin will lose access. The answers and their history stay" in page

    as_amina.post(url("member_role", project, paul.pk), {"role": "viewer"})
    as_amina.post(
        url("member_credit", project, paul.pk), {"credit_roles": ["software"]}
    )
    paul.refresh_from_db()
    assert (paul.role, paul.credit_roles) == ("viewer", ["software"])

    as_amina.post(url("member_hand_over", project, paul.pk))
    paul.refresh_from_db()
    assert paul.role == "pi"
    assert as_amina.post(url("member_remove", project, paul.pk)).status_code == 403


def test_the_last_pi_must_hand_over_first(as_amina, project, people, paul):
    own = project.memberships.get(user=people.amina)

    response = as_amina.post(url("member_role", project, own.pk), {"role": "viewer"})

    assert response.status_code == 409
    assert "keeps at least one principal investigator" in page_of(response)


def test_a_member_leaves_and_turns_mail_off(client, project, people, paul):
    client.force_login(people.paul)
    client.post(url("mute", project), {"muted": "1"})
    paul.refresh_from_db()
    assert paul.is_muted
    assert "You get no mail" in page_of(client.get(url("members", project)))

    response = client.post(url("leave", project), follow=True)
    assert "You have left the project “Lichens”." in page_of(response)
    left = client.get(url("members", project))
    assert left.status_code == 403
    assert "You left this project" in page_of(left)


def test_a_member_changes_own_roles_but_not_a_colleagues(client, project, people, paul):
    client.force_login(people.paul)
    aminas = project.memberships.get(user=people.amina).pk
    mine = url("member_credit", project, paul.pk)

    assert "Change the access" not in page_of(
        client.get(url("member", project, paul.pk))
    )
    assert client.post(mine, {"credit_roles": ["software"]}).status_code == 302
    paul.refresh_from_db()
    assert paul.credit_roles == ["software"]
    assert client.post(mine, {"credit_roles": ["king"]}).status_code == 422
    theirs = url("member_credit", project, aminas)
    assert client.post(theirs, {"credit_roles": ["software"]}).status_code == 403


@pytest.mark.parametrize("count", [2, 8])
def test_the_members_page_costs_eight_queries(
    as_amina, project, people, answer, count, django_assert_num_queries
):
    for number in range(count - 1):
        user = User.objects.create_user(f"m{number}@example.org", name=f"M{number}")
        Membership.objects.create(project=project, user=user, role=Role.CONTRIBUTOR)
        answer("1.1", by=user)
        invitations.invite(
            project_id=project.pk,
            emails=[f"guest{number}@example.org"],
            by=people.amina,
            offer=Offer(
                role="viewer",
                language="fr",
            ),
        )

    # session, user, access; members, answers, events, invitations, draft
    with django_assert_num_queries(8):
        as_amina.get(url("members", project))


# --- The link in the mail -----------------------------------------------------


def test_whoever_has_the_address_sees_the_project_and_accepts(
    client, people, project, invitation
):
    confirm(people.paul)
    client.force_login(people.paul)

    page = page_of(client.get(link(invitation)))
    for words in (project.title, "Amina Diallo", "Viewer", "Bienvenue !"):
        assert words in page
    assert Membership.objects.count() == 1

    response = client.post(link(invitation), follow=True)
    assert response.redirect_chain[-1][0] == url("project_overview", project)
    assert "You are now a member of “Lichens”." in page_of(response)

    again = client.get(link(invitation), follow=True)
    assert "You are a member of this project already." in page_of(again)


def test_somebody_else_sees_the_address_invited_but_not_the_project(
    client, people, project, invitation
):
    confirm(people.omar)
    client.force_login(people.omar)

    for response in (client.get(link(invitation)), client.post(link(invitation))):
        page = page_of(response)
        assert response.status_code == 403
        assert "paul@example.org" in page
        assert "omar@example.org" in page
        assert "lichens" not in page.lower()
    assert Membership.objects.count() == 1


def test_an_address_must_be_confirmed_before(client, people, invitation):
    client.force_login(people.paul)

    response = client.post(link(invitation))

    assert response.status_code == 403
    assert "Confirm your address first" in page_of(response)


def test_a_visitor_signs_in_and_comes_back(client, people, project, invitation):
    confirm(people.paul)
    page = page_of(client.get(link(invitation)))
    assert "lichens" not in page.lower()
    sign_in = re.search(r'href="([^"]*/login/[^"]*)"', page).group(1)

    response = client.post(
        sign_in, {"login": "paul@example.org", "password": "correct horse"}
    )
    assert response.url == link(invitation)


def test_a_visitor_signs_up_and_the_link_has_proved_the_address(
    client, project, people, settings
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    [sent] = invitations.invite(
        project_id=project.pk,
        emails=["mei@example.org"],
        by=people.amina,
        offer=Offer(
            role="contributor",
            language="en",
        ),
    )
    page = page_of(client.get(link(sent)))
    sign_up = re.search(r'href="([^"]*/signup/[^"]*)"', page).group(1)

    response = client.post(
        sign_up,
        {"name": "Mei", "email": "Mei@example.org", "password1": "correct horse"},
    )

    assert response.url == link(sent)
    assert EmailAddress.objects.get(email="mei@example.org").verified
    client.post(link(sent))
    assert Membership.objects.filter(user__name="Mei", project=project).exists()


def test_signing_up_with_another_address_proves_nothing(client, invitation, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.get(link(invitation))
    client.post(
        reverse("account_signup"),
        {"name": "Eve", "email": "eve@example.org", "password1": "correct horse"},
    )

    assert not EmailAddress.objects.get(email="eve@example.org").verified


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, 410, "It expired on"),
        ({"withdrawn_at": timezone.now()}, 410, "It was withdrawn."),
        ({"accepted_at": timezone.now()}, 410, "It was accepted already."),
        ({"token_digest": "0" * 64}, 404, "This link leads to no invitation."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_dead_link_says_why_and_accepts_nothing(
    client, people, invitation, change, status, says, signed_in
):
    confirm(people.paul)
    address = link(invitation)
    Invitation.objects.update(**change)
    if signed_in:
        client.force_login(people.paul)

    for response in (client.get(address), client.post(address)):
        assert response.status_code == status
        assert says in page_of(response)
        assert "lichens" not in page_of(response).lower()
    assert Membership.objects.count() == 1


def test_the_institution_of_each_person_stands_beside_the_name(
    as_amina, project, paul, people
):
    User.objects.filter(pk=people.paul.pk).update(
        institution_claimed="Université du Québec à Rimouski"
    )
    assert as_amina.get(url("members", project)).content.decode().count("Rimouski") == 1

    address = url("project_overview", project) + "?view=members"
    # The table, and the list that narrow screens have in its place.
    assert as_amina.get(address).content.decode().count("Rimouski") == 2
