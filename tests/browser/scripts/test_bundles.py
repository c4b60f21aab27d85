"""The bundle of a page does what its modules do."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from dmp_site import scripts

pytestmark = pytest.mark.urls("tests.browser.scripts.module_urls")

STATIC = settings.BASE_DIR / "static"
PAGE_SCRIPTS = sorted(
    path.relative_to(STATIC).as_posix()
    for path in (STATIC / scripts.FOLDER).rglob("*_page.js")
)


def read(path):
    return (STATIC / path).read_text("utf-8")


@pytest.fixture
def bundled_page(blank_page):
    """A page to which page scripts are sent as bundles."""

    def send_bundle(route):
        path = urlsplit(route.request.url).path.removeprefix(settings.STATIC_URL)
        text = scripts.bundle(path, read)
        route.fulfill(body=text, content_type="text/javascript")

    blank_page.route("**/*_page.js", send_bundle)
    return blank_page


def test_every_bundle_starts_and_asks_for_no_module_of_ours(bundled_page):
    asked = []
    bundled_page.on("request", lambda request: asked.append(request.url))
    bundled_page.evaluate(
        """document.body.innerHTML = `<form data-combining>
          <ul data-credit-list><li data-nobody></li></ul></form>`"""
    )

    errors = bundled_page.evaluate(
        """async (paths) => {
          const errors = [];
          for (const path of paths) {
            await import(`/static/${path}`).catch((error) => errors.push(`${error}`));
          }
          return errors;
        }""",
        PAGE_SCRIPTS,
    )

    assert errors == []
    assert len(asked) == len(PAGE_SCRIPTS)


def test_an_editor_starts_from_a_bundle(bundled_page):
    bundled_page.evaluate(
        """() => {
          document.body.innerHTML = `<div data-prose-editor data-html-name="a-html">
            <div class="prose-sheet"><div class="prose-preview"><p>avant</p></div>
            <textarea name="a"></textarea></div></div>`;
        }"""
    )
    bundled_page.evaluate("import('/static/questionnaire/js/review/request_page.js')")

    bundled_page.wait_for_selector(".is-ready")
    bundled_page.get_by_role("textbox").press_sequentially("D’")

    expect(bundled_page.locator("[name=a-html]")).to_have_value("<p>D’avant</p>")
