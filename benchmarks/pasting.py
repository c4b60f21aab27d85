"""The time that a whole plan takes to be pasted into an answer, and to be saved.

    .venv/bin/python benchmarks/pasting.py [--rounds 5]

A plan of 20,000 words with 29 tables and 211 links (tests/large_paste.py), as Word
puts it on the clipboard, goes into an empty answer of the demonstration, in Chromium.
*Pasted* is until the editor has taken it, *drawn* until the page shows it; *saved* is
the request that follows, as the browser sees it.
"""

import argparse
import re
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
sys.path.insert(0, str(ROOT))

from benchmarks.served_site import ServedSite  # noqa: E402
from tests.large_paste import large_paste  # noqa: E402

PASTE = """async (html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  const options = { clipboardData, bubbles: true, cancelable: true };
  const event = new ClipboardEvent("paste", options);
  const began = performance.now();
  document.activeElement.dispatchEvent(event);
  const pasted = performance.now();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return [pasted - began, performance.now() - began];
}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with ServedSite("sqlite") as site:
        from django.core.management import call_command

        call_command("demo", verbosity=0)
        times = measured(f"http://127.0.0.1:{site.web.port}", rounds)
    for name, figures in times.items():
        print(
            f"{name:<7} {statistics.median(figures):6.0f} ms,"
            f" least {min(figures):6.0f}, most {max(figures):6.0f}"
        )
    return 0


def measured(url, rounds):
    """{what: milliseconds of each round}."""
    html = large_paste().html
    times = {"pasted": [], "drawn": [], "saved": []}
    with sync_playwright() as playwright:
        chromium = SYSTEM_CHROMIUM if SYSTEM_CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_context(locale="en-CA", base_url=url).new_page()
        sign_in(page)
        page.goto(question_of(page))
        page.locator(".prose-editor.is-ready").first.wait_for()
        for _round in range(rounds):
            page.locator(".ProseMirror").first.click()
            page.keyboard.press("Control+a")
            page.keyboard.press("Delete")
            pasted, drawn = page.evaluate(PASTE, html)
            times["pasted"].append(pasted)
            times["drawn"].append(drawn)
            times["saved"].append(saved(page))
        browser.close()
    return times


def sign_in(page):
    from questionnaire.management.commands.demo import PASSWORD

    page.goto("/en/account/login/")
    page.fill("[name=login]", "amelie.gagnon@rives.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/")


def question_of(page):
    """The address of the first question of the first project."""
    page.get_by_role("link", name="Chez nous ici").first.click()
    page.wait_for_url("**/projects/**")
    links = page.locator("a").evaluate_all("links => links.map((link) => link.href)")
    return next(link for link in links if re.search(r"/questions/[^/]+/$", link))


def saved(page):
    """How long the next save takes, as the browser sees it."""
    with page.expect_response(
        lambda response: response.request.method == "POST"
    ) as found:
        page.keyboard.press("Control+s")
    request = found.value.request
    found.value.finished()
    return request.timing["responseEnd"]


if __name__ == "__main__":
    sys.exit(main())
