"""Forms of pages at the site's own address are taken, whatever a proxy makes of it."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from dmp_site.production import origin_of
from questionnaire.carrying.store import is_sent_here
from tests.operation.own_production import OwnProduction

SITE_URL = "https://PGD.example.ca:8443/"
ORIGIN = "https://pgd.example.ca:8443"
# As a proxy passes it on: its name, without its port.
HOST = "pgd.example.ca"


@pytest.fixture
def browser(settings, people):
    settings.ALLOWED_HOSTS = [HOST]
    settings.CSRF_TRUSTED_ORIGINS = [origin_of(SITE_URL)]
    return Client(enforce_csrf_checks=True, headers={"Host": HOST})


def sign_in(browser, origin):
    page = browser.get(reverse("account_login"))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    return browser.post(
        reverse("account_login"),
        {
            "login": "amina@example.org",
            "password": "correct horse",
            "csrfmiddlewaretoken": token,
        },
        headers={"Origin": origin},
    )


def test_people_sign_in_though_the_proxy_drops_the_port_of_the_site(browser):
    assert sign_in(browser, ORIGIN).status_code == 302


def test_what_a_page_of_the_site_sends_counts_as_its_own(browser):
    headers = {"Host": HOST, "Origin": ORIGIN}

    assert is_sent_here(RequestFactory().post("/", headers=headers))


@pytest.mark.parametrize("origin", ["https://pgd.example.ca:9443", "https://x.example"])
def test_pages_elsewhere_send_no_forms(browser, origin):
    assert sign_in(browser, origin).status_code == 403


def test_the_address_of_the_site_is_trusted_beside_those_that_are_named(tmp_path):
    asked = "from django.conf import settings; print(*settings.CSRF_TRUSTED_ORIGINS)"
    other = "https://autre.example.ca"
    site = OwnProduction(
        tmp_path,
        SITE_URL=SITE_URL,
        ALLOWED_HOSTS="pgd.example.ca",
        CSRF_TRUSTED_ORIGINS=other,
    )

    assert site.run("-c", asked).stdout.split() == [ORIGIN, other]
