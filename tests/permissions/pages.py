"""Requesting entry points as somebody, and undoing all that the request changed."""

import re

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

WRITES = re.compile(r"(INSERT|UPDATE|DELETE)\b(?!.*django_session)", re.DOTALL)


def entry_points(argument, resolver=None, prefix=""):
    """{name of the address: (its view, the names of its arguments)} of those that
    have `argument`.
    """
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            found |= entry_points(argument, entry, route)
        elif argument in route:
            names = re.findall(r"<(?:\w+:)?(\w+)>", route)
            found[entry.name] = entry.callback, names
    return found


def signed_in(user):
    """A client signed in as this person; not signed in for None."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def methods_of(client, url):
    """The methods that a page accepts; it refuses others before anything else."""
    response = client.generic("PROBE", url)
    assert response.status_code == 405, "say which methods this page takes"
    return sorted({"GET", "POST"}.intersection(response["Allow"].split(", ")))


class Found:
    """The outcome of a request whose effects are all undone."""

    def __init__(self, client, method, url, data):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                response = getattr(client, method.lower())(url, data)
            transaction.set_rollback(True)
        self.status, self.location = response.status_code, response.get("Location", "")
        self.text = b"".join(response).decode(errors="replace")
        self.page = _without_secrets(self.text, url)
        self.writes = [each["sql"] for each in queries if WRITES.match(each["sql"])]


def _without_secrets(page, url):
    """A page without what differs each time: the address and tokens."""
    if "/admin/" in url:
        page = re.sub(r'/admin/[^"]*', "/admin/PLACE", page)
    elif "/account/" not in url:
        where = url.split("/projects/" if "/projects/" in url else "/library/")[1]
        page = page.replace(f"/{where.split('/')[0]}/", "/PLACE/")
    return re.sub(
        r'("csrf-token" content|csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page
    )


def complaint(found, unknown, expected):
    """What is wrong with the answer; None if nothing."""
    if expected == "allowed":
        opened = found.status in (200, 202, 204, 302, 307, 400, 422)
        if not opened or reverse("account_login") in found.location:
            return f"{found.status} for somebody who may"
        return None
    if expected == 401:
        if found.status != 302 or reverse("account_login") not in found.location:
            return f"{found.status} instead of the way to sign-in"
    elif expected == "refused":
        if found.status not in (403, 409):
            return f"{found.status} instead of a refusal"
    elif found.status != expected:
        return f"{found.status} instead of {expected}"
    if expected == 404 and unknown and found.page != unknown.page:
        return "not the page of a project that does not exist"
    if "Canari" in found.text:
        return "the page quotes the project"
    if found.writes:
        return f"something was written: {found.writes}"
    return None
