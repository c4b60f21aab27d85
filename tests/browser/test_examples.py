"""Who starts an answer from an example is told what it made up."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import Project
from tests.browser.answering import editor, visit_question
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
    expect(page.locator("span[data-save-line]").first).to_contain_text("1")
    page.goto(reverse("finish", args=[Project.objects.get().pk]))

    left = page.get_by_role("region", name="Details that an example made up")
    expect(left).to_contain_text("3.2")
    expect(left).to_contain_text("Mei Chen · Sofia Roy")
    check_accessibility(page)
