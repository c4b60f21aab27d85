"""Every address of the site, as somebody lands on it by a link, a bookmark or a reload.

The addresses are found by walking the URL patterns, so that a new one cannot escape.
"""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.questions import slug_of

# A value for each argument of an address; what it names need not exist.
ARGUMENTS = {
    "export_id": uuid.UUID(int=1),
    "figure": "status",
    "extension": "csv",
    "file_format": "pdf",
    "key": "abc",
    "label": "1.1",
    "language": "fr",
    "page": "comments/",
    "sha256": "0",
    "slug": slug_of("1.1"),
    "question": slug_of("1.1"),
    "template": "open-science-workflows",
    "token": "abc",
    "uidb36": "1",
}


def named_addresses(resolver=None, namespace="", prefix=""):
    """{name: [(kind of an argument, its name)]} of every address of the site."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found[namespace + entry.name] = re.findall(r"<(?:(\w+):)?(\w+)>", route)
        else:
            inside = getattr(entry, "namespace", None)
            inside = f"{namespace}{inside}:" if inside else namespace
            found |= named_addresses(entry, inside, route)
    return found


ADDRESSES = named_addresses()


@pytest.fixture
def address_of(project, institution):
    """A function (name of an address) that gives it, with arguments."""

    def address(name):
        values = {
            **ARGUMENTS,
            "project_id": project.pk,
            "institution_id": institution.pk,
        }
        kwargs = {
            each: values.get(each, project.pk if kind == "uuid" else 1)
            for kind, each in ADDRESSES[name]
        }
        return reverse(name, kwargs=kwargs)

    return address


@pytest.fixture
def administrator(people):
    """Amina's account, which may do all there is to do on the site."""
    people.amina.is_staff = True
    people.amina.save()
    return people.amina


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_nobody_who_lands_on_an_address_gets_an_empty_405(
    is_signed_in, address_of, administrator
):
    empty = []
    for name in ADDRESSES:
        client = Client(raise_request_exception=False)
        if is_signed_in:
            client.force_login(administrator)
        if client.get(address_of(name), follow=True).status_code == 405:
            empty.append(name)

    assert empty == []


def takes_only_forms(client, address):
    """Whether an address is one that forms are sent to, and no page."""
    answer = client.generic("PROBE", address)
    allowed = {each.strip() for each in answer.get("Allow", "").split(",")}
    return answer.status_code == 405 and not allowed & {"GET", "HEAD"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_that_only_takes_forms_leads_to_the_page_of_its_form(
    language, address_of, client, administrator
):
    client.force_login(administrator)
    found, wrong = 0, []
    for name in ADDRESSES:
        address = re.sub("^/(fr|en)/", f"/{language}/", address_of(name))
        if not takes_only_forms(client, address):
            continue
        found += 1
        page = client.get(address).get("Location", "")
        if not page.startswith(f"/{language}/") or takes_only_forms(client, page):
            wrong.append((name, page))

    assert wrong == []
    assert found > 40


def test_a_script_that_reads_an_address_for_forms_is_told_so_in_its_own_way(
    client, project, people
):
    client.force_login(people.amina)
    address = reverse("draft", args=[project.pk, slug_of("1.1")])

    response = client.get(address, headers={"Accept": "application/json"})

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert response.json()["error"] == "method_not_allowed"
