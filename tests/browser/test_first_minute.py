"""A researcher's first minute: from the sign-in page to the first saved answer."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from questionnaire.models import AnswerVersion, Project
from tests.browser.answering import save_line, wait_for_saving
from tests.browser.clicks import clicks, count_clicks
from tests.browser.variants import LANGUAGES, NARROW, WIDE

TITLE = "Chez nous ici : logement et appartenance"


@pytest.fixture(autouse=True)
def _reset_rate_limits():
    """Clear allauth's rate limits."""
    cache.clear()


def is_focused(page, name):
    expect(page.locator(f"[name={name}]")).to_be_focused()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_four_clicks_lead_from_the_sign_in_page_to_the_first_saved_answer(
    new_page, template, transactional_db, mailoutbox, settings, language, width
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    page = new_page(language, width=width)
    count_clicks(page)

    page.goto("/")
    is_focused(page, "title")
    page.keyboard.type(TITLE)
    page.locator(".landing-page__begin [type=submit]").click()

    is_focused(page, "name")
    expect(page.locator("main")).to_contain_text(TITLE)
    page.keyboard.type("Mei Chen")
    page.keyboard.press("Tab")
    page.keyboard.type("mei@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("un cheval correct")
    page.locator("main form [type=submit]").click()

    page.wait_for_url(re.compile("confirm-email"))
    page.goto(re.search(r"http://testserver(\S+)", mailoutbox[-1].body)[1])
    page.locator("main form [type=submit]").click()

    wait_for_saving(page)
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type("Mei répond des données.")
    page.locator(".save-bar [value=stay]").click()
    expect(save_line(page)).to_have_attribute("data-state", "saved")

    assert clicks(page) == 4
    project = Project.objects.get()
    assert (project.title, project.language) == (TITLE, language)
    assert "Mei répond" in str(AnswerVersion.objects.get().content)


def test_somebody_signed_in_needs_four_clicks_too(new_page, sign_in, people, template):
    page = new_page("en")
    count_clicks(page)
    sign_in(page, people.omar)
    page.goto("/en/")
    page.get_by_role("link", name="New project").click()
    is_focused(page, "title")
    page.keyboard.type(TITLE)
    page.get_by_role("button", name="Create the project").click()
    page.get_by_role("link", name="Start with question 1.1").click()
    wait_for_saving(page)
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type("Omar answers for the data.")
    page.locator(".save-bar [value=stay]").click()
    expect(save_line(page)).to_have_attribute("data-state", "saved")

    assert clicks(page) == 4


def test_who_has_an_account_here_begins_in_the_address(new_page, people):
    page = new_page("en")
    page.goto("/en/account/login/")
    page.get_by_label("E-mail address").fill("omar@example.org")
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").first.click()

    is_focused(page, "login")


def test_the_page_that_says_what_the_product_is_is_accessible_and_fits(
    new_page, look_at, people
):
    page = new_page()
    look_at(page, "/en/account/login/")
    look_at(page, "/en/start/")
    page.goto("/en/start/")
    page.locator("[name=title]").fill("Très long titre " * 18)
    page.locator("main form [type=submit]").click()
    look_at(page, "/en/account/signup/")
