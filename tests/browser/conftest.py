"""A real browser on the live site, and the accessibility checker.

Needs Chromium: the system's at /usr/bin/chromium, or else the one that
`playwright install chromium` fetched.
"""

import os
import threading
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright

from tests.browser import variants
from tests.browser.waiting import PATIENCE, finish, wait_until, wait_until_idle

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


@pytest.fixture(scope="session", autouse=True)
def collected_files():
    """Serve static files as production does: collected, scripts in bundles.

    A page then takes a dozen requests instead of forty. Uncollected, each module would
    be a request of its own.
    """
    collected = {"BACKEND": "tests.browser.collected_files.BundlesAndModules"}
    with (
        override_settings(STORAGES={**settings.STORAGES, "staticfiles": collected}),
        # WhiteNoise, among the middleware, serves them; nothing stands before it.
        patch(
            "django.contrib.staticfiles.handlers.StaticFilesHandler", lambda app: app
        ),
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture
def new_page(browser, live_server):
    """A function that opens a page in a new browser profile, and returns it.

    `language` is the browser's preferred language ("fr", "en"), `dark` the device's
    theme, `width` in pixels, `time_zone` that of its clock. The test fails if a page
    logs an error, breaks the Content-Security-Policy or raises, unless the message
    contains one of the texts in `expected_errors`.

    At the end, its pages finish their work and the server answers all requests
    before the database is emptied for the next test.
    """
    errors = []

    def open_page(
        language="fr",
        dark=False,
        width=1280,
        javascript=True,
        expected_errors=(),
        time_zone=settings.TIME_ZONE,
    ):
        context = browser.new_context(
            base_url=live_server.url,
            locale=f"{language}-CA",
            timezone_id=time_zone,
            color_scheme=variants.colour_scheme(dark),
            reduced_motion="reduce",
            java_script_enabled=javascript,
            viewport=variants.viewport(width),
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

        # Listen on the context, so that pop-ups and new tabs are covered too.
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
        # Requests that a page sends on closing would come too late.
        closing.callback(context.set_offline, True)
        for event, listener in listeners.items():
            closing.callback(context.remove_listener, event, listener)
        if has_scripts:
            for page in context.pages:
                finish(page)


def _no_connection_is_served():
    """Whether the live server has answered all requests and closed its connections."""
    return not any(
        "process_request_thread" in thread.name for thread in threading.enumerate()
    )


@pytest.fixture
def sign_in(live_server):
    """A function (page, user) that signs somebody in without the form."""

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
                # Off unless enabled by name.
                "rules": {
                    "target-size": {"enabled": True},
                    "landmark-unique": {"enabled": True},
                },
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

    It checks the page twice, in the next two opposite variants, or `only` in the
    variants given; over all the pages of a test, every pair of values must occur.
    `prepare`, a function of the page, is called before each check.
    """
    seen = []
    turns = cycle(variants.OPPOSITES)

    def look_at(page, address, *, only=None, prepare=None):
        for variant in only or next(turns):
            variant.apply_to(page)
            page.goto(variant.address(address))
            wait_until_idle(page)
            if prepare:
                prepare(page)
            check_accessibility(page)
            variants.expect_to_fit(page)
            seen.append(variant)

    yield look_at
    missed = variants.pairs_of_values(variants.VARIANTS) - variants.pairs_of_values(
        seen
    )
    assert not missed, f"not looked at, for too few pages: {missed}; pass `only`"
