"""Headers of all answers: pages, files, refusals and probes."""

import pytest
from django.conf import settings

ADDRESSES = ["/", "/fr/account/login/", "/nowhere/", "/health/", "/fr/projects/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_may_use_the_devices_of_its_reader(client, db, address):
    policy = client.get(address)["Permissions-Policy"]

    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{feature}=()" in policy.split(", ")


def test_a_request_for_another_host_gets_the_policy_too(client, db):
    response = client.get("/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert response["Permissions-Policy"] == settings.PERMISSIONS_POLICY


def test_static_files_are_not_offered_to_the_pages_of_other_sites(client, settings):
    settings.WHITENOISE_USE_FINDERS = True
    response = client.get("/static/questionnaire/favicon.svg")

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response
    assert response["Permissions-Policy"]
