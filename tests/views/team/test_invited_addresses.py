"""Lists of addresses as mail programs copy them; signing up from an invitation."""

import re
from html import unescape

import pytest
from django.urls import reverse

from questionnaire.actions.team import invitations
from questionnaire.actions.team.invitations import Offer
from questionnaire.models import Invitation

FORM = {"role": "contributor", "language": "fr"}
COPIED = """Ada Leclair <ada.leclair@example.org>; "Ndiaye, Paul" <p.nd@example.org>;
Ines.Moreau@example.org,
<tom.hale@example.org>"""


@pytest.fixture
def invite(as_amina, project):
    """A function that sends the form to invite people."""

    def send(emails):
        url = reverse("members", args=[project.pk])
        return as_amina.post(url, {**FORM, "emails": emails}, follow=True)

    return send


def text(response):
    return " ".join(unescape(response.content.decode()).split())


def test_a_list_that_a_mail_program_copied_invites_all_of_it(invite):
    assert invite(COPIED).status_code == 200
    assert sorted(Invitation.objects.values_list("email", flat=True)) == [
        "ada.leclair@example.org",
        "ines.moreau@example.org",
        "p.nd@example.org",
        "tom.hale@example.org",
    ]


@pytest.mark.parametrize(
    "emails", ["mei@example.org,", "mei@example.org;\n", ", mei@example.org"]
)
def test_a_separator_at_the_end_is_no_error(invite, emails):
    assert invite(emails).status_code == 200
    assert Invitation.objects.get().email == "mei@example.org"


def test_every_fault_is_named_as_it_was_typed(invite):
    page = invite("Mei@; Ada Leclair <ada at Example.org>\nOK@example.org, Nobody")

    assert page.status_code == 422
    for typed in ("Mei@", "Ada Leclair <ada at Example.org>", "Nobody"):
        assert f"“{typed}” is not an e-mail address." in text(page)
    assert not Invitation.objects.exists()
    # What was typed stays in the field.
    assert "Ada Leclair <ada at Example.org>" in text(page)


def test_everybody_who_cannot_be_invited_is_named(invite, people):
    invite("mei@example.org")
    page = invite("mei@example.org, amina@example.org, new@example.org")

    assert page.status_code == 422
    assert "mei@example.org is invited already." in text(page)
    assert "amina@example.org is the address of a member." in text(page)
    assert Invitation.objects.count() == 1


@pytest.fixture
def invitation(project, people):
    [found] = invitations.invite(
        project_id=project.pk,
        emails=["Mei@example.org"],
        by=people.amina,
        offer=Offer(role="viewer", language="fr"),
    )
    return found


def fields(page):
    """{name: value} of the fields of a page."""
    found = {}
    for field in re.findall(r"<input [^>]*>", page.content.decode()):
        name = re.search(r' name="([^"]*)"', field)
        value = re.search(r' value="([^"]*)"', field)
        if name:
            found[name[1]] = value[1] if value else ""
    return found


@pytest.mark.parametrize(
    ("link", "field"), [("account_signup", "email"), ("account_login", "login")]
)
def test_from_an_invitation_the_address_is_filled_in(client, invitation, link, field):
    page = client.get(reverse("invitation", args=[invitation.token]))
    [address] = re.findall(rf'href="({reverse(link)}[^"]*)"', page.content.decode())[:1]
    page = client.get(unescape(address))

    assert fields(page)[field] == "mei@example.org"
    # The focus is on the first field that is still to be filled in.
    other = "name" if link == "account_signup" else "password"
    assert re.search(
        rf'<input [^>]*name="{other}"[^>]*autofocus', page.content.decode()
    )


def test_the_address_is_filled_in_in_the_other_language_and_on_the_way_over_sign_in(
    client, invitation
):
    page = client.get(reverse("invitation", args=[invitation.token]))
    [address] = re.findall(r'href="(/en/account/login[^"]*)"', page.content.decode())[
        :1
    ]
    page = client.get(unescape(address))
    [address] = re.findall(r'href="(/en/account/signup[^"]*)"', page.content.decode())
    french = unescape(address).replace("/en/", "/fr/")
    assert fields(client.get(french))["email"] == "mei@example.org"


def test_who_does_not_come_from_an_invitation_finds_the_field_empty(client, invitation):
    client.get(reverse("invitation", args=[invitation.token]))
    assert fields(client.get(reverse("account_signup")))["email"] == ""
