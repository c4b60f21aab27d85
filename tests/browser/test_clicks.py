"""How many clicks each journey takes that people make every day.

The first answer of a new project is in `test_first_minute.py`, the export of many plans
in `test_bulk_export.py`.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import Membership
from questionnaire.vocabulary import Role
from tests.browser.answering import editor, wait_for_saving
from tests.browser.clicks import clicks, count_clicks
from tests.browser.waiting import wait_until_idle
from tests.questions import labels, page_address, slug_of

PI, LIBRARIAN = "amina", "louise"


@pytest.fixture
def window(new_page, sign_in, people):
    """A function that opens somebody’s home page, where clicks begin to count."""

    def open_window(name, language="fr"):
        page = new_page(language)
        count_clicks(page)
        sign_in(page, getattr(people, name))
        page.goto(f"/{language}/")
        wait_until_idle(page)
        return page

    return open_window


@pytest.fixture
def team(project, people):
    """Paul contributes to Amina’s project."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)


def follow(page, selector):
    """Click what leads to a page."""
    with page.expect_navigation():
        page.locator(selector).filter(visible=True).first.click()
    wait_until_idle(page)


def open_project(page):
    follow(page, "main a.strong-text[href*='/projects/']")


def start(page):
    """Open the first question, before anything is counted."""
    open_project(page)
    follow(page, "main .btn-primary")
    wait_for_saving(page)
    expect(editor(page)).to_be_focused()
    page.evaluate("sessionStorage.clear()")


def by_pointer(page):
    """Save and go on to the next question, whose editor must be clicked."""
    with page.expect_navigation():
        page.locator(".save-bar .btn-primary").first.click()
    wait_for_saving(page)
    editor(page).click()


def by_keyboard(page):
    """The same without letting go of the keyboard."""
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    wait_for_saving(page)
    expect(editor(page)).to_be_focused()


@pytest.mark.parametrize(("go_on", "wanted"), [(by_pointer, 40), (by_keyboard, 0)])
def test_21_questions_are_answered_in_order(window, project, go_on, wanted):
    page = window(PI)
    start(page)
    for label in labels():
        if label != "1.1":
            go_on(page)
        expect(page.locator("h1")).to_contain_text(label)
        page.keyboard.type("Oui.")

    assert clicks(page) == wanted


def test_the_same_takes_27_clicks_on_the_pages_of_sections(window, project):
    page = window(PI)
    open_project(page)
    page.evaluate("sessionStorage.clear()")
    for number in range(1, 7):
        follow(page, f"main a[href$='/sections/{number}/']")
        for question in page.locator("[data-saving]").all():
            question.get_by_role("textbox").first.click()
            page.keyboard.type("Oui.")

    assert clicks(page) == 27


def test_a_question_that_has_no_answer_is_seen_after_one_click(window, project, answer):
    for label in labels():
        if label != "3.2":
            answer(label)
    page = window(PI)
    open_project(page)

    expect(page.locator("main").get_by_text("À commencer")).to_have_count(1)
    assert clicks(page) == 1


def test_whoever_stopped_goes_on_typing_after_one_click(window, project, answer):
    answer("1.1")
    page = window(PI)
    follow(page, "main .resume-panel .btn-primary")

    expect(page.locator("h1")).to_contain_text("1.2")
    expect(editor(page)).to_be_focused()
    assert clicks(page) == 1


def test_a_first_colleague_is_invited_in_three_clicks(window, project):
    page = window(PI)
    open_project(page)
    follow(page, ".project-bar a[href$='/members/']")
    expect(page.locator("[name=emails]")).to_be_focused()
    page.keyboard.type("mei@example.org")
    follow(page, "#invite button[type=submit]")

    expect(page.locator("main")).to_contain_text("mei@example.org")
    assert clicks(page) == 3


def test_the_button_of_the_members_page_leads_into_the_field(window, project, team):
    page = window(PI)
    page.goto(page_address("members", project))
    expect(page.locator("[name=emails]")).not_to_be_focused()
    page.locator(".page-head .btn").click()

    expect(page.locator("[name=emails]")).to_be_focused()


def test_a_members_change_is_seen_word_by_word_and_accepted_in_two_clicks(
    window, project, people, team, answer
):
    answer("4.2", "<p>Les fichiers sont copiés chaque mois.</p>")
    answer("4.2", "<p>Les fichiers sont copiés chaque nuit.</p>", by=people.paul)
    page = window(PI)
    follow(page, "main .resume-panel .btn-primary")
    expect(page.locator("main ins").first).to_have_text("nuit")
    follow(page, "main form .btn-primary")

    expect(page.locator("main")).to_contain_text("est retenue")
    assert clicks(page) == 2


def test_one_answer_gets_a_comment_in_three_clicks(
    window, project, people, team, answer
):
    answer("4.2")
    answer("4.2", "<p>Les fichiers sont copiés chaque nuit.</p>", by=people.paul)
    page = window(PI)
    follow(page, "main .resume-panel .btn-primary")
    follow(page, "main a[href$='/comments/']")
    expect(page.locator("[name=body]")).to_be_focused()
    page.keyboard.type("Où sont les copies?")
    page.locator("#comment-post").click()

    expect(page.locator(".thread")).to_contain_text("Où sont les copies?")
    assert clicks(page) == 3


@pytest.mark.parametrize(("language", "wanted"), [("fr", 2), ("en", 3)])
def test_a_plan_becomes_a_pdf_file_with_french_headings(
    window, project, language, wanted
):
    page = window(PI, language)
    follow(page, "main td a[href$='/export/']")
    if language != "fr":
        page.locator("[name=language][value=fr]").click()
    follow(page, "main form .btn-primary")

    expect(page).to_have_url(re.compile("language=fr"))
    assert clicks(page) == wanted


def test_guidance_is_corrected_in_both_languages_in_five_clicks(window, template):
    page = window(LIBRARIAN)
    follow(page, f"header a[href$='{reverse('desks')[3:]}']")
    follow(page, ".project-bar a[href$='/guidance/']")
    follow(page, f"main a[href*='/{slug_of('1.1')}/']")
    expect(page.locator("[name=body_fr]")).to_be_focused()
    page.keyboard.type("Nommez-les.")
    page.locator("[name=body_en]").click()
    page.keyboard.type("Name them.")
    follow(page, "main form .btn-primary")

    expect(page.locator("main")).to_contain_text("1 question sur 21")
    assert clicks(page) == 5
