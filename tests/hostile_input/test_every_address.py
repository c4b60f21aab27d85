"""Every address of the site, asked as no browser of ours would ask.

A first visit finds which names each address reads from its query. Hostile values are
then taken in turn: each address meets a few, each value meets many addresses.
"""

import itertools

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from questionnaire.carrying import COOKIE as CARRIED_COOKIE
from questionnaire.carrying.owners import COOKIE as OWNERS_COOKIE
from questionnaire.forms.drafts import SENT_COOKIE
from questionnaire.models import WorkerBeat
from tests.hostile_input.request_values import (
    BODIES,
    HEADERS,
    HOSTS,
    IN_HEADERS,
    IN_QUERIES,
    LENGTHS,
    OF_A_HEADER,
    TYPES,
)
from tests.hostile_input.site import PLACES, addresses, undone

COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    CARRIED_COOKIE,
    OWNERS_COOKIE,
    SENT_COOKIE,
    "messages",
)


@pytest.fixture
def places(world):
    """[(address, a client of its person's)] of the whole site, which is ready."""
    WorkerBeat.objects.create(worker="one")
    clients = {}
    for person, user in world["people"].items():
        clients[person] = client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
    return [(each, clients[whose(each)]) for each in addresses(world).values()]


@pytest.fixture
def names_read(monkeypatch):
    """Names that are read from queries and forms, as they are."""
    names = []
    for method in ("__getitem__", "__contains__", "get", "getlist"):
        monkeypatch.setattr(QueryDict, method, _recording(method, names))
    return names


def _recording(method, names):
    read = getattr(QueryDict, method)

    def recorded(self, key, *args):
        names.append(key)
        return read(self, key, *args)

    return recorded


def whose(address):
    """The one of the world's people who is at work there."""
    at_work = (each for each in PLACES if address.startswith(PLACES[each]))
    return next(at_work, "nobody")


def asked(client, address, method="GET", **environ):
    """The outcome of a request with this WSGI environment."""
    path, _, query = address.partition("?")
    environ = {"QUERY_STRING": query, **environ}
    return undone(lambda: client.generic(method, path, **environ))


def fault_of(outcome):
    """What is wrong with an answer; "" if nothing: no failure, nothing half done."""
    status = outcome.response.status_code
    if status >= 500:
        return f"failed: {status}"
    if status >= 400 and outcome.writes:
        return f"refused ({status}), yet written: {outcome.writes[-1][:100]}"
    return ""


def faults(outcomes):
    """Lines about the wrong ones of [(address, what was sent, outcome)]."""
    found = ((address, sent, fault_of(each)) for address, sent, each in outcomes)
    return "\n".join(str(each) for each in found if each[2])


def in_turn(values, turn, count):
    """So many of the values, others at each turn, until all have had theirs."""
    values = list(values)
    for step in range(count):
        yield values[(turn * count + step) % len(values)]


def as_environ(name):
    return f"HTTP_{name.upper().replace('-', '_')}"


def test_no_header_and_no_value_of_a_query_makes_the_site_fail(places, names_read):
    """The first visit sends all headers at once, each with another value."""
    values = itertools.cycle(IN_HEADERS.values())

    def outcomes():
        for turn, (address, client) in enumerate(places):
            names_read.clear()
            sent = {each: next(values) for each in HEADERS}
            sent |= OF_A_HEADER if turn % 5 == 0 else {}
            environ = {as_environ(each): value for each, value in sent.items()}
            yield address, sent, asked(client, address, **environ)
            next(values)  # or each header would always have the same
            names = [*dict.fromkeys(names_read), "a"]
            for name, value in in_turn(IN_QUERIES.items(), turn, 2):
                # Twice: what is repeated is a list.
                query = "&".join(f"{each}{value}" for each in names * 2)
                yield address, name, asked(client, address, QUERY_STRING=query)

    assert not (found := faults(outcomes())), found


def test_no_cookie_makes_the_site_fail(places):
    values = itertools.cycle(IN_HEADERS.items())

    def outcomes():
        for turn, (address, client) in enumerate(places):
            own = client.cookies.output(header="", sep=";")
            hostile = {each: next(values)[1] for each in COOKIES}
            for kept in (settings.SESSION_COOKIE_NAME, None):
                pairs = [f"{a}={b}" for a, b in hostile.items() if a != kept]
                header = "; ".join([own, *pairs] if kept else pairs)
                yield address, (turn, kept), asked(client, address, HTTP_COOKIE=header)

    assert not (found := faults(outcomes())), found


def test_no_host_makes_the_site_fail(places):
    def outcomes():
        for turn, (address, client) in enumerate(places):
            [host] = in_turn(HOSTS, turn, 1)
            outcome = asked(client, address, HTTP_HOST=host, SERVER_NAME=host)
            yield address, host, outcome

    assert not (found := faults(outcomes())), found


def test_no_kind_or_length_of_a_body_makes_the_site_fail(places):
    def outcomes():
        for turn, (address, client) in enumerate(places):
            [kind], [length] = in_turn(TYPES, turn, 1), in_turn(LENGTHS, turn, 1)
            [body] = in_turn(BODIES, turn, 1)
            for method in ("POST", "PUT"):
                sent = undone(
                    lambda m=method, a=address, b=body, k=kind, n=length, c=client: (
                        c.generic(m, a, b, k, CONTENT_TYPE=k, CONTENT_LENGTH=n)
                    )
                )
                yield address, (method, kind, length), sent

    assert not (found := faults(outcomes())), found
