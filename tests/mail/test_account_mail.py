"""Mail about accounts waits in the queue like any other, and leads to this site."""

import re
import smtplib
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.mail.account_mail import KEPT_FOR
from questionnaire.mail.tasks import RETRY_AFTER
from questionnaire.models import AccountMail, User

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def _mail_confirms_addresses(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def broken(monkeypatch):
    """A mail server that refuses everything."""

    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.message.EmailMessage.send", refuse)
        yield patch


def sign_up(client, email="mei@example.org"):
    data = {"name": "Mei Chen", "email": email, "password1": PASSWORD}
    return client.post(reverse("account_signup"), data)


def ask_for_password(client, email="paul@example.org"):
    return client.post(reverse("account_reset_password"), {"email": email})


def wait_long():
    AccountMail.objects.update(created_at=timezone.now() - 2 * RETRY_AFTER)


@pytest.mark.parametrize(
    "ask",
    [
        sign_up,
        lambda client: sign_up(client, "paul@example.org"),
        ask_for_password,
        lambda client: ask_for_password(client, "nobody@example.org"),
    ],
    ids=["signing up", "with a known address", "a new password", "of nobody"],
)
def test_a_broken_mail_server_keeps_nobody_from_an_account_page(
    client, people, broken, mailoutbox, ask
):
    response = ask(client)

    assert response.status_code == 302
    [waiting] = AccountMail.objects.all()
    assert waiting.text

    broken.undo()
    wait_long()
    call_command("send_notices")
    [mail] = mailoutbox
    assert mail.body.strip() == waiting.text.strip()
    assert not AccountMail.objects.exists()


def test_a_person_whose_address_waits_signs_in_in_vain_but_without_a_failure(
    client, people, broken
):
    data = {"login": "paul@example.org", "password": PASSWORD}

    response = client.post(reverse("account_login"), data)

    assert response.url == reverse("account_email_verification_sent")
    assert AccountMail.objects.count() == 1


def test_what_the_server_refuses_again_is_told_and_waits_on(client, people, broken):
    ask_for_password(client)
    wait_long()

    with pytest.raises(CommandError, match="1 mail could not be sent"):
        call_command("send_notices")

    assert AccountMail.objects.count() == 1


def test_a_link_that_has_expired_is_not_sent_any_more(
    client, people, broken, mailoutbox
):
    ask_for_password(client)
    AccountMail.objects.update(
        created_at=timezone.now() - KEPT_FOR - timedelta(hours=1)
    )
    broken.undo()

    call_command("send_notices")

    assert not mailoutbox
    assert not AccountMail.objects.exists()


def test_what_was_sent_is_not_kept_since_its_link_is_a_key(client, people, mailoutbox):
    ask_for_password(client)

    assert len(mailoutbox) == 1
    assert not AccountMail.objects.exists()


def test_a_first_administrator_signs_in_without_any_mail(db, broken, client):
    call_command(
        "createsuperuser", email="Ada@Example.org", name="Ada", interactive=False
    )
    ada = User.objects.get()
    ada.set_password(PASSWORD)
    ada.save()

    data = {"login": "ada@example.org", "password": PASSWORD}
    response = client.post(reverse("account_login"), data)

    assert client.session["_auth_user_id"] == str(ada.pk)
    assert response.url != reverse("account_email_verification_sent")
    assert not AccountMail.objects.exists()
    [address] = EmailAddress.objects.all()
    assert (address.verified, address.primary) == (True, True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8443"])
@pytest.mark.parametrize(
    "ask",
    [
        sign_up,
        lambda client: sign_up(client, "paul@example.org"),
        ask_for_password,
        lambda client: ask_for_password(client, "nobody@example.org"),
    ],
    ids=["signing up", "with a known address", "a new password", "of nobody"],
)
def test_links_lead_to_the_site_whatever_host_was_asked(
    people, mailoutbox, settings, ask, host
):
    settings.SITE_URL = "https://pgd.example.ca/"
    ask(Client(headers={"Host": host}))

    [mail] = mailoutbox
    for text in (mail.body, mail.alternatives[0].content):
        addresses = re.findall(r"https?://[^\s\"<]+", text)
        assert addresses
        assert all(each.startswith("https://pgd.example.ca/en/") for each in addresses)
        assert host not in text
    assert mail.body.strip().endswith("pgd.example.ca")


def test_the_owner_of_an_address_is_written_to_in_their_own_language(
    client, people, mailoutbox
):
    sign_up(client, "Amina@example.org")

    [mail] = mailoutbox
    assert mail.to == ["amina@example.org"]
    assert mail.subject == "Vous avez déjà un compte"
    assert "http://testserver/fr/account/password/reset/" in mail.body
