"""Leaving a question, in every way that a browser can report, makes the version.

What is left is looked up at the server, and read on the page that is opened next: a
line never says that the team sees what it does not, nor that it doesn't see what it
does.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Draft, Membership
from questionnaire.vocabulary import Role
from tests.browser.answering import (
    TEXT,
    editor,
    paste,
    save_line,
    visit_question,
    wait_for_saving,
    write,
)
from tests.browser.waiting import wait_for_value, wait_until, wait_until_idle
from tests.questions import page_address

DRAFT = re.compile(r"Brouillon, .*: vous êtes la seule personne à le voir")
SEEN = re.compile(r"Version\s1, .*: l’équipe la voit")


@pytest.fixture
def team(project, people):
    """Amina’s project, to which Paul contributes."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def addresses(team):
    """Of pages on which 1.1 is answered, and of the overview, in French."""
    pages = {
        "question": page_address("question", team, "1.1"),
        "section": reverse("section", args=[team.pk, 1]),
        "overview": reverse("project_overview", args=[team.pk]),
    }
    return {name: each.replace("/en/", "/fr/") for name, each in pages.items()}


@pytest.fixture
def open_answer(new_page, sign_in, people, addresses):
    """A function that opens a page on which Amina answers 1.1."""

    def open_page(name):
        page = new_page("fr", expected_errors=("Failed to load resource",))
        sign_in(page, people.amina)
        page.goto(addresses["overview"])
        visit_question(page, addresses[name])
        return page

    return open_page


def version_texts():
    versions = AnswerVersion.objects.order_by("pk")
    return [version.content.get("answer") for version in versions]


def draft_texts():
    return [draft.content.get("answer") for draft in Draft.objects.all()]


def by_typed_address(page, addresses):
    page.goto(addresses["overview"])


def by_reload(page, addresses):
    page.reload()


def by_going_back(page, addresses):
    page.go_back()


def by_closing_the_tab(page, addresses):
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def by_another_language(page, addresses):
    page.locator("a.language-toggle:visible").click()
    page.wait_for_url("**/en/**")


def by_signing_out(page, addresses):
    page.get_by_role("button", name="Fermer la session").click()
    page.wait_for_url(lambda url: "/projects/" not in url)


def by_a_link(page, addresses):
    page.locator(".project-bar__name").click()
    page.wait_for_url("**" + addresses["overview"])


WAYS = [
    by_typed_address,
    by_reload,
    by_going_back,
    by_closing_the_tab,
    by_another_language,
    by_signing_out,
    by_a_link,
]


@pytest.mark.parametrize("name", ["question", "section"])
@pytest.mark.parametrize("leave", WAYS)
def test_leaving_a_question_makes_one_version_however_it_is_left(
    open_answer, addresses, name, leave
):
    page = open_answer(name)
    write(page)
    expect(save_line(page)).to_contain_text(DRAFT)
    assert version_texts() == []

    leave(page, addresses)

    wait_for_value(version_texts, [f"<p>{TEXT}</p>"])
    wait_for_value(draft_texts, [])


@pytest.mark.parametrize("leave", WAYS)
def test_leaving_at_once_after_the_last_key_makes_the_version_too(
    open_answer, addresses, leave
):
    page = open_answer("question")
    write(page)

    leave(page, addresses)

    wait_for_value(version_texts, [f"<p>{TEXT}</p>"])
    wait_for_value(draft_texts, [])


def test_all_texts_of_a_section_are_sent_when_it_is_left(open_answer, addresses):
    page = open_answer("section")
    for number in (0, 1):
        page.locator("[role=textbox]").nth(number).click()
        page.keyboard.type(f"Texte {number}.")

    page.goto(addresses["overview"])

    wait_for_value(
        lambda: sorted(version_texts()), ["<p>Texte 0.</p>", "<p>Texte 1.</p>"]
    )


def test_who_goes_on_by_keyboard_types_in_the_next_answer(open_answer):
    page = open_answer("question")
    write(page)

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**#answer")
    wait_for_saving(page)

    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_have_text("")
    assert version_texts() == [f"<p>{TEXT}</p>"]


@pytest.mark.parametrize("name", ["question", "section"])
def test_a_page_that_is_loaded_again_says_that_the_team_sees_the_text(
    open_answer, name
):
    page = open_answer(name)
    write(page)

    page.reload()
    wait_for_saving(page)

    expect(editor(page)).to_have_text(TEXT)
    expect(save_line(page)).to_contain_text(SEEN)
    expect(save_line(page)).not_to_contain_text("Brouillon")
    expect(page.locator(".draft-note, div[data-recovery]")).to_have_count(0)
    write(page, " Encore.")
    expect(save_line(page)).to_contain_text(DRAFT)
    expect(save_line(page)).to_contain_text(SEEN)


def test_a_page_opened_next_does_not_call_unsent_what_was_sent_on_leaving(
    open_answer, addresses
):
    page = open_answer("question")
    write(page)

    page.goto(addresses["overview"])
    wait_for_value(version_texts, [f"<p>{TEXT}</p>"])

    expect(page.locator("main")).not_to_contain_text("texte non envoyé")
    expect(page.locator(".task__status").first).to_contain_text("Avec réponse")


def test_leaving_while_a_draft_is_tried_again_makes_the_version(open_answer, addresses):
    page = open_answer("question")
    page.route("**/draft/", lambda route: route.fulfill(status=500, body="500"))
    write(page)
    expect(save_line(page)).to_contain_text("Nouvel essai dans")

    page.goto(addresses["overview"])

    wait_for_value(version_texts, [f"<p>{TEXT}</p>"])


