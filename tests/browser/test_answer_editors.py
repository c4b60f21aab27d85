"""Nothing typed into an answer is lost, whichever of its pages it is typed on.

The pages with editors of answers are walked as other forms are (test_form_drafts.py):
in the middle of typing the page is reloaded, its language changes, the network goes,
the session ends, the tab is closed.
"""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import FormDraft, RecoveredDraft
from tests.browser.answering import is_kept_on_the_device
from tests.browser.waiting import wait_for_value, wait_until, wait_until_idle
from tests.questions import page_address

# Addresses, as they are in no language that could be noticed.
WORDS = [f"{word}@ex.ca" for word in ("un", "deux", "trois", "quatre", "cinq")]
CELL = "[data-table-editor] tbody textarea:visible"
SAVED, MINE = "<p>Gardé.</p>", "<p>Ailleurs.</p>"


@dataclass
class Editors:
    """A page with editors of answers: each of its boxes gets all the words."""

    page: object
    address: str
    count: int = 1
    selector: str = "form [role=textbox]"

    @property
    def boxes(self):
        return self.page.locator(self.selector).all()[: self.count]

    @property
    def lines(self):
        return self.page.locator("span[data-save-line], div[data-save-line]")

    def visit(self):
        self.page.goto(self.address)
        self.wait()

    def wait(self):
        wait_until_idle(self.page)
        ready = "[data-saving=ready], [data-keeping=ready]"
        self.page.locator(ready).first.wait_for(state="attached")
        restore = self.page.locator("[data-recovery] [data-act=restore]")
        while restore.count():
            count = restore.count()
            restore.first.click()
            expect(restore).to_have_count(count - 1)

    def type(self, word):
        for box in self.boxes:
            box.press("Control+End")
            box.press_sequentially(f" {word}")

    def expect_words(self, *words):
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        for box in self.boxes:
            if box.evaluate("each => 'value' in each"):
                expect(box).to_have_value(pattern)
            else:
                expect(box).to_contain_text(pattern)


@pytest.fixture
def open_editors(new_page, sign_in, people, project, answer, request):
    """A function (name of a page) that opens it as Amina: its Editors."""

    def open_editors(name):
        answer("1.1", SAVED)
        errors = ["Failed to load resource", "ERR_INTERNET_DISCONNECTED"]
        page = new_page("en", expected_errors=errors)
        sign_in(page, people.amina)
        if name == "table":
            row = request.getfixturevalue("rows_saved")([{"dataset": "Gardé"}]).answer
            args = [row.project_id, row.question.slug]
            address = reverse("question", args=args) + "?in=fr"
            opened = Editors(page, address, selector=CELL)
            opened.visit()
            return opened
        question = page_address("question", project, "1.1")
        addresses = {
            "question": f"{question}?in=fr",
            "section": page_address("section", project, 1),
            "two languages": f"{question}?in=en&beside=mine",
            "two windows": page_address("two_versions", project, "1.1"),
        }
        opened = Editors(page, addresses[name], count=2 if name == "section" else 1)
        if name == "two windows":
            page.goto(question)
            wait_until_idle(page)
            send_other_text(page, opened.address)
            opened.wait()
        else:
            opened.visit()
        return opened

    return open_editors


def send_other_text(page, address):
    """What a window does whose text is not the saved one: ask to see both."""
    page.evaluate(
        """([action, text]) => {
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action });
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          const fields = {
            "part_answer-html": text,
            base: 0,
            language: "fr",
            save_id: crypto.randomUUID(),
            csrfmiddlewaretoken: token,
          };
          for (const [name, value] of Object.entries(fields)) {
            const input = document.createElement("input");
            form.append(Object.assign(input, { name, value }));
          }
          document.body.append(form);
          form.submit();
        }""",
        [address, MINE],
    )
    page.wait_for_url("**/two-versions/")


PAGES = ["question", "section", "two languages", "two windows", "table"]
# The templates with forms that are saved as answers; others are in tests/long_forms.py.
WITH_ANSWERS = {"question.html", "section.html"}


def test_every_page_with_answers_to_write_is_walked():
    found = {
        path.name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if "partials/saving_attributes.html" in path.read_text("utf-8")
    }

    assert found == WITH_ANSWERS


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_an_answer_is_lost_in_the_middle_of_typing(
    open_editors, sign_in, people, name
):
    opened = open_editors(name)
    page, context = opened.page, opened.page.context

    opened.type(WORDS[0])
    page.reload()
    opened.wait()
    opened.expect_words(*WORDS[:1])

    opened.type(WORDS[1])
    page.locator("a.language-toggle:visible").click()
    page.wait_for_url("**/fr/**")
    opened.address = page.url
    opened.wait()
    opened.expect_words(*WORDS[:2])

    context.set_offline(True)
    opened.type(WORDS[2])
    wait_until(lambda: is_kept_on_the_device(page), page=page)
    expect(opened.lines.first).to_contain_text(re.compile("hors ligne|Nouvel essai"))
    context.set_offline(False)
    page.reload()
    opened.wait()
    opened.expect_words(*WORDS[:3])

    Session.objects.all().delete()
    opened.type(WORDS[3])
    expect(opened.lines.first).to_contain_text("Votre session est terminée")
    sign_in(page, people.amina)
    opened.visit()
    opened.expect_words(*WORDS[:4])

    opened.type(WORDS[4])
    page.close(run_before_unload=False)
    opened.page = context.new_page()
    opened.visit()
    opened.expect_words(*WORDS)


def test_what_was_edited_is_kept_when_another_choice_replaces_it(open_editors):
    opened = open_editors("two windows")
    page = opened.page
    opened.type(WORDS[0])
    page.get_by_label("Take both").first.check()

    expect(opened.boxes[0]).to_have_text("Gardé.Ailleurs.")
    expect(page.locator("[data-recovery]")).to_contain_text("kept for 30 days")
    kept = FormDraft.objects.filter(is_set_aside=True)
    wait_for_value(kept.count, 1, page=page)
    assert WORDS[0] in str(kept.get().fields)


def test_an_unedited_result_follows_the_choices_without_a_word(open_editors):
    opened = open_editors("two windows")
    for name in ("Take both", "Take the saved one", "Take this window’s"):
        opened.page.get_by_label(name).first.check()
    expect(opened.boxes[0]).to_have_text("Ailleurs.")

    assert not FormDraft.objects.filter(is_set_aside=True).exists()
    assert not RecoveredDraft.objects.exists()


def test_what_was_sent_of_two_windows_is_not_put_back(open_editors):
    opened = open_editors("two windows")
    opened.type(WORDS[0])
    opened.page.get_by_role("button", name="Save this result").click()
    opened.page.wait_for_url("**?in=fr")

    expect(opened.page.locator("[role=textbox]").first).to_contain_text(WORDS[0])
    wait_until(lambda: not FormDraft.objects.exists())
    opened.page.goto(opened.address)
    opened.page.wait_for_url(re.compile(r"/questions/[^/]+/$"))
