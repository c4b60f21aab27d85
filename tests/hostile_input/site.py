"""Every form of the site, found by opening its pages as everybody; and its requests."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from django.utils import translation

from tests.permissions.pages import WRITES

FORM = "application/x-www-form-urlencoded"
# Where each of the world's people is at work.
PLACES = {
    "amina": (
        "/fr/projects/",
        "/fr/account/",
        "/fr/session/",
        "/fr/invitations/",
        "/fr/notices/",
    ),
    "paul": ("/fr/projects/",),
    "louise": ("/fr/library/", "/fr/projects/"),
    "staff": ("/fr/admin/",),
    "nobody": ("/fr/account/",),
}
# What a person types words into; other fields are chosen from what the page offers.
LINES = ("text", "search", "email")
TEXTS = (*LINES, "textarea", "html", "password")


@dataclass
class Form:
    """A form as a page offers it: where it is sent, by whom, and its fields."""

    person: str
    method: str
    address: str
    name: str  # of the address that it is sent to
    data: list = field(default_factory=list)  # [(name, value)], as it would be sent
    kinds: dict = field(default_factory=dict)  # {name of a field: kind of its control}
    prepare: Callable[[], None] = lambda: None  # brings the state that offers it

    @property
    def key(self):
        numberless = (re.sub(r"\d+", "#", name) for name in self.kinds)
        return self.method, self.name, frozenset(numberless)

    def __str__(self):
        return f"{self.method} {self.name} ({self.person})"

    def with_value(self, name, value):
        """[(name, value)] of the form with one field filled in differently."""
        others = [pair for pair in self.data if pair[0] != name]
        if self.kinds[name] == "json":
            others = [pair for pair in others if not pair[0].startswith(f"{name}:")]
        return [*others, (name, value)]


class _Reader(HTMLParser):
    """The forms of a page, and the fields that stand outside and name their form."""

    def __init__(self):
        super().__init__()
        self.forms, self.open, self.select, self.area = [], None, None, None
        self.by_id, self.outside = {}, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.open = {"attrs": attrs, "fields": []}
            self.forms.append(self.open)
            self.by_id[attrs.get("id")] = self.open
        elif "data-prose-editor" in attrs:
            self._add(attrs, attrs["data-html-name"], "html", None)
        elif "data-table-editor" in attrs:
            self._add(attrs, attrs["data-name"], "json", None)
        elif tag == "select":
            self.select = attrs
        elif tag == "option" and self.select is not None:
            if "selected" in attrs or "name" not in self.select.get("seen", ()):
                self.select["value"] = attrs.get("value", "")
                self.select["seen"] = ("name",)
        elif tag == "textarea" and "name" in attrs:
            self.area = {**attrs, "value": ""}
        elif tag == "input":
            self._input(attrs)
        elif tag == "button" and self.open is not None and "formaction" not in attrs:
            if "btn-primary" in attrs.get("class", "") and "name" in attrs:
                self._add(attrs, attrs["name"], "button", attrs.get("value", ""))
        elif tag == "button" and self.open is not None:
            other = {**self.open["attrs"], "action": attrs["formaction"]}
            self.forms.append({"attrs": other, "fields": self.open["fields"]})

    def handle_data(self, data):
        if self.area is not None:
            self.area["value"] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select" and self.select is not None:
            value = self.select.get("value", "")
            self._add(self.select, self.select.get("name"), "select", value)
            self.select = None
        elif tag == "textarea" and self.area is not None:
            value = self.area["value"].removeprefix("\n")
            self._add(self.area, self.area["name"], "textarea", value)
            self.area = None

    def _input(self, attrs):
        kind, value = attrs.get("type", "text"), attrs.get("value", "")
        if kind in ("checkbox", "radio"):
            value = attrs.get("value", "on") if "checked" in attrs else None
        if kind == "file":
            value = None
        self._add(attrs, attrs.get("name"), kind, value)

    def _add(self, attrs, name, kind, value):
        if name:
            place = self.by_id.get(attrs.get("form")) if "form" in attrs else self.open
            if place is not None:
                place["fields"].append((name, kind, value))
            elif "form" in attrs:
                self.outside.append((attrs["form"], (name, kind, value)))

    def found(self):
        for form_id, each in self.outside:
            if form_id in self.by_id:
                self.by_id[form_id]["fields"].append(each)
        return self.forms


def first_of_each(form):
    """[(name, kind)] of the fields; of those that differ by a number, the first."""
    found = {}
    for name, kind in form.kinds.items():
        found.setdefault(re.sub(r":\d+:", ":#:", name), (name, kind))
    return list(found.values())


def forms_of(html, person, page):
    """Every Form of a page."""
    reader = _Reader()
    reader.feed(html)
    for found in reader.found():
        attrs = found["attrs"]
        method = attrs.get("method", "get").upper()
        address = urljoin(page, attrs.get("action") or page)
        if method not in ("GET", "POST") or (name := address_name(address)) is None:
            continue
        form = Form(person, method, address, name)
        for field_name, kind, value in found["fields"]:
            if field_name == "csrfmiddlewaretoken":
                continue
            form.kinds.setdefault(field_name, kind)
            if value is not None:
                form.data.append((field_name, value))
        yield form


def address_name(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def patterns(resolver=None, prefix=""):
    """Every (name, names of its arguments, view) of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{entry.pattern}"
        if not isinstance(entry, URLPattern):
            yield from patterns(entry, route)
        elif entry.name:
            space = "admin:" if "/admin/" in route else ""
            names = re.findall(r"<(?:\w+:)?(\w+)>", route)
            yield f"{space}{entry.name}", names, entry.callback


