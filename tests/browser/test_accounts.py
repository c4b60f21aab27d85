"""Signing in and the pages of the account, in a real browser."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser.variants import VARIANTS
from tests.browser.waiting import wait_for_answer

VISITORS_READ = [
    "account/login/",
    "account/signup/",
    "account/password/reset/",
    "account/password/reset/done/",
    "account/password/reset/key/1-used/",
    "account/password/reset/key/done/",
    "account/confirm-email/",
    "account/confirm-email/old/",
    "account/inactive/",
    "help/",
    "help/keyboard/",
    "accessibility/",
    "privacy/",
    "nowhere/",
]
PEOPLE_READ = [
    "account/",
    "account/email/",
    "account/password/change/",
    "account/reauthenticate/",
    "account/logout/",
]
NOT_FOUND = "404"
REFUSED = "422"
LOGIN = re.compile("/account/login/")


@pytest.fixture(autouse=True)
def _reset_rate_limits():
    """Clear allauth's rate limits."""
    cache.clear()


def test_pages_for_visitors_are_accessible_and_fit(new_page, look_at, people):
    page = new_page(expected_errors=[NOT_FOUND])
    for path in VISITORS_READ:
        look_at(page, f"/en/{path}")


def test_pages_of_an_account_are_accessible_and_fit(new_page, sign_in, look_at, people):
    page = new_page()
    sign_in(page, people.amina)
    for path in PEOPLE_READ:
        look_at(page, f"/en/{path}")


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_refused_form_is_accessible(
    new_page, sign_in, people, check_accessibility, variant
):
    page = new_page(*variant, expected_errors=[REFUSED])
    sign_in(page, people.amina)
    page.goto(variant.address("/fr/account/"))
    page.locator("#id_name").fill("")
    page.locator("#id_orcid").fill("12")
    page.locator("main form").first.locator("button").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    check_accessibility(page)

    summary.locator("a").last.click()
    expect(page.locator("#id_orcid")).to_be_focused()


def test_a_person_signs_up_confirms_is_signed_in_and_replaces_the_password(
    new_page, live_server, transactional_db, mailoutbox, settings
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    page = new_page("en")
    page.goto("/en/account/signup/")
    page.get_by_label("Your name").fill("Mei Chen")
    page.get_by_label("E-mail address").fill("mei@example.org")
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("heading", name="Check your mail").wait_for()

    page.goto(link_in(mailoutbox[-1]))
    page.get_by_role("button", name="Confirm the address").click()
    # In the browser in which the account was created, that signs in.
    page.get_by_role("link", name="Mei Chen").wait_for()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(LOGIN)

    page.goto("/en/account/password/reset/")
    page.get_by_label("E-mail address").fill("mei@example.org")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Check your mail").wait_for()
    page.goto(link_in(mailoutbox[-1]))
    page.get_by_label("New password").fill("battery staple here")
    page.get_by_role("button", name="Change the password").click()
    page.get_by_role("heading", name="Your password is changed").wait_for()
    enter(page, "battery staple here")
    page.get_by_role("link", name="Mei Chen").wait_for()


def link_in(mail):
    """Where the link leads on the site, whose name no browser of a test knows."""
    return re.search(r"http://testserver(\S+)", mail.body).group(1)


def enter(page, password):
    page.goto("/en/account/login/")
    page.get_by_label("E-mail address").fill("mei@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def test_the_account_pages_are_filled_in_with_the_keyboard_alone(new_page, people):
    page = new_page("en")
    page.goto("/en/privacy/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.goto("/en/account/login/?next=/en/account/")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("amina@example.org")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type("correct horse")
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Amina Diallo").wait_for()


def test_a_password_is_shown_on_demand(new_page, people):
    page = new_page("en")
    page.goto("/en/account/login/")
    password = page.locator("#id_password")

    page.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")

    page.get_by_role("button", name="Hide the password").click()
    expect(password).to_have_attribute("type", "password")


def test_without_scripts_a_person_signs_in_and_no_button_is_dead(new_page, people):
    page = new_page("en", javascript=False)
    page.goto("/en/account/login/")
    expect(page.get_by_role("button", name="Show the password")).to_have_count(0)

    page.get_by_label("E-mail address").fill("amina@example.org")
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Amina Diallo").wait_for()


def test_the_language_link_keeps_the_place_on_the_page(new_page, people):
    page = new_page("en", width=360)
    page.goto("/en/help/")
    page.locator("main a").last.focus()
    page.evaluate("window.scrollTo(0, 300)")
    page.locator("a.language-toggle:visible").evaluate("link => link.click()")

    page.wait_for_url("**/fr/help/")
    wait_for_answer(page, "window.scrollY", 300)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("dark", "ground"), [(False, "rgb(255, 255, 255)"), (True, "rgb(17, 24, 29)")]
)
def test_pages_follow_the_device_s_theme_with_or_without_scripts(
    new_page, people, javascript, dark, ground
):
    page = new_page("en", dark, javascript=javascript)
    page.goto("/en/help/")

    expect(page.locator("body")).to_have_css("background-color", ground)


def test_a_chosen_appearance_wins_over_the_device_s(new_page, sign_in, people):
    people.amina.appearance = "dark"
    people.amina.save()
    page = new_page("en", dark=False)
    sign_in(page, people.amina)
    page.goto("/en/help/")

    expect(page.locator("body")).to_have_css("background-color", "rgb(17, 24, 29)")


def test_the_menu_of_narrow_screens_opens_with_the_keyboard(new_page, sign_in, people):
    page = new_page("en", width=360)
    sign_in(page, people.amina)
    page.goto("/en/help/")
    page.get_by_text("Menu").focus()
    page.keyboard.press("Enter")

    menu = page.locator("details.nav-menu")
    expect(menu.get_by_role("link", name="My projects")).to_be_visible()
    expect(menu.get_by_role("button", name="Sign out")).to_be_visible()
