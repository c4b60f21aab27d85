"""Comparisons of hard cases: accessible, within the screen; moves are chosen once."""

import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from questionnaire.content.prose import blocks_to_html
from tests.browser.answering import editor, visit_question
from tests.content.comparing.notation import read_text
from tests.questions import page_address

CASES = Path(__file__).resolve().parents[1] / "golden" / "comparing"
VIEWS = ("inline", "side", "list")
LONG = "Enregistrements d’entrevues " * 7
# One word that is wider than a phone.
WIDE = "enregistrements" * 13


def texts_of_cases():
    """The texts of all hard cases without tables, old and new, as two answers."""
    old, new = [], []
    for path in sorted(CASES.glob("*.txt")):
        _title, before, after, _result = re.split(
            r"^--- .*\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        if "|" not in before:
            old += read_text(before)
            new += read_text(after)
    return blocks_to_html(old), blocks_to_html(new)


@pytest.fixture
def look_at_comparison(new_page, sign_in, people, look_at):
    """A function (project, question, old version, new one) that looks at all views."""

    def look(project, question, old, new):
        page = new_page()
        sign_in(page, people.amina)
        address = page_address("versions_compare", project, question)
        for view in VIEWS:
            look_at(page, f"{address}?from={old.pk}&to={new.pk}&view={view}")

    return look


def test_hard_cases_of_texts_are_accessible_and_fit(
    look_at_comparison, project, answer
):
    old, new = texts_of_cases()

    look_at_comparison(project, "1.1", answer("1.1", old), answer("1.1", new, base=1))


def test_rows_with_long_names_are_accessible_and_fit(
    look_at_comparison, tables_project, rows_saved
):
    rows = [
        {"dataset": LONG[:200], "volume": "1200", "formats": ["csv", "text"]},
        *({"dataset": f"Relevé {n}", "volume": "12"} for n in range(1, 9)),
        {"dataset": WIDE, "address": "https://exemple.ca/" + "a" * 90},
    ]
    moved = {**rows[0], "volume": "900", "formats": ["tiff"]}
    changed = [*rows[1:4], {**rows[4], "volume": "14"}, *rows[5:8], moved, rows[9]]
    changed[-1] = {**rows[9], "dataset": WIDE + " au Nord"}

    look_at_comparison(
        tables_project, "datasets", rows_saved(rows), rows_saved(changed, base=1)
    )


# --- Two windows ------------------------------------------------------------------

FILES = "<p>Les fichiers portent la date et le site.</p>"
SOUND = "<p>Le son est gardé en WAV à 96 kHz pendant dix ans.</p>"
FLAC = SOUND.replace("WAV", "FLAC")
COPIES = "<p>Des copies sont faites chaque nuit sur deux disques.</p>"


def test_a_paragraph_that_moved_is_chosen_once_and_follows_the_choice(
    new_page, sign_in, check_accessibility, people, project, answer
):
    answer("1.1", FILES)
    page = new_page("fr", expected_errors=["409 (Conflict)"])
    sign_in(page, people.amina)
    # The answer is in French: so is the page, to open it.
    address = page_address("question", project, "1.1").replace("/en/", "/fr/", 1)
    visit_question(page, address)
    # Another window saves meanwhile, so that this one can't save when it is left.
    answer("1.1", FILES + COPIES + SOUND, base=1)
    open_two_versions(page, FLAC + FILES + COPIES)
    result = editor(page)
    expect(page.locator(".prose-editor.is-ready")).to_be_visible()
    check_accessibility(page)

    page.locator("input[value=left]").check()
    expect(result.locator("p")).to_have_text(
        [text_of(FILES), text_of(COPIES), text_of(SOUND)]
    )
    page.locator("input[value=right]").check()
    expect(result.locator("p")).to_have_text(
        [text_of(FLAC), text_of(FILES), text_of(COPIES)]
    )


def text_of(html):
    return html.removeprefix("<p>").removesuffix("</p>")


def open_two_versions(page, html):
    """Send this text from the question's page, as “See both” does."""
    with page.expect_navigation():
        page.evaluate(
            """([saveId, html]) => {
              const form = document.querySelector("[data-answer-form]");
              form.querySelector("[name=save_id]").value = saveId;
              form.querySelector("textarea[name$='-html']").value = html;
              form.action = form.dataset.twoVersions;
              form.submit();
            }""",
            [str(uuid.uuid4()), html],
        )
