"""Pages of the administration, and of one’s own account."""

import logging
import re

import pytest
from django.urls import get_resolver, reverse

from tests.permissions.pages import Found, complaint, signed_in
from tests.permissions.table import PEOPLE, SITE_CELLS, one_of_each


def administration_pages():
    """{name: (view, argument names)} of the administration's pages."""
    for entry in get_resolver().url_patterns:
        for below in getattr(entry, "url_patterns", ()):
            if getattr(below, "namespace", None) == "admin":
                return {
                    each.name: (
                        each.callback,
                        re.findall(r"<(\w+):(\w+)>", str(each.pattern)),
                    )
                    for each in below.url_patterns
                }
    return {}


PAGES = administration_pages()


def test_the_administration_has_its_pages_and_no_other():
    assert {
        "index",
        "institutions",
        "people",
        "all_projects",
        "templates",
        "trail",
        "trail_projects",
        "person_erase",
    } <= set(PAGES)
    assert not {"login", "logout", "password_change"} & set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_administration_opens_as_the_table_says(
    name, project, institution, everybody, people, caplog
):
    caplog.set_level(logging.CRITICAL, "django.request")
    _view, names = PAGES[name]
    of_whom = institution.pk if name.startswith(("inst", "libr")) else people.omar.pk
    kwargs = {each: project.pk if kind == "uuid" else of_whom for kind, each in names}
    here, wrong = reverse(f"admin:{name}", kwargs=kwargs), []
    nowhere = f"{reverse('admin:index')}nowhere/"
    expected = {(person,): _expected(PEOPLE[person]) for person in everybody}
    for (person,), answer in one_of_each(expected, name).items():
        client = signed_in(everybody[person])
        for method in ("GET", "POST"):
            found = Found(client, method, here, {})
            unknown = Found(client, method, nowhere, {})
            if answer == "allowed" and found.status == 405:
                continue
            if fault := complaint(found, unknown, answer):
                wrong.append(f"{method} {person}: {fault}")

    assert wrong == []


def _expected(column):
    if SITE_CELLS["site.admin_pages"][column] == "A":
        return "allowed"
    return 401 if column == "anonymous" else 404


@pytest.mark.parametrize("name", ["account_data", "account_delete"])
def test_a_page_of_ones_own_account_opens_for_everybody_signed_in(name, everybody):
    for person, user in everybody.items():
        found = Found(signed_in(user), "GET", reverse(name), {})
        expected = 401 if PEOPLE[person] == "anonymous" else "allowed"

        assert complaint(found, None, expected) is None
