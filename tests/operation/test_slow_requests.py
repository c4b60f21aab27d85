"""Whoever sends slowly, or without end, keeps nobody else waiting."""

import re
import socket
import time
from contextlib import closing

import pytest
from django.conf import settings

from dmp_site import patient_worker
from tests.browser.own_site import kill
from tests.browser.waiting import PATIENCE, wait_until
from tests.operation.own_production import OwnProduction

LOGIN = "/fr/account/login/"
HEAD = f"POST {LOGIN} HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
FORM = f"{HEAD}application/x-www-form-urlencoded\r\n"
# Never finished: nothing, some of a head, a head, and some of a body.
UNFINISHED = ["", HEAD, f"{FORM}Content-Length: 400\r\n\r\n"] + [
    f"{FORM}Content-Length: {length}\r\n\r\nlogin=a" for length in (500, 60_000)
]


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Where a site with only two threads is served."""
    folder = tmp_path_factory.mktemp("slow")
    site = OwnProduction(folder, HTTPS="off", ALLOWED_HOSTS="localhost,pgd.example.ca")
    assert site.manage("migrate", "--verbosity", "0").returncode == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = site.start(
        "-m", "gunicorn", "dmp_site.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "2", "--no-control-socket",
        log=folder / "web.log",
    )  # fmt: skip

    def is_up():
        try:
            return ask(port, get("/health/"))
        except OSError:
            return False

    wait_until(is_up)
    yield port
    kill(process)


def get(path, connection="close"):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\n\r\n"


def opened(port, text=""):
    """A connection on which this much was sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(text.encode())
    return connection


def statuses(connection):
    """The statuses that come until the server closes the connection."""
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return [int(each) for each in re.findall(rb"^HTTP/1\.1 (\d+)", received, re.M)]


def ask(port, text):
    with closing(opened(port, text)) as connection:
        return statuses(connection)


@pytest.mark.parametrize("unfinished", UNFINISHED, ids=range(len(UNFINISHED)))
def test_requests_that_are_never_finished_hold_nobody_up(port, unfinished):
    slow = [opened(port, unfinished) for _each in range(12)]

    assert ask(port, get("/health/")) == [200]
    assert ask(port, get(LOGIN)) == [200]

    for each in slow:
        each.setblocking(False)
        with pytest.raises(BlockingIOError):
            each.recv(1)  # still open: nobody was made to give up
        each.close()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "x/y"])
@pytest.mark.parametrize("length", [10**6, 10**7, 10**12])
def test_a_huge_request_is_refused_by_its_length(port, kind, length):
    head = f"{HEAD}{kind}\r\nContent-Length: {length}\r\n\r\nlogin="
    huge = [opened(port, head) for _each in range(4)]
    if length > patient_worker.LARGEST_BODY:
        assert [statuses(each) for each in huge] == [[413]] * 4

    assert ask(port, get(LOGIN)) == [200]
    for each in huge:
        each.close()


def test_a_request_letter_by_letter_is_answered(port):
    with closing(opened(port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in get(LOGIN):
            connection.sendall(letter.encode())
        assert statuses(connection) == [200]


def test_several_requests_on_one_connection_are_answered_in_turn(port):
    form = f"{FORM}Content-Length: 7\r\n\r\nlogin=a"
    text = get(LOGIN, "keep-alive") + form + get("/health/", "keep-alive")
    with closing(opened(port, text)) as connection:
        connection.sendall(get("/nowhere/").encode())
        assert statuses(connection) == [200, 403, 200, 404]


def test_a_browser_that_asks_first_is_told_to_go_on(port):
    head = (
        f"{FORM}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\n"
    )
    with closing(opened(port, head)) as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 Continue")
        connection.sendall(b"login=a")
        assert [each for each in statuses(connection) if each != 100] == [403]


def test_a_body_in_pieces_is_no_way_around_the_limits(port):
    text = (
        f"{FORM}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nlogin\r\n"
    )
    slow = [opened(port, text) for _each in range(4)]

    assert ask(port, get(LOGIN)) == [200]
    for each in slow:
        each.close()


def test_the_largest_text_is_let_through(port):
    length = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert length < patient_worker.LARGEST_BODY
    head = "POST /nowhere/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    with closing(opened(port, f"{head}Content-Length: {length}\r\n\r\n")) as connection:
        connection.sendall(b"a" * length)
        assert statuses(connection) == [404]


class Clock:
    """A time that passes when a test says so."""

    now = 0.0

    def monotonic(self):
        return self.now


def test_a_slow_request_is_given_up_in_the_end(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(patient_worker, "time", clock)
    ours, theirs = socket.socketpair()
    ours.setblocking(False)

    class Connection:
        parser, sock = None, ours

    incoming = patient_worker.Incoming(Connection)
    theirs.sendall(f"{FORM}Content-Length: 100000\r\n\r\n".encode())
    assert not incoming.receive()
    assert incoming.until == patient_worker.HEAD_SECONDS + 10
    incoming.refuse()
    assert theirs.recv(99).startswith(b"HTTP/1.1 408")
    ours.close(), theirs.close()
    assert time.monotonic() > clock.now
