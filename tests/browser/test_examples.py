"""Who starts an answer from an example is told what it made up."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import Project
from tests.browser.answering import editor, save_line, visit_question
from tests.browser.waiting import wait_for_answer
from tests.questions import page_address


@pytest.fixture
def page(new_page, sign_in, people, project):
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "3.2"))
    page.get_by_text("Example answer", exact=True).click()
    page.get_by_role("button", name="Use as a start").click()
    return page


def test_the_names_of_an_example_are_marked_until_they_are_replaced(page):
    note = page.locator(".invented-note")
    expect(note).to_contain_text("Mei Chen · Sofia Roy")
    marked = "[...CSS.highlights.get('invented')].map(String)"
    wait_for_answer(page, marked, ["Mei Chen", "Sofia Roy"])

    note.get_by_role("button", name="Go to the first").click()
    page.keyboard.type("Omar Haddad")

    expect(editor(page)).to_contain_text("Omar Haddad")
    expect(note).not_to_contain_text("Mei Chen")
    note.get_by_role("button", name="Go to the first").click()
    page.keyboard.type("Nadia")
    expect(note).to_have_count(0)


def test_finishing_names_what_is_left(page, project, check_accessibility):
    page.locator(".save-bar [value=stay]").click()
    expect(save_line(page)).to_have_attribute("data-state", "saved")
    page.goto(reverse("finish", args=[Project.objects.get().pk]))

    left = page.get_by_role("region", name="Details that an example made up")
    expect(left).to_contain_text("3.2")
    expect(left).to_contain_text("Mei Chen · Sofia Roy")
    check_accessibility(page)


def test_the_same_words_in_a_text_of_ones_own_are_not_marked(
    new_page, sign_in, people, project
):
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "4.1"))
    page.get_by_text("Example answer", exact=True).click()
    page.get_by_role("button", name="Use as a start").click()
    note = page.locator(".invented-note")
    expect(note).to_contain_text("60 GB · 500 GB · April 2026")

    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("We are requesting 500 GB for our 60 GB of pictures.")

    expect(note).to_have_count(0)
    wait_for_answer(page, "CSS.highlights.get('invented').size", 0)


def test_a_detail_that_a_list_or_another_line_moved_is_still_marked(
    new_page, sign_in, people, project
):
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "2.1"))
    editor(page).click()
    page.keyboard.type("The project produces three new datasets: a bilingual online")
    page.keyboard.type(" survey (about 1,200 respondents),")
    page.keyboard.press("Enter")
    page.keyboard.type("45 semi-structured interviews and six focus")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("groups held in three cities.")

    note = page.locator(".invented-note")
    expect(note).to_contain_text(
        "1,200\u00a0respondents · 45\u00a0semi-structured interviews"
        " · six focus groups · three cities"
    )
    wait_for_answer(page, "CSS.highlights.get('invented').size", 4)
