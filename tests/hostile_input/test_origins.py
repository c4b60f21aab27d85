"""Addresses to come from and to go on to that are no addresses."""

import pytest
from django.test import Client


@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize("value", ["http://[", "http://a]b", "\xff", "null"])
def test_a_form_from_an_address_that_is_none_is_refused(db, header, value):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    response = client.post("/fr/account/login/", headers={header: value})

    assert response.status_code == 403


@pytest.mark.parametrize("page", ["inactive", "password/reset", "login", "signup"])
@pytest.mark.parametrize("address", ["http://[", "http://a]b", "//[", "%ff", "%00"])
def test_a_page_that_is_to_lead_on_to_no_address_is_shown(db, page, address):
    client = Client(raise_request_exception=False)

    assert client.get(f"/fr/account/{page}/?next={address}").status_code == 200