def addresses(world):
    """{name: address} of the site's pages that the world's arguments lead to."""
    found = {}
    for name, names, _view in patterns():
        values = world["arguments"] | world["own_arguments"].get(name, {})
        if set(names) <= values.keys():
            with translation.override("fr"):
                kwargs = {each: values[each] for each in names}
                query = world["queries"].get(name, "")
                found[name] = reverse(name, kwargs=kwargs) + query
    return found


def sites_forms(world):
    """Every kind of form once: in the first state, for the first person, it is in."""
    found = {}
    for prepare in world["states"]:
        prepare()
        for person in world["people"]:
            client = client_of(world, person)
            for address in addresses(world).values():
                if not address.startswith(PLACES[person]):
                    continue
                page = undone(lambda a=address, c=client: c.get(a))
                if page.response.status_code == 302:
                    continue
                for form in forms_of(page.text, person, address):
                    form.prepare = prepare
                    found.setdefault(form.key, form)
    return list(found.values())


@dataclass
class Outcome:
    """The response to a request, and what was written before it was all undone."""

    response: object
    writes: list
    text: str = ""


def undone(send):
    """Do a request, read the page that it leads to, and undo its effects."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            response = send()
        outcome = Outcome(response, _writes(queries), _text(response))
        if response.status_code == 302:
            outcome.text += _text(response.client.get(response["Location"]))
        transaction.set_rollback(True)
    return outcome


def _writes(queries):
    return [each["sql"] for each in queries if WRITES.match(each["sql"])]


def _text(response):
    is_page = response.get("Content-Type", "").startswith(
        ("text/html", "application/j")
    )
    return response.content.decode() if is_page and not response.streaming else ""


def send(world, form, data):
    """The outcome of sending a form with this data, [(name, value)]."""
    cache.clear()  # Whoever tries so often would be told to wait.
    client = client_of(world, form.person)
    if form.method == "GET":
        address = f"{form.address.partition('?')[0]}?{urlencode(data)}"
        return undone(lambda: client.get(address))
    body = urlencode(data)
    return undone(lambda: client.generic("POST", form.address, body, FORM))


def client_of(world, person):
    """A client of one of the world's people, who reads French."""
    client = Client(raise_request_exception=False)
    if user := world["people"][person]:
        client.force_login(user)
    return client
