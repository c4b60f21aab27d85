"""A real browser on the live site, and the accessibility checker.

Needs Chromium: the system's at /usr/bin/chromium, or else the one that
`playwright install chromium` fetched.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

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
TALLEST_PHONE = 500

WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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
    """
    contexts, errors = [], []

    def open_page(
        language="fr", dark=False, width=1280, javascript=True, expected_errors=()
    ):
        context = browser.new_context(
            base_url=live_server.url,
            locale=f"{language}-CA",
            timezone_id=settings.TIME_ZONE,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            viewport={"width": width, "height": 740 if width < TALLEST_PHONE else 900},
        )
        contexts.append(context)
        context.set_default_timeout(10_000)

        def note(message):
            if not any(text in message for text in expected_errors):
                errors.append(message)

        # Listened to on the context, so that pop-ups and new tabs count too.
        context.on("console", lambda entry: entry.type == "error" and note(entry.text))
        context.on("weberror", lambda entry: note(str(entry.error)))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert errors == [], "The browser reported errors:\n" + "\n".join(errors)


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
