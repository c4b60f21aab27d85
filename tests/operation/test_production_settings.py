"""A site in production starts with all that it needs, or says what is missing."""

import pytest

from dmp_site.production import EXIT_CODE
from tests.operation.own_production import COMPLETE, OwnProduction

SENTENCES = {
    "ALLOWED_HOSTS": "Set ALLOWED_HOSTS to the host names of the site",
    "SITE_URL": "Set SITE_URL to the address of the site",
    "EMAIL_URL": "Set EMAIL_URL to the mail server",
    "DEFAULT_FROM_EMAIL": "Set DEFAULT_FROM_EMAIL to the address that mail comes from",
}
WRONG = {
    "pgd.example.ca": "it must be a whole address",
    "ftp://pgd.example.ca": "it must be a whole address",
    "https://": "it must be a whole address",
    "https://[": "it must be a whole address",
    "https://elsewhere.example": "SITE_URL leads to elsewhere.example",
}


@pytest.fixture
def started(tmp_path):
    """A function that starts the site with these variables, and tells what came."""

    def start(*arguments, **variables):
        site = OwnProduction(tmp_path, **variables)
        return site.run(*(arguments or ("manage.py", "check")))

    return start


def refusals(outcome):
    """What the site says instead of starting, line by line."""
    assert outcome.returncode == EXIT_CODE, outcome.stderr
    first, *sentences = outcome.stderr.splitlines()
    assert first == "DMP Studio does not start."
    assert all(each.endswith(".") for each in sentences)
    return sentences


def test_a_complete_site_starts(started):
    assert started().returncode == 0


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_missing_is_said_in_one_sentence(started, name):
    [sentence] = refusals(started(**{name: ""}))

    assert sentence.startswith(SENTENCES[name])


def test_all_that_is_missing_is_said_at_once(started):
    sentences = refusals(started(**dict.fromkeys(SENTENCES, "")))

    assert [each.split()[1] for each in sentences] == list(SENTENCES)


@pytest.mark.parametrize(("address", "sentence"), WRONG.items())
def test_an_address_that_links_could_not_lead_to_is_refused(started, address, sentence):
    [said] = refusals(started(SITE_URL=address))

    assert sentence in said


def test_an_address_of_mail_that_is_none_is_refused(started):
    [sentence] = refusals(started(EMAIL_URL="mail.example.ca"))

    assert sentence.startswith("EMAIL_URL must begin with smtp")


def test_other_hosts_are_served_with_a_key_only(started):
    [sentence] = refusals(started(SECRET_KEY=""))

    assert sentence.startswith("Set SECRET_KEY")


@pytest.mark.parametrize(
    "command", ["migrate", "createsuperuser", "db_worker", "send_notices"]
)
def test_every_command_says_it_alike(started, command):
    assert refusals(started("manage.py", command, SITE_URL=""))


def test_the_web_server_says_it_and_does_not_try_again(started):
    serve = ("-m", "gunicorn", "dmp_site.wsgi", "--bind", "127.0.0.1:0")
    several = ("--workers", "4", "--threads", "4", "--no-control-socket")
    outcome = started(*serve, *several, SITE_URL="")

    assert outcome.returncode == EXIT_CODE
    assert outcome.stderr.count(SENTENCES["SITE_URL"]) == 1
    assert "Traceback" not in outcome.stderr


def test_a_trial_needs_nothing(started):
    assert started(**dict.fromkeys(COMPLETE, "")).returncode == 0


def test_an_address_of_a_database_that_is_not_postgresql_is_refused(started):
    [sentence] = refusals(started(DATABASE_URL="sqlite:///studio.sqlite3"))

    assert sentence.startswith("DATABASE_URL must begin with postgresql://")


@pytest.mark.parametrize("command", ["migrate", "check --database default"])
def test_a_database_that_is_not_reached_is_said_in_words(started, command):
    nowhere = "postgresql://user:secret-word@127.0.0.1:9/none"
    outcome = started("manage.py", *command.split(), DATABASE_URL=nowhere)

    assert outcome.returncode == 1
    said = outcome.stderr.splitlines()
    assert said[0] == "DMP Studio does not reach its database."
    assert "127.0.0.1" in said[1] and "refused" in said[1]
    assert "Traceback" not in outcome.stderr
    assert "secret-word" not in outcome.stderr
