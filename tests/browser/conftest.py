"""A real browser on the live site, and the accessibility checker.

Needs Chromium: the system's at /usr/bin/chromium, or else the one that
`playwright install chromium` fetched.
"""

import os
import threading
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.browser import looks
from tests.browser.waiting import PATIENCE, finish, settle, wait_until

# Playwright runs an event loop in the thread of the tests, where Django would
# refuse to talk to the database; nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run; each page gets a profile of its own."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=SYSTEM_CHROMIUM if SYSTEM_CHROMIUM.exists() else None,
            args=[*QUIET, *(["--no-sandbox"] if is_root else [])],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server):
    """A function that opens a fresh browser profile and returns its page.

    `language` is what the browser asks for ("fr", "en"), `dark` whether the
    device is, `width` in pixels. The test fails if a page logs an error, breaks
    the Content-Security-Policy or raises, unless the message contains one of the
    texts in `expected_errors`.

    At the end, its pages finish what is under way and the server answers what it
    was asked, before the database is emptied for the next test.
    """
    errors = []

    def open_page(
        language="fr", dark=False, width=1280, javascript=True, expected_errors=()
    ):
        context = browser.new_context(
            base_url=live_server.url,
            locale=f"{language}-CA",
            timezone_id=settings.TIME_ZONE,
            color_scheme=looks.colour_scheme(dark),
            reduced_motion="reduce",
            java_script_enabled=javascript,
            viewport=looks.viewport(width),
        )
        context.set_default_timeout(PATIENCE * 1000)

        def note(message):
            if not any(text in message for text in expected_errors):
                errors.append(message)

        def note_entry(entry):
            if entry.type == "error":
                note(entry.text)

        def note_exception(error):
            note(str(error.error))

        # Listened to on the context, so that pop-ups and new tabs count too.
        listeners = {"console": note_entry, "weberror": note_exception}
        for event, listener in listeners.items():
            context.on(event, listener)
        closing.callback(_close, context, listeners, javascript)
        return context.new_page()

    with ExitStack() as closing:
        closing.callback(wait_until, _no_connection_is_served)
        yield open_page
    assert errors == [], "The browser reported errors:\n" + "\n".join(errors)


def _close(context, listeners, has_scripts):
    """Let the pages of a browser profile finish, then close it."""
    with ExitStack() as closing:
        closing.callback(context.close)
        # What a page sends when it is closed would come too late.
        closing.callback(context.set_offline, True)
        for event, listener in listeners.items():
            closing.callback(context.remove_listener, event, listener)
        if has_scripts:
            for page in context.pages:
                finish(page)


def _no_connection_is_served():
    """Whether the live server has answered all, and let go of the database."""
    return not any(
        "process_request_thread" in thread.name for thread in threading.enumerate()
    )


@pytest.fixture
def sign_in(live_server):
    """A function (page, user) that signs a person in without the form."""

    def give_session(page, user):
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )

    return give_session


@pytest.fixture
def check_accessibility():
    """A function (page) that fails on any violation of WCAG 2.2 A and AA found."""
    axe = Axe()

    def check(page):
        results = axe.run(
            page,
            options={
                "runOnly": {"type": "tag", "values": WCAG_TAGS},
                # Off unless asked for by name.
                "rules": {"target-size": {"enabled": True}},
                "resultTypes": ["violations"],
            },
        )
        violations = results.response["violations"]
        assert violations == [], f"{page.url} is not accessible:\n" + "\n".join(
            f"- {violation['id']}: {violation['help']}\n    {node['html']}\n"
            f"    {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        )

    return check


@pytest.fixture
def look_at(check_accessibility):
    """A function (page, address) that fails unless a page is accessible and fits.

    It looks twice, in the two opposite looks whose turn it is, or in `those` that
    are named; the looks of all the pages of a test must show every two values
    together. `prepare`, a function of the page, is called before each look.
    """
    seen = []
    turns = cycle(looks.OPPOSITES)

    def look_at(page, address, *, those=None, prepare=None):
        for look in those or next(turns):
            look.put_on(page)
            page.goto(look.address(address))
            settle(page)
            if prepare:
                prepare(page)
            check_accessibility(page)
            looks.expect_to_fit(page)
            seen.append(look)

    yield look_at
    missed = looks.pairs_of_values(looks.LOOKS) - looks.pairs_of_values(seen)
    assert not missed, f"not looked at, for too few pages: {missed}; name `those`"
