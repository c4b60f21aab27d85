"""The bytes of a page for a browser with an empty cache.

The site is served as production serves it: static files collected, compressed and
named by content, pages compressed.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from questionnaire.management.commands.demo import PASSWORD
from tests.browser.own_site import OwnSite

OWNER = "amelie.gagnon@rives.example"
KILOBYTE = 1024


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with the projects of the demo."""
    site = OwnSite(tmp_path_factory.mktemp("site"), COLLECTED_STATIC_FILES="on")
    try:
        site.manage("compile_translations")
        site.manage("migrate", "-v", "0")
        site.manage("collectstatic", "--no-input", "-v", "0")
        site.manage("demo")
        site.serve()
        yield site
    finally:
        site.stop()


@pytest.fixture
def cold_page(browser, site):
    """A function (storage state) that opens a browser whose cache is empty."""
    contexts = []

    def open_page(state=None):
        context = browser.new_context(
            base_url=site.url, locale="fr-CA", storage_state=state
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def signed_in(page):
    """Sign in through the form; returns the cookies."""
    page.goto("/fr/account/login/")
    page.fill("[name=login]", OWNER)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/")
    return page.context.storage_state()


def question_of_a_team(page):
    """The address of the first question of a project with several members."""
    page.goto("/fr/")
    page.get_by_role("link", name="Chez nous ici").first.click()
    page.wait_for_url("**/projects/**")
    links = page.locator("a").evaluate_all("links => links.map((link) => link.href)")
    return next(link for link in links if re.search(r"/questions/[^/]+/$", link))


def load(page, address):
    """Open a page; returns {address fetched: bytes transferred, with headers}."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses, sizes = {}, {}

    def note_request(event):
        if not event["request"]["url"].startswith("data:"):
            addresses[event["requestId"]] = event["request"]["url"]

    def note_size(event):
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", note_request)
    session.on("Network.loadingFinished", note_size)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return {
        urlsplit(url).path: sizes.get(request, 0) for request, url in addresses.items()
    }


def listed(fetched):
    lines = [f"{size:8.0f}  {path}" for path, size in fetched.items()]
    total = f"{len(fetched)} requests, {sum(fetched.values())} bytes"
    return "\n".join([total, *lines])


def test_the_sign_in_page_costs_little(cold_page):
    fetched = load(cold_page(), "/fr/account/login/")

    assert len(fetched) <= 8, listed(fetched)
    assert sum(fetched.values()) <= 60 * KILOBYTE, listed(fetched)


def test_a_question_page_with_its_editor_and_its_team_costs_little(cold_page):
    page = cold_page()
    state = signed_in(page)
    address = question_of_a_team(page)
    page = cold_page(state)

    fetched = load(page, address)

    expect(page.locator(".prose-editor.is-ready").first).to_be_visible()
    assert len(fetched) <= 14, listed(fetched)
    assert sum(fetched.values()) <= 230 * KILOBYTE, listed(fetched)


def test_a_page_that_is_only_read_has_no_editor(cold_page):
    page = cold_page()
    state = signed_in(page)
    project = question_of_a_team(page).split("questions/")[0]

    fetched = load(cold_page(state), f"{project}plan/")

    assert not [path for path in fetched if "tiptap" in path], listed(fetched)


def test_what_is_typed_is_kept_by_the_one_script_of_the_page(cold_page):
    page = cold_page()
    signed_in(page)
    page.goto(question_of_a_team(page))
    expect(page.locator("[data-saving=ready]")).to_be_visible()

    page.locator(".prose-editor [role=textbox]").first.press_sequentially("Écrit. ")

    expect(page.locator("[data-save-line][data-state=drafted]")).to_be_visible()