def test_a_mere_switch_of_tab_makes_no_version(open_answer):
    page = open_answer("question")
    write(page)

    hide(page)
    wait_for_value(draft_texts, [f"<p>{TEXT}</p>"])
    show(page)

    expect(save_line(page)).to_contain_text(DRAFT)
    assert version_texts() == []


def hide(page):
    """Let the page believe that another tab is shown."""
    _set_visibility(page, "hidden")


def show(page):
    _set_visibility(page, "visible")


def _set_visibility(page, state):
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", {
            configurable: true, get: () => state,
          });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_leaving_twice_makes_one_version_for_each_text(open_answer, addresses):
    page = open_answer("question")
    write(page)
    for _ in range(2):
        page.reload()
        wait_for_saving(page)
    assert version_texts() == [f"<p>{TEXT}</p>"]

    write(page, " Encore.")
    page.goto(addresses["overview"])

    wait_for_value(version_texts, [f"<p>{TEXT}</p>", f"<p>{TEXT} Encore.</p>"])


def test_a_draft_that_arrives_after_the_version_changes_nothing(open_answer):
    page = open_answer("question")
    held = []
    page.route("**/draft/", lambda route: held.append(route))
    write(page)
    wait_until(lambda: held, page=page)
    write(page, " Encore.")
    page.keyboard.press("Control+s")
    held[0].continue_()
    page.unroute("**/draft/")

    wait_for_value(lambda: version_texts()[-1:], [f"<p>{TEXT} Encore.</p>"], page=page)
    expect(save_line(page)).to_contain_text("l’équipe la voit")
    wait_for_value(draft_texts, [])


def test_going_back_to_the_version_on_purpose_sends_nothing(
    open_answer, addresses, answer
):
    version = answer("1.1", f"<p>{TEXT}</p>")
    Draft.objects.create(
        answer=version.answer,
        content={"answer": "<p>À jeter.</p>"},
        content_digest=digest({"answer": "<p>À jeter.</p>"}),
        base_version=1,
    )
    page = open_answer("question")
    write(page, " Et ceci.")

    page.get_by_role("button", name="Revenir à la version 1").click()
    page.wait_for_url("**?in=fr")
    wait_for_saving(page)

    expect(editor(page)).to_have_text(TEXT)
    expect(save_line(page)).to_contain_text(SEEN)
    assert version_texts() == [f"<p>{TEXT}</p>"]
    assert draft_texts() == []


def test_a_text_too_long_to_be_sent_on_leaving_stays_a_draft_and_says_so(
    open_answer, addresses
):
    page = open_answer("question")
    text = "mousse " * 11_500
    paste(page, text)

    expect(save_line(page)).to_contain_text(DRAFT)
    expect(save_line(page)).to_contain_text("Trop long pour partir tout seul")
    wait_until_idle(page)
    page.goto(addresses["overview"])
    wait_until(lambda: draft_texts() or version_texts())


def test_somebody_alone_is_not_told_of_a_team(new_page, sign_in, people, project):
    page = new_page("fr", expected_errors=("Failed to load resource",))
    sign_in(page, people.amina)
    visit_question(
        page, page_address("question", project, "1.1").replace("/en/", "/fr/")
    )
    write(page)
    expect(save_line(page)).to_contain_text("pas encore dans le plan")
    page.keyboard.press("Control+s")

    expect(save_line(page)).to_contain_text(re.compile(r"Version\s1, .*: enregistrée"))
    expect(save_line(page)).not_to_contain_text("équipe")
    page.reload()
    wait_for_saving(page)
    expect(save_line(page)).to_contain_text("enregistrée")


def test_all_that_a_page_says_of_a_question_follows_a_save(open_answer, team):
    page = open_answer("question")
    status = page.locator("#question-status")
    expect(status).to_have_text("À commencer")
    expect(page.locator("#team")).to_contain_text("Pas encore de réponse : vous, Paul")

    write(page)
    page.keyboard.press("Control+s")

    expect(status).to_have_text("Avec réponse")
    expect(page.locator("#recent-versions")).to_contain_text("Version 1")
    expect(page.locator("#team")).to_contain_text("Pas encore de réponse : Paul")
    expect(editor(page)).to_be_focused()


def test_each_question_of_a_section_shows_how_it_stands(open_answer):
    page = open_answer("section")
    status = page.locator("[id^=status-]").first
    expect(status).to_have_text("À commencer")

    write(page)
    page.keyboard.press("Control+s")

    expect(status).to_have_text("Avec réponse")
    expect(page.locator("[id^=status-]").nth(1)).to_have_text("À commencer")


def note_field(page):
    page.get_by_text("Ajouter une note", exact=True).click()
    return page.locator("[name=note]")


def test_leaving_sends_the_note_with_the_text(open_answer, addresses):
    page = open_answer("question")
    write(page)
    note_field(page).fill("Relu avec Paul.")

    by_a_link(page, addresses)

    wait_until(lambda: AnswerVersion.objects.filter(note="Relu avec Paul.").exists())


def test_a_note_on_a_text_that_stands_stays_until_a_version_has_it(
    open_answer, addresses
):
    page = open_answer("question")
    write(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(save_line(page)).to_contain_text(SEEN)
    note = note_field(page)
    note.fill("Relu avec Paul.")

    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.locator("[data-note-waits]")).to_be_visible()
    expect(note).to_have_value("Relu avec Paul.")
    page.reload()
    wait_for_saving(page)
    expect(page.locator("[name=note]")).to_have_value("Relu avec Paul.")
    write(page, "Encore.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[name=note]")).to_have_value("")
    wait_until(lambda: AnswerVersion.objects.filter(note="Relu avec Paul.").exists())
