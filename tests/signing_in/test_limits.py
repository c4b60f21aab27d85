"""Guessing passwords is slow, from wherever; nobody is locked out by somebody else."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

PASSWORD = "correct horse"
NEW_PASSWORD = "battery staple here"


class Browser(Client):
    """A browser at an address of the network, which keeps its cookies."""

    def __init__(self, address="192.0.2.1", **headers):
        super().__init__(REMOTE_ADDR=address, headers=headers)

    def sign_in(self, email="amina@example.org", password=PASSWORD, **headers):
        data = {"login": email, "password": password}
        return self.post(reverse("account_login"), data, headers=headers)

    def guess(self, times, email="amina@example.org", **headers):
        """The answer to the last of so many wrong passwords."""
        for _try in range(times):
            response = self.sign_in(email, "wrong", **headers)
        return response

    @property
    def is_signed_in(self):
        return "_auth_user_id" in self.session


def behind_proxy(real, forged=""):
    """The header that a proxy writes, after whatever the browser wrote there."""
    return {"X-Forwarded-For": ", ".join(filter(None, [forged, real]))}


def test_whoever_is_told_to_wait_is_told_how_long(people):
    browser = Browser()
    response = browser.guess(6)

    assert response.status_code == 429
    assert 200 < int(response["Retry-After"]) <= 300
    [error] = response.context["form"].non_field_errors()
    assert error.startswith("Too many tries. Wait 5 minutes")
    assert not browser.is_signed_in


def test_many_wrong_passwords_of_one_person_lock_nobody_else_out(people):
    """Even at one address: of a whole campus, or of a proxy."""
    Browser().guess(9)
    known = Browser("192.0.2.9")
    known.sign_in("paul@example.org")
    known.post(reverse("account_logout"))
    Browser().guess(30, "somebody@example.org")

    assert Browser("192.0.2.2").sign_in("paul@example.org").status_code == 302
    moved_to_campus = {"REMOTE_ADDR": "192.0.2.1"}
    data = {"login": "paul@example.org", "password": PASSWORD}
    assert known.post(reverse("account_login"), data, **moved_to_campus).url


def test_behind_a_proxy_each_visitor_has_an_address_of_their_own(people, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = "127.0.0.1"
    Browser(proxy).guess(30, **behind_proxy("198.51.100.7"))

    response = Browser(proxy).sign_in(**behind_proxy("198.51.100.8"))

    assert response.status_code == 302


def test_an_address_that_the_browser_itself_claims_to_have_counts_nothing(
    people, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for turn in range(6):
        claim = behind_proxy("198.51.100.7", forged=f"203.0.113.{turn}")
        response = Browser("127.0.0.1").guess(1, **claim)

    assert response.status_code == 429


@pytest.mark.parametrize(
    "header", ["", "unknown", "[", ", ,", "256.1.1.1", "1" * 5_000, "\xff"]
)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_no_header_of_a_proxy_keeps_people_from_signing_in(
    people, settings, header, count
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count

    response = Browser("127.0.0.1").sign_in(**{"X-Forwarded-For": header})

    assert response.status_code == 302


def attack(times, email="amina@example.org"):
    """Guess from as many addresses as the attacker likes."""
    for turn in range(times):
        response = Browser(f"203.0.{turn // 250}.{turn % 250}").guess(1, email)
    return response


def test_guessing_from_everywhere_is_slowed_down_too(people):
    assert attack(101).status_code == 429


def test_a_browser_that_was_signed_in_before_is_not_locked_out_by_an_attack(people):
    own = Browser()
    own.sign_in()
    own.post(reverse("account_logout"))
    attack(120)

    own.sign_in()

    assert own.is_signed_in


def test_a_known_browser_guesses_no_faster(people):
    own = Browser()
    own.sign_in()
    own.post(reverse("account_logout"))

    assert own.guess(11).status_code == 429
    assert own.sign_in("paul@example.org").status_code == 302


def test_the_link_in_a_mail_lets_a_locked_out_person_in(people, mailoutbox):
    attack(120, "paul@example.org")
    locked_out = Browser()
    assert locked_out.sign_in("paul@example.org").status_code == 429
    locked_out.post(reverse("account_reset_password"), {"email": "paul@example.org"})
    [link] = [each for each in mailoutbox[0].body.split() if "://" in each]
    page = locked_out.get(link, follow=True).redirect_chain[-1][0]
    locked_out.post(page, {"password1": NEW_PASSWORD})
    attack(120, "paul@example.org")

    locked_out.sign_in("paul@example.org", NEW_PASSWORD)

    assert locked_out.is_signed_in


def test_a_shared_computer_is_not_remembered(people):
    shared = Browser()
    data = {"login": "amina@example.org", "password": PASSWORD, "shared": "on"}
    shared.post(reverse("account_login"), data)

    assert shared.is_signed_in
    assert "known_browser" not in shared.cookies


@pytest.mark.parametrize("cookie", ["", "a:b:c", "\xff", "[" * 900])
def test_a_forged_cookie_makes_no_browser_known(people, cookie):
    attack(101)
    browser = Browser(Cookie=f"known_browser={cookie}")

    assert browser.guess(1).status_code == 429


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password"])
def test_every_page_that_says_wait_says_how_long(people, settings, name):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip", "reset_password": "1/m/ip"}
    browser = Browser()
    data = {"email": "mei@example.org", "name": "Mei", "password1": PASSWORD}
    responses = [browser.post(reverse(name), data) for _try in range(2)]

    assert responses[1].status_code == 429
    assert responses[1]["Retry-After"] == "60"
    assert "Too many tries" in responses[1].content.decode()


def test_deleting_the_account_says_how_long_to_wait(people):
    browser = Browser()
    browser.force_login(people.amina)
    for _try in range(11):
        response = browser.post(reverse("account_delete"), {"password": "wrong"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


@pytest.fixture
def _as_in_production(settings, db):
    """Tries are counted as the site's own settings say, not as those of the tests."""
    settings.CACHES = settings.SITE_CACHES
    yield
    caches["default"].clear()


@pytest.mark.usefixtures("_as_in_production")
def test_all_processes_count_together(people):
    """What one of them counted is in the database, where the others find it."""
    Browser().guess(5)

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        [(kept,)] = cursor.fetchall()
    assert kept > 0
    caches.close_all()
    del caches["default"]
    assert Browser().sign_in().status_code == 429
