"""Requests that are too large, or that nobody can read, before a view does anything."""

import pytest
from django.conf import settings
from django.test import RequestFactory

from questionnaire.models import Membership
from questionnaire.serving.bodies import RequestBodyMiddleware
from questionnaire.vocabulary import Role
from tests.hostile_input.request_values import TYPES

SIGN_IN = "/fr/account/login/"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=a")


class Unread:
    """The body of a request, which is never to be read."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


@pytest.fixture
def of_length(client, db):
    """A function that sends a request of this length; its body must stay unread."""

    def send(path, length, kind=FORMS[0]):
        environ = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind}
        return client.request(
            PATH_INFO=path, REQUEST_METHOD="POST", **environ, **{"wsgi.input": Unread()}
        )

    return send


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize(
    "page", ["login", "signup", "password/reset", "reauthenticate"]
)
def test_a_huge_form_of_signing_in_is_refused_unread(of_length, page, kind):
    response = of_length(f"/fr/account/{page}/", settings.LARGEST_SIGN_IN + 1, kind)

    assert response.status_code == 413


@pytest.mark.parametrize("kind", [*FORMS, "application/json"])
def test_no_address_reads_more_than_the_site_takes(of_length, kind):
    too_much = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1

    assert of_length("/fr/projects/new/", too_much, kind).status_code == 413
    assert of_length("/nowhere/", 10**30, kind).status_code == 413


@pytest.mark.parametrize("length", ["-1", "NaN", "1e3", "\u0663", "0x10", "9" * 99])
def test_a_length_that_is_no_number_is_refused(of_length, length):
    assert of_length(SIGN_IN, length).status_code in (400, 413)


@pytest.mark.parametrize("kind", [each for each in TYPES if each.startswith("multi")])
def test_an_unreadable_form_does_not_do_what_its_address_is_for(
    client, project, people, kind
):
    """Leaving a project needs no field: it was done before the form was read."""
    member = Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )
    client.force_login(people.paul)
    address = f"/fr/projects/{project.pk}/members/leave/"

    response = client.generic("POST", address, b"--a\r\n", kind)

    assert response.status_code == 400
    assert Membership.objects.filter(pk=member.pk).exists()


def test_a_form_of_usual_size_is_read_once():
    request = RequestFactory().post(SIGN_IN, {"login": "a" * 1_000})

    assert (
        RequestBodyMiddleware(lambda each: each.POST["login"])(request) == "a" * 1_000
    )
