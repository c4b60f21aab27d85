"""The log of a site in production tells its operator what happened, in lines."""

import smtplib

import pytest
from django.core import mail

from questionnaire.mail.sending import try_to_send

ASK = """
import django
from django.test import Client
django.setup()
Client(raise_request_exception=False).{request}
"""
REFUSED = {
    "get('/fr/', headers={'Host': 'evil.example'})": "Invalid HTTP_HOST header",
    "post('/fr/account/login/', {'login': 'a' * 70_000}, secure=True,"
    " headers={'Host': 'pgd.example.ca'})": "The request is larger than",
}


@pytest.mark.parametrize("request_", REFUSED)
def test_a_request_that_is_refused_takes_a_line(sqlite_site, request_):
    outcome = sqlite_site.run("-c", ASK.format(request=request_))
    said = outcome.stderr.splitlines()

    [line] = [each for each in said if each.startswith("ERROR django.security.")]
    assert REFUSED[request_] in line
    assert not [each for each in said if "Traceback" in each]


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError(111, "Connection refused"),
        smtplib.SMTPAuthenticationError(535, b"Connection refused: who are you?"),
    ],
)
def test_a_mail_server_that_is_away_takes_a_line(caplog, failure):
    def compose():
        raise failure

    assert not try_to_send(compose)

    [record] = caplog.records
    assert "tried again" in record.getMessage()
    assert "Connection refused" in record.getMessage()
    assert not record.exc_info


def test_a_task_that_a_mail_server_failed_takes_a_line(sqlite_site):
    code = (
        "import django, logging; django.setup()\n"
        "from questionnaire.mail.sending import raise_if_failed\n"
        "try: raise_if_failed(2)\n"
        "except Exception as e: logging.getLogger('x').error('FAILED', exc_info=e)"
    )

    assert sqlite_site.run("-c", code).stderr.splitlines() == ["ERROR x FAILED"]


def test_what_nobody_foresaw_is_logged_with_where_it_happened(caplog):
    def compose():
        return mail.EmailMessage(to="none")

    assert not try_to_send(compose)

    [record] = caplog.records
    assert record.exc_info
