"""A colleague is invited, reads the mail, signs up in the other language, accepts."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.team import invitations
from questionnaire.actions.team.invitations import Offer
from questionnaire.models import Membership
from questionnaire.vocabulary import Role


@pytest.fixture(autouse=True)
def _site(settings, live_server):
    """Clear allauth's rate limits, and let the links in mail lead to this server."""
    cache.clear()
    settings.SITE_URL = live_server.url


def test_a_colleague_is_invited_signs_up_in_english_and_accepts(
    new_page, sign_in, people, project, mailoutbox, settings
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    amina = new_page("fr")
    sign_in(amina, people.amina)
    amina.goto(f"/fr/projects/{project.pk}/members/")
    amina.get_by_label("Adresses courriel").fill("mei@example.org")
    amina.get_by_label("English").check()
    amina.get_by_label("Logiciels").check()
    amina.get_by_role("button", name="Envoyer l’invitation").click()
    amina.get_by_text("L’invitation est envoyée à mei@example.org.").wait_for()
    # Below what became of it: who goes on by keyboard reads the team next.
    expect(amina.locator("#people")).to_be_focused()

    [mail] = mailoutbox
    assert mail.subject == "Amina Diallo invites you to a data management plan"
    mei = new_page("en")
    answer = mei.goto(re.search(r"http://\S+/invitations/\S+", mail.body).group())
    assert project.title not in answer.text()
    mei.get_by_role("link", name="Create your account").click()
    mei.get_by_label("Your name").fill("Mei Chen")
    mei.get_by_label("E-mail address").fill("mei@example.org")
    mei.get_by_label("Password", exact=True).fill("correct horse")
    mei.get_by_role("button", name="Create the account").click()
    mei.get_by_role("button", name="Accept the invitation").click()
    mei.get_by_text("You are now a member of “Lichens”.").wait_for()

    amina.reload()
    row = amina.get_by_role("row").filter(has_text="Mei Chen")
    expect(row).to_contain_text("Logiciels")
    expect(row).to_contain_text("Collaborateur")
    assert mailoutbox[-1].to == ["amina@example.org"]
    assert mailoutbox[-1].subject.startswith("Mei Chen")


def test_pages_about_members_are_accessible_and_fit(
    new_page, sign_in, people, project, look_at
):
    pauls = Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )
    [invitation] = invitations.invite(
        project_id=project.pk,
        emails=["omar@example.org"],
        by=people.amina,
        offer=Offer(
            role=Role.VIEWER,
            language="fr",
        ),
    )
    page = new_page(expected_errors=["403"])
    link = reverse("invitation", args=[invitation.token])
    look_at(page, link)
    sign_in(page, people.amina)
    look_at(page, link)
    look_at(page, f"/en/projects/{project.pk}/members/")
    look_at(page, f"/en/projects/{project.pk}/members/{pauls.pk}/")
