"""Nothing typed into any form is lost, whatever happens before it is sent.

Every form with a long text is walked: in the middle of typing the page is reloaded,
its language changes, the network goes, the session ends, the tab is closed.
"""

import re
from threading import Event

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from questionnaire.middleware import SentFormsMiddleware
from questionnaire.models import FormDraft
from tests.browser.answering import is_kept_on_the_device
from tests.browser.waiting import PATIENCE, wait_until, wait_until_idle
from tests.long_forms import LONG_FORMS, make_world

# Each is typed before something happens; addresses, as one form takes nothing else.
RELOADED, SWITCHED, OFFLINE, ENDED, CLOSED = (
    f"{word}@ex.ca" for word in ("un", "deux", "trois", "quatre", "cinq")
)
BOXES = "textarea:not([hidden]), [role=textbox], [maxlength='500']"


@pytest.fixture
def world(project, people, answer, institution):
    return make_world(project, people, answer, institution)


@pytest.fixture
def open_form(new_page, sign_in, people, world):
    """A function that opens a LongForm in a browser of its own: its FormInBrowser."""

    def open_form(form, **options):
        form.prepare(world)
        errors = ["Failed to load resource", "ERR_INTERNET_DISCONNECTED"]
        page = new_page("en", expected_errors=errors, **options)
        sign_in(page, getattr(people, form.who))
        opened = FormInBrowser(page, form.address(world), form.key(world))
        opened.visit()
        return opened

    return open_form


class FormInBrowser:
    """One form on a page, and what is typed into its long boxes."""

    def __init__(self, page, address, key):
        self.page, self.address, self.key = page, address, key

    @property
    def form(self):
        return self.page.locator(
            f"form:has([data-form-draft][data-key$='#{self.key}'])"
        )

    @property
    def boxes(self):
        return self.form.locator(BOXES).all()

    def visit(self):
        self.page.goto(self.address)
        self.wait()

    def reload(self):
        self.page.reload()
        self.wait()

    def wait(self):
        wait_until_idle(self.page)
        self.form.locator("[data-keeping=ready]").wait_for(state="attached")
        self.page.evaluate(
            "document.querySelectorAll('details').forEach(each => { each.open = true })"
        )

    def type(self, word):
        """Add a word to the end of each of the form's long boxes."""
        for box in self.boxes:
            box.press("Control+End")
            box.press_sequentially(f" {word}")

    def expect_words(self, *words):
        """Every box has every word, in the order in which they were typed."""
        for box in self.boxes:
            pattern = re.compile(r"\s+".join(map(re.escape, words)))
            has_text = box.evaluate("each => !('value' in each)")
            if has_text:
                expect(box).to_contain_text(pattern)
            else:
                expect(box).to_have_value(pattern)

    @property
    def line(self):
        return self.form.locator("[data-save-line]")


def kept_words(key):
    """What the site keeps of a form, as one text."""
    draft = FormDraft.objects.filter(key__endswith=f"#{key}", is_set_aside=False)
    return " ".join(" ".join(each.fields.values()) for each in draft)


@pytest.mark.parametrize("form", LONG_FORMS, ids=str)
def test_no_word_is_lost_in_the_middle_of_typing(form, open_form, sign_in, people):
    opened = open_form(form)
    page, context = opened.page, opened.page.context

    opened.type(RELOADED)
    opened.reload()
    opened.expect_words(RELOADED)

    opened.type(SWITCHED)
    page.locator("a.language-toggle:visible").click()
    page.wait_for_url("**/fr/**")
    opened.wait()
    opened.expect_words(RELOADED, SWITCHED)

    context.set_offline(True)
    opened.type(OFFLINE)
    wait_until(lambda: is_kept_on_the_device(page), page=page)
    expect(opened.line).to_contain_text(re.compile("hors ligne|Nouvel essai"))
    context.set_offline(False)
    opened.reload()
    opened.expect_words(RELOADED, SWITCHED, OFFLINE)

    Session.objects.all().delete()
    opened.type(ENDED)
    expect(opened.line).to_contain_text("Votre session est terminée")
    sign_in(page, getattr(people, form.who))
    opened.visit()
    opened.expect_words(RELOADED, SWITCHED, OFFLINE, ENDED)

    opened.type(CLOSED)
    page.close(run_before_unload=False)
    opened.page = context.new_page()
    opened.visit()
    opened.expect_words(RELOADED, SWITCHED, OFFLINE, ENDED, CLOSED)
    wait_until(lambda: CLOSED in kept_words(opened.key), page=opened.page)
    expect(opened.line).to_contain_text(re.compile("Kept as a draft|^$"))


class Traffic:
    """Drafts wait before they are stored, and pages once they are made, until each is
    let through. In the place of SentFormsMiddleware's __call__."""

    def __init__(self, serve):
        self.serve = serve
        self.draft_is_here, self.page_is_made = Event(), Event()
        self.let_draft, self.let_page = Event(), Event()

    def __call__(self, middleware, request):
        if request.path.endswith("/drafts/"):
            self.draft_is_here.set()
            self.let_draft.wait(PATIENCE)
        response = self.serve(middleware, request)
        if self.draft_is_here.is_set() and request.method == "GET":
            self.page_is_made.set()
            self.let_page.wait(PATIENCE)
        return response


def test_a_page_made_before_the_draft_arrived_shows_it_all_the_same(
    open_form, monkeypatch
):
    opened = open_form(LONG_FORMS[0])
    page = opened.page
    traffic = Traffic(SentFormsMiddleware.__call__)
    monkeypatch.setattr(SentFormsMiddleware, "__call__", lambda *args: traffic(*args))
    opened.type(RELOADED)
    wait_until(traffic.draft_is_here.is_set, page=page)
    page.evaluate("location.reload()")
    wait_until(traffic.page_is_made.is_set, page=page)

    # The page that is being left cannot be asked any more.
    with page.expect_response("**/drafts/") as answered:
        traffic.let_draft.set()
    answered.value.finished()
    with page.expect_navigation():
        traffic.let_page.set()

    opened.wait()
    opened.expect_words(RELOADED)
