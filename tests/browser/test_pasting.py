"""What is pasted into an answer: what is kept, what is told, and how it is undone."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from questionnaire.content.blocks import TextTable, text_of
from questionnaire.content.prose import prose_blocks
from tests.browser.test_prose_editor import (
    PASTE,
    answer,
    button,
    expect_html,
    open_editors,
    save,
    stored,
)
from tests.browser.variants import expect_to_fit
from tests.large_paste import LINKS, TABLES, WORDS, large_paste
from tests.pasted import PASTED, PASTED_TEXT

__all__ = ["open_editors", "stored"]

pytestmark = pytest.mark.urls("tests.browser.editor_urls")


def paste_anew(page, html, text=""):
    """Paste over all that there was."""
    answer(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect_html(page, "")
    page.evaluate(PASTE, [html, text])


def note(page):
    return page.locator("[data-paste-note]").first


@pytest.mark.parametrize("kind", PASTED)
def test_what_is_pasted_reads_as_it_did(open_editors, stored, kind):
    page = open_editors(language="en")

    for html, kept in PASTED[kind]:
        paste_anew(page, html)
        expect_html(page, kept)
    save(page)

    # The server has nothing to change.
    assert stored["answer"] == kept


def test_plain_text_keeps_trees_of_folders_and_cells(open_editors, stored):
    page = open_editors(language="en")

    for text, kept in PASTED_TEXT:
        paste_anew(page, "", text)
        expect_html(page, kept)


TOLD = {
    "<p>a<del>b</del><s>c</s></p>": "2 struck-out passages were left out.",
    '<p>a<img src="https://b.ca/x.png" alt="Map"><img src="c.gif" width=1></p>': (
        "1 picture was left out (Map)."
    ),
    '<p>a<img src="https://b.ca/reef.png?v=1"></p>': (
        "1 picture was left out (reef.png)."
    ),
    "<p>a<span style='mso-hide:all'>b</span></p>": "1 hidden passage was left out.",
    '<p><math alttext="x^2"><mi>x</mi></math></p>': "1 formula became plain text.",
    '<p><a href="file:///C:/a.docx">a</a> <a href="#b">b</a></p>': (
        "1 link that does not lead to the web became plain text."
    ),
    "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td>c<td>d<td>e</tr></table>": (
        "1 merged cell was divided: its text stands in the first one."
    ),
    '<p><u>a</u> <span style="background:yellow">b</span></p>': (
        "1 passage is no longer underlined. 1 passage is no longer highlighted."
    ),
}


def test_what_could_not_be_kept_is_told(open_editors):
    page = open_editors(language="en")

    for html, told in TOLD.items():
        paste_anew(page, html)
        expect(note(page)).to_be_visible()
        expect(note(page).locator("[data-said]")).to_have_text(told)
        expect(page.locator("#announce")).to_have_text(re.compile(re.escape(told)))

    paste_anew(page, "<p>nothing <b>lost</b></p>")
    expect(note(page)).to_be_hidden()


def test_a_paste_is_undone_from_its_note_and_what_was_typed_stays(open_editors):
    page = open_editors(language="en")
    answer(page).click()
    page.keyboard.insert_text("typed ")
    page.evaluate(PASTE, ["<p>a<del>b</del></p>", ""])
    expect_html(page, "<p>typed a</p>")

    page.get_by_role("button", name="Undo the paste").click()

    expect_html(page, "<p>typed </p>")
    expect(note(page)).to_be_hidden()
    expect(answer(page)).to_be_focused()


def test_once_more_was_typed_the_note_stays_without_its_undo(open_editors):
    page = open_editors(language="en")
    paste_anew(page, "<p>a<del>b</del></p>")
    expect(note(page)).to_be_visible()
    page.keyboard.insert_text("c")

    expect(page.get_by_role("button", name="Undo the paste")).to_be_hidden()
    expect(note(page).locator("[data-said]")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(note(page)).to_be_hidden()
    expect_html(page, "<p>ac</p>")


def test_pasted_text_fits_into_a_cell_and_cells_go_on_from_it(open_editors, stored):
    stored["answer"] = (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    page = open_editors(language="en")

    page.get_by_role("textbox", name="Answer").locator("td").last.click()
    page.keyboard.press("End")
    page.evaluate(PASTE, ["<p>one</p><ul><li>two <b>bold</b></li></ul>", ""])
    expect_html(
        page,
        "<table><tr><th>a</th><th>b</th></tr>"
        "<tr><td>c</td><td>done<br>two <strong>bold</strong></td></tr></table>",
    )
    page.evaluate(
        PASTE,
        [
            "<table><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table>",
            "",
        ],
    )
    expect_html(
        page,
        "<table><tr><th>a</th><th>b</th><th></th></tr>"
        "<tr><td>c</td><td>1</td><td>2</td></tr>"
        "<tr><td></td><td>3</td><td>4</td></tr></table>",
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_note_is_accessible_and_fits_a_phone(
    open_editors, check_accessibility, language
):
    page = open_editors(language=language, width=360)
    paste_anew(page, "".join(TOLD))
    expect(note(page)).to_be_visible()

    check_accessibility(page)
    expect_to_fit(page)


# --- What is written with keys and buttons -----------------------------------------


def test_headings_and_trees_are_written_with_their_marks(open_editors, stored):
    page = open_editors(language="en")
    answer(page).click()

    page.keyboard.type("## Where")
    page.keyboard.press("Enter")
    page.keyboard.type("m")
    page.keyboard.press("Control+.")
    page.keyboard.type("2")
    page.keyboard.press("Control+.")
    page.keyboard.type(", H")
    page.keyboard.press("Control+,")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.keyboard.type("### How")
    page.keyboard.press("Enter")
    page.keyboard.type("``` a")
    page.keyboard.press("Enter")
    page.keyboard.type("  b")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("end")
    save(page)

    assert stored["answer"] == (
        "<h3>Where</h3><p>m<sup>2</sup>, H<sub>2</sub></p><h4>How</h4>"
        "<pre>a\n  b</pre><p>end</p>"
    )


def test_a_table_is_made_changed_and_left_by_keyboard_alone(open_editors, stored):
    page = open_editors(language="en")
    table_bar = page.get_by_role("toolbar", name="Table in the text")
    answer(page).click()
    page.keyboard.type("before")
    expect(table_bar).to_be_hidden()

    button(page, "Table").focus()
    page.keyboard.press("Enter")
    expect(answer(page)).to_be_focused()
    expect(table_bar).to_be_visible()
    page.keyboard.type("a")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("b")
    page.keyboard.press("Enter")
    page.keyboard.type("c")

    def press(name):
        page.keyboard.press("Shift+Tab")
        place = table_bar.get_by_role("button", name=name)
        for _button in range(6):
            if place.evaluate("button => button === document.activeElement"):
                break
            page.keyboard.press("ArrowRight")
        expect(place).to_be_focused()
        page.keyboard.press("Enter")
        expect(answer(page)).to_be_focused()

    press("Add a column after this one")
    page.keyboard.type("d")
    press("Remove the column")
    press("Add a row below")
    page.keyboard.type("e")
    save(page)
    empty = "<td></td>" * 3
    assert stored["answer"] == (
        "<p>before</p><table><tr><th>a</th><th>b<br>c</th><th></th></tr>"
        f"<tr><td>e</td><td></td><td></td></tr><tr>{empty}</tr><tr>{empty}</tr></table>"
        "<p></p>"
    )


def test_rows_and_columns_come_and_go(open_editors, stored):
    stored["answer"] = (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    page = open_editors(language="en")
    answer(page).locator("th").first.click()

    def press(name):
        page.get_by_role("button", name=name).first.click()

    press("Add a row below")
    page.keyboard.type("new")
    expect_html(
        page,
        "<table><tr><th>a</th><th>b</th></tr><tr><td>new</td><td></td></tr>"
        "<tr><td>c</td><td>d</td></tr></table>",
    )
    press("Remove the column")
    expect_html(
        page, "<table><tr><th>b</th></tr><tr><td></td></tr><tr><td>d</td></tr></table>"
    )
    press("The first row names the columns")
    expect_html(
        page, "<table><tr><td>b</td></tr><tr><td></td></tr><tr><td>d</td></tr></table>"
    )
    press("Remove the table")
    expect_html(page, "")
    for _step in range(3):
        page.keyboard.press("Control+z")
    expect_html(
        page,
        "<table><tr><th>a</th><th>b</th></tr><tr><td>new</td><td></td></tr>"
        "<tr><td>c</td><td>d</td></tr></table>",
    )


def test_selected_cells_are_emptied_and_stay_cells(open_editors, stored):
    stored["answer"] = (
        "<table><tr><th>aa</th><th>bb</th></tr><tr><td>cc</td><td>dd</td></tr></table>"
    )
    page = open_editors(language="en")
    answer(page).locator("th").first.click()
    page.keyboard.press("ArrowLeft")
    for _letter in range(3):
        page.keyboard.press("Shift+ArrowRight")

    page.keyboard.press("Delete")

    expect(answer(page).locator("th")).to_have_count(2)
    expect(answer(page).locator("td")).to_have_count(2)
    expect(answer(page).locator("th").first).to_have_text("a")
    expect(answer(page).locator("th").last).to_have_text("b")


def test_below_a_table_that_ends_the_text_one_goes_on_with_the_arrow(
    open_editors, stored
):
    stored["answer"] = "<table><tr><td>a</td><td>b</td></tr></table>"
    page = open_editors(language="en")
    answer(page).locator("td").last.click()

    page.keyboard.press("ArrowDown")
    page.keyboard.type("after")

    expect_html(page, "<table><tr><td>a</td><td>b</td></tr></table><p>after</p>")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_with_all_elements_is_accessible(
    open_editors, check_accessibility, stored, width
):
    stored["answer"] = (
        "<h3>Where</h3><p>10<sup>6</sup> NO<sub>3</sub></p>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"
        f"<h4>How</h4><pre>{'x' * 200}\n  y</pre>"
    )
    page = open_editors(language="fr", width=width)
    answer(page).locator("td").first.click()
    expect(page.get_by_role("toolbar")).to_have_count(3)

    check_accessibility(page)
    expect_to_fit(page)


def test_a_whole_plan_keeps_its_words_cells_and_links(open_editors, stored):
    whole = large_paste()
    page = open_editors(language="en")

    paste_anew(page, whole.html)
    expect(answer(page).locator("table")).to_have_count(TABLES)
    save(page)

    blocks = prose_blocks(stored["answer"])
    words = re.findall(r"[^\W\d_]+", html_without_tags(stored["answer"]))
    cells = [
        text_of(cell)
        for block in blocks
        if isinstance(block, TextTable)
        for row in block.rows
        for cell in row
    ]
    assert len(whole.words) == WORDS
    assert words == whole.words
    assert cells == whole.cells
    assert re.findall(r'href="([^"]+)"', stored["answer"]) == whole.addresses
    assert len(whole.addresses) == LINKS


def html_without_tags(html):
    return unescape(re.sub(r"<[^>]+>", " ", html))


def test_french_typography_is_undone_with_the_paste_that_it_followed(open_editors):
    page = open_editors(language="fr")
    paste_anew(page, "<p>Quoi ?<del>x</del></p>")
    expect_html(page, "<p>Quoi&nbsp;?</p>")

    page.get_by_role("button", name="Annuler le collage").click()

    expect_html(page, "")
