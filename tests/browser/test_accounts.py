"""The way in, and the pages around the account, in a real browser."""

import re

import pytest
from django.core.cache import cache

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


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    """Forget what allauth counts to slow down guessing."""
    cache.clear()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_are_accessible_and_fit(
    new_page, sign_in, people, check_accessibility, language, dark, width
):
    page = new_page(language, dark, width, expected_errors=[NOT_FOUND])
    for path in VISITORS_READ:
        look(page, f"/{language}/{path}", width, check_accessibility)
    sign_in(page, people.amina)
    for path in PEOPLE_READ:
        look(page, f"/{language}/{path}", width, check_accessibility)


def look(page, path, width, check_accessibility):
    page.goto(path)
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("dark", [False, True])
def test_a_refused_form_is_accessible(
    new_page, sign_in, people, check_accessibility, dark, width
):
    page = new_page("fr", dark, width, expected_errors=[REFUSED])
    sign_in(page, people.amina)
    page.goto("/fr/account/")
    page.locator("#id_name").fill("")
    page.locator("#id_orcid").fill("12")
    page.locator("main form").first.locator("button").click()

    summary = page.locator(".error-summary")
    assert summary.evaluate("part => part === document.activeElement")
    check_accessibility(page)

    summary.locator("a").last.click()
    assert page.locator("#id_orcid").evaluate("part => part === document.activeElement")


def test_a_person_signs_up_confirms_signs_in_and_replaces_the_password(
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
    enter(page, "correct horse")
    page.get_by_role("link", name="Mei Chen").wait_for()
    page.get_by_role("button", name="Sign out").first.click()

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
    return re.search(r"http://\S+", mail.body).group()


def enter(page, password):
    page.goto("/en/account/login/")
    page.get_by_label("E-mail address").fill("mei@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def test_the_account_pages_are_filled_in_with_the_keyboard_alone(new_page, people):
    page = new_page("en")
    page.goto("/en/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("amina@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse")
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Amina Diallo").wait_for()


def test_a_password_is_shown_on_demand(new_page, people):
    page = new_page("en")
    page.goto("/en/account/login/")
    password = page.locator("#id_password")

    page.get_by_role("button", name="Show the password").click()
    assert password.get_attribute("type") == "text"

    page.get_by_role("button", name="Hide the password").click()
    assert password.get_attribute("type") == "password"


def test_without_scripts_a_person_signs_in_and_no_button_is_dead(new_page, people):
    page = new_page("en", javascript=False)
    page.goto("/en/account/login/")
    assert page.get_by_role("button", name="Show the password").count() == 0

    page.get_by_label("E-mail address").fill("amina@example.org")
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Amina Diallo").wait_for()


def test_the_language_link_keeps_the_place_on_the_page(new_page, people):
    page = new_page("en", width=360)
    page.goto("/en/help/")
    page.locator("main a").last.focus()
    page.evaluate("window.scrollTo(0, 300)")
    page.locator("a.toggle:visible").evaluate("link => link.click()")

    page.wait_for_url("**/fr/help/")
    page.wait_for_function("window.scrollY === 300")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("dark", "ground"), [(False, "rgb(255, 255, 255)"), (True, "rgb(17, 24, 29)")]
)
def test_pages_follow_the_device_s_theme_with_or_without_scripts(
    new_page, people, javascript, dark, ground
):
    page = new_page("en", dark, javascript=javascript)
    page.goto("/en/help/")

    assert background(page) == ground


def test_a_chosen_appearance_wins_over_the_device_s(new_page, sign_in, people):
    people.amina.appearance = "dark"
    people.amina.save()
    page = new_page("en", dark=False)
    sign_in(page, people.amina)
    page.goto("/en/help/")

    assert background(page) == "rgb(17, 24, 29)"


def background(page):
    return page.locator("body").evaluate(
        "body => getComputedStyle(body).backgroundColor"
    )


def test_the_menu_of_narrow_screens_opens_with_the_keyboard(new_page, sign_in, people):
    page = new_page("en", width=360)
    sign_in(page, people.amina)
    page.goto("/en/help/")
    page.get_by_text("Menu").focus()
    page.keyboard.press("Enter")

    menu = page.locator("details.menu")
    assert menu.get_by_role("link", name="My projects").is_visible()
    assert menu.get_by_role("button", name="Sign out").is_visible()
