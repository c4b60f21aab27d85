"""Pages about the site, and its error pages."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from questionnaire.access import is_database_down
from questionnaire.middleware import DatabaseDownMiddleware
from questionnaire.views.site import pages

PAGES = ["help", "keyboard", "accessibility", "privacy"]


def at(name, language):
    with translation.override(language):
        return reverse(name)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_anybody_may_read_the_pages_about_the_site(client, db, name, language):
    response = client.get(at(name, language))
    page = response.content.decode()

    assert response.status_code == 200
    assert f'<html lang="{language}-CA"' in page
    assert "Content-Security-Policy" in response.headers
    for other in PAGES:
        assert f'href="{at(other, language)}"' in page


def test_each_page_names_itself_in_the_other_language(client, db):
    page = client.get("/fr/privacy/").content.decode()

    assert '<link rel="alternate" hreflang="fr" href="/fr/privacy/">' in page
    assert '<link rel="alternate" hreflang="en" href="/en/privacy/">' in page


def test_the_support_address_is_offered_where_it_is_set(client, db, settings):
    assert "mailto:" not in client.get("/en/accessibility/").content.decode()

    settings.SUPPORT_EMAIL = "library@example.org"
    page = client.get("/en/accessibility/").content.decode()

    assert page.count("mailto:library@example.org") == 2


def test_an_unknown_page_is_answered_in_the_language_of_its_address(client, db):
    response = client.get("/en/nowhere/")
    page = response.content.decode()

    assert response.status_code == 404
    assert "We cannot find this page" in page
    assert '<div lang="fr-CA">' not in page


def test_without_a_language_an_unknown_page_is_answered_in_both(client, db):
    page = client.get("/nowhere/", headers={"Accept-Language": "fr"}).content.decode()

    french, english = page.index('<div lang="fr-CA">'), page.index('<div lang="en-CA">')
    assert french < english
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("answer", "exception", "status", "words"),
    [
        (pages.bad_request, SuspiciousOperation(), 400, "This request cannot be read"),
        (pages.permission_denied, PermissionDenied(), 403, "You may not do this"),
        (pages.page_not_found, Http404(), 404, "We cannot find this page"),
    ],
)
def test_refusals_are_pages_of_the_site(rf, db, answer, exception, status, words):
    with translation.override("en"):
        response = answer(rf.get("/en/x/"), exception)

    assert response.status_code == status
    assert words in response.content.decode()
    assert 'class="masthead"' in response.content.decode()


def test_a_form_from_another_site_is_refused_in_words(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/en/account/login/", {"login": "a", "password": "b"})

    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


def test_a_failure_is_explained_in_both_languages_without_the_database():
    page = render_to_string("500.html")

    assert "The site failed" in page
    assert '<html lang="fr-CA">' in page
    assert '<div lang="en-CA">' in page


def test_a_database_that_is_down_is_reported_without_a_query(rf):
    middleware = DatabaseDownMiddleware(lambda request: None)
    response = middleware.process_exception(rf.get("/fr/"), OperationalError())

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "The site is not available for the moment" in response.content.decode()


def test_a_plan_in_the_wrong_state_is_explained(rf, db):
    with translation.override("en"):
        page = render_to_string(
            "409.html", {"message": "This plan is finished."}, request=rf.get("/en/x/")
        )

    assert "This plan is finished." in page
    assert "Nothing was changed." in page


@pytest.fixture
def no_database(monkeypatch):
    """Make every query fail, as if the database were stopped."""

    def fail(*args, **kwargs):
        raise OperationalError("the server closed the connection unexpectedly")

    def stop():
        monkeypatch.setattr(BaseDatabaseWrapper, "cursor", fail)

    yield stop
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("error", "cause", "is_down"),
    [
        (OperationalError, None, True),
        (InterfaceError, None, True),
        # psycopg2, of a server that was killed in the middle of a query.
        (DatabaseError, Exception("server closed the connection unexpectedly"), True),
        # Django, of a row that is gone.
        (DatabaseError, None, False),
        (IntegrityError, Exception("duplicate key"), False),
        (ValueError, None, False),
    ],
)
def test_a_lost_database_is_distinguished_from_a_programming_error(
    error, cause, is_down
):
    exception = error("…")
    exception.__cause__ = cause

    assert is_database_down(exception) is is_down


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/en/projects/new/", "/en/account/", "/en/account/login/"]
)
def test_no_page_fails_while_the_database_is_down(people, no_database, path, signed_in):
    """Not even where the session is read, before the view and after it."""
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(people.amina)
    no_database()

    response = client.get(path)

    assert response.status_code in ({503} if signed_in else {200, 302, 503})
    if response.status_code == 503:
        assert response.headers["Retry-After"] == "5"
        assert "no-store" in response.headers["Cache-Control"]
        assert "The site is not available for the moment" in response.content.decode()


def test_a_script_learns_that_the_database_is_down(people, project, no_database):
    """As JSON, so that the page keeps the text and tries again by itself."""
    client = Client(raise_request_exception=False)
    client.force_login(people.amina)
    no_database()

    response = client.post(
        f"/en/projects/{project.pk}/questions/data-responsibility/",
        headers={"Accept": "application/json"},
    )

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.json() == {"error": "database_down"}


def test_a_script_gets_a_failure_as_json(people, monkeypatch):
    monkeypatch.setattr(
        "questionnaire.views.projects.projects.render", lambda *args, **kwargs: 1 / 0
    )
    client = Client(raise_request_exception=False)
    client.force_login(people.amina)

    page = client.get("/en/")
    answer = client.get("/en/", headers={"Accept": "application/json"})

    assert (page.status_code, answer.status_code) == (500, 500)
    assert "The site failed" in page.content.decode()
    assert answer.json() == {"error": "server_error"}
