"""What a browser says of the page that sent a form, when it says nothing sensible."""

import pytest
from django.test import Client


@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize("value", ["http://[", "http://a]b", "\xff", "null"])
def test_a_form_from_an_address_that_is_none_is_refused(db, header, value):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    response = client.post("/fr/account/login/", headers={header: value})

    assert response.status_code == 403
