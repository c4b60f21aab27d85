"""A person at work in a browser, whose clicks count and whose sessions end."""

import re

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import expect

from tests.browser.answering import editor, save_line, wait_for_saving
from tests.browser.variants import expect_to_fit
from tests.browser.waiting import wait_until_idle

# What a page logs when its session has ended.
ERRORS = ("Failed to load resource", "Response Status Error Code", "htmx:")


class Person:
    """Somebody with an account, in a window of the browser.

    `clicks` counts what this person clicks on purpose; typing and signing in again do
    not count. Every page on the way must fit into the window.
    """

    def __init__(self, page, user, project):
        self.page = page
        self.user = user
        self.project = project
        self.language = user.language
        self.clicks = 0

    def visit(self, path=""):
        """Type an address: home, a page of the project, or a question’s."""
        self.page.goto(f"/{self.language}/{path}")
        self._look()

    def visit_project(self, path=""):
        self.visit(f"projects/{self.project.pk}/{path}")

    def click(self, selector):
        """Click something that leaves the page as it is."""
        self._seen(selector).click()
        self.clicks += 1
        self._look()

    def follow(self, selector):
        """Click a link or a button that leads to a page."""
        with self.page.expect_navigation():
            self._seen(selector).click()
        self.clicks += 1
        self._look()

    def _seen(self, selector):
        return self.page.locator(selector).filter(visible=True).first

    def open_page(self, path):
        """Follow a link of the project’s bar, on phones behind a menu."""
        link = f".project-bar a[href$='/{path}']"
        if not self._seen(link).count():
            self.click(".project-bar summary")
        self.follow(link)

    def send(self, button, *words):
        """Press a button after the session has ended; confirm these words once more."""
        page = self.page
        # A draft that is refused meanwhile says so beside the button, and moves it.
        wait_until_idle(page)
        self.end_session()
        self.follow(button)
        expect(page).to_have_url(re.compile("/account/login/"))
        self._sign_in(page)
        page.wait_for_url("**/account/not-sent/")
        for each in words:
            expect(page.locator("main")).to_contain_text(each)
        self._look()
        self.follow("form[data-carried-form] button")

    def end_session(self):
        [key] = [
            cookie["value"]
            for cookie in self.page.context.cookies()
            if cookie["name"] == settings.SESSION_COOKIE_NAME
        ]
        Session.objects.filter(pk=key).delete()

    def accept_invitation(self):
        """Follow the newest invitation in this person’s mail, without a session."""
        [letter] = [each for each in mail.outbox if self.user.email in each.to]
        link = re.search(r"https?://[^/\s]+(/\S*/invitations/\S+)", letter.body)[1]
        self.end_session()
        self.page.goto(link)
        self.follow("main a[href*='/login/']")
        self._sign_in(self.page)
        self.page.wait_for_url("**/invitations/**")
        self.follow("main form button[type=submit]")

    def answer(self, slug, text, language, *, session_ends=False):
        """Save one’s answer to a question, in a language of one’s choice."""
        self.type_answer(slug, text, language)
        if session_ends:
            self.end_session()
        button = self.page.locator("button[value=stay]")
        button.click()
        if session_ends:
            self._sign_in_beside(save_line(self.page))
            button.click()
        expect(save_line(self.page)).to_have_attribute("data-state", "saved")
        self._look()

    def type_answer(self, slug, text, language):
        """Type an answer, and leave it unsent."""
        self.visit_project(f"questions/{slug}/?in={language}")
        wait_for_saving(self.page)
        self.type_text(text)

    def type_text(self, text):
        editor(self.page).click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def _sign_in_beside(self, notice):
        with self.page.expect_popup() as opened:
            notice.get_by_role("link").filter(visible=True).first.click()
        self._sign_in(opened.value)
        opened.value.wait_for_url("**/session/again/")
        opened.value.close()

    def _sign_in(self, page):
        page.locator("input[name=login]").fill(self.user.email)
        page.locator("input[name=password]").fill("correct horse")
        page.locator("main button[type=submit]").click()

    def _look(self):
        wait_until_idle(self.page)
        expect_to_fit(self.page)
