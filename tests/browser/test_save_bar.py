"""The bar that saves never covers the line that somebody writes."""

import pytest
from django.urls import reverse

from tests.browser.answering import visit_question, write
from tests.browser.variants import NARROW, WIDE
from tests.browser.waiting import wait_for_answer
from tests.questions import page_address

# By how many pixels the caret stands too low, or too high, to be seen.
HIDDEN = """() => {
  const caret = getSelection().getRangeAt(0).getClientRects()[0];
  const bar = document.querySelector(".save-bar");
  const isOver = getComputedStyle(bar).position === "sticky";
  const end = isOver ? bar.getBoundingClientRect().top : innerHeight;
  return Math.ceil(Math.max(0, caret.bottom - end, -caret.top));
}"""


@pytest.fixture
def open_page(new_page, sign_in, people, project, answer):
    """A function (page name, width) that opens a page with a long answer to 1.1."""

    def open_page(name, width):
        answer("1.1", "<p>Une ligne.</p>" * 40)
        answer("1.1", "<p>A line.</p>" * 40, language="en")
        page = new_page("fr", width=width)
        sign_in(page, people.amina)
        address = {
            "question": page_address("question", project, "1.1"),
            "section": reverse("section", args=[project.pk, 1]),
            "side_by_side": page_address("question", project, "1.1")
            + "?in=en&beside=mine",
        }[name]
        visit_question(page, address.replace("/en/", "/fr/", 1))
        return page

    return open_page


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", ["question", "section", "side_by_side"])
def test_the_caret_is_seen_at_the_end_of_a_long_answer(open_page, name, width):
    page = open_page(name, width)
    write(page, " Et la fin.")
    wait_for_answer(page, HIDDEN, 0)
    for _line in range(12):
        page.keyboard.press("Enter")
        page.keyboard.type("Encore.")
        wait_for_answer(page, HIDDEN, 0)


def test_the_caret_is_seen_when_the_bar_has_grown(open_page):
    """With the field of the note, the bar takes more of the window."""
    page = open_page("question", WIDE)
    page.locator(".save-note summary").click()
    write(page, " Et la fin.")
    page.keyboard.press("Enter")
    page.keyboard.type("Encore.")

    wait_for_answer(page, HIDDEN, 0)
