"""The reviewer’s pages: accessible, within the screen, and usable by keyboard."""

import re
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.projects.calendar import renew_feed
from questionnaire.actions.projects.projects import (
    finish_plan,
    reopen_plan,
    submit_plan,
)
from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.models import Decision, Membership, User
from questionnaire.vocabulary import Role
from tests.browser.answering import editor
from tests.browser.variants import VARIANTS
from tests.browser.waiting import wait_for_answer, wait_until_idle
from tests.change_requests import ask_for_changes
from tests.questions import page_address, slug_of


@pytest.fixture
def asked(project, people, answer):
    """Paul answers 1.1, 1.2 and 1.3 too; changes to his 1.3 are asked for."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    for label in ("1.1", "1.2"):
        answer(label, "<p>Sur Borealis.</p><p>Chaque nuit.</p>")
        answer(label, "<p>Sur Borealis et Zenodo.</p>", by=people.paul)
    version = answer("1.3", "<p>Cent dollars.</p>", by=people.paul)
    return ask_for_changes(
        version,
        people.amina,
        "D’où vient ce montant?",
        suggestion={"answer": "<p>Deux cents dollars.</p>"},
    )


def test_pages_of_a_review_are_accessible_and_fit(
    new_page, sign_in, people, project, asked, look_at
):
    page = new_page()
    sign_in(page, people.amina)
    for name, label, query in (
        ("review_queue", None, ""),
        ("review_question", "1.1", ""),
        ("review_question", "1.3", ""),
        ("combine", "1.1", "?in=fr"),
        ("review_request", "1.3", f"?version={asked.version_id}"),
        ("review_send", None, ""),
        ("submit", None, ""),
        ("decisions", "1.1", ""),
    ):
        address = reverse(name, args=[project.pk, *([slug_of(label)] if label else [])])
        look_at(page, address + query)


def test_pages_of_finishing_are_accessible_and_fit(
    new_page, sign_in, people, project, asked, answer, look_at
):
    """Two editions, of which the first was opened again; then a third is prepared."""
    by_amina = {"project_id": project.pk, "by": people.amina}
    submit_plan(**by_amina)
    finish_plan(**by_amina, accept_gaps=True, note="Pour le comité.")
    reopen_plan(**by_amina, reason="Un partenaire s’est joint.")
    answer("1.1", "<p>Sur Borealis.</p><ul><li>Chaque mois.</li></ul>", base=1)
    version = answer("1.2", "<p>Autrement.</p>", base=1)
    decide(
        **by_amina,
        choices=[Choice(version.answer.question, "fr", version.pk, None)],
        batch=uuid.uuid4(),
    )
    submit_plan(**by_amina)
    finish_plan(**by_amina, accept_gaps=True)
    renew_feed(by=people.amina)
    page = new_page(expected_errors=["422"])
    sign_in(page, people.amina)
    here = [project.pk]
    for address in (
        reverse("editions", args=here),
        reverse("editions_compare", args=here) + "?from=1&to=2",
        reverse("editions_compare", args=here) + "?from=1&to=2&view=list",
        reverse("reopen", args=here),
        reverse("profile"),
        reverse("keyboard"),
    ):
        look_at(page, address)
    reopen_plan(**by_amina, reason="Encore.")
    submit_plan(**by_amina)
    look_at(page, reverse("finish", args=here), only=VARIANTS)
    page.locator("[name=review_on]").fill("2020-01-01")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("#id_review_on_error")).to_be_visible()
    expect(page.locator("[name=review_on]")).to_have_value("2020-01-01")


def test_letters_press_nothing_once_they_are_turned_off(
    new_page, sign_in, people, project, asked
):
    User.objects.filter(pk=people.amina.pk).update(letter_keys=False)
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("review_question", project, "1.1"))
    page.evaluate("addEventListener('click', () => { window.isPressed = true }, true)")
    page.keyboard.press("a")
    page.keyboard.press("j")

    wait_for_answer(page, "Boolean(window.isPressed)", False)
    expect(page).to_have_url(re.compile(f"/questions/{slug_of('1.1')}/review/"))
    assert not Decision.objects.exists()


def test_a_reviewer_decides_without_a_pointer(
    new_page, sign_in, people, project, asked
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(reverse("review_queue", args=[project.pk]))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/questions/[-a-z]+/review/"))
    page.keyboard.press("a")
    expect(page.get_by_text("is agreed.")).to_be_visible()
    assert Decision.objects.count() == 1

    page.wait_for_load_state()  # its keys are there
    page.keyboard.press("u")
    expect(page.get_by_text("Undone")).to_be_visible()
    assert Decision.objects.order_by("-id").first().version is None


def test_a_key_that_is_held_down_decides_once(
    new_page, sign_in, people, project, asked
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("review_question", project, "1.1"))
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {0}))"
    held = "{key: 'a', bubbles: true, repeat: true}"
    page.evaluate(press.replace("{0}", held))
    wait_until_idle(page)
    expect(page).to_have_url(re.compile(f"/questions/{slug_of('1.1')}/review/"))
    assert not Decision.objects.exists()


def test_the_button_says_what_it_will_do_with_the_answer_chosen(
    new_page, sign_in, people, project, asked, answer
):
    version = answer("1.1", "<p>Autrement.</p>", base=1)
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(version.answer.question, "fr", version.pk, None)],
        batch=uuid.uuid4(),
    )
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("review_question", project, "1.1"))
    expect(
        page.get_by_role("button", name="Keep Amina Diallo’s version 2")
    ).to_be_visible()

    page.get_by_role("radio", name=re.compile("Paul Martin, version 1")).check()
    page.get_by_role("button", name="Replace by Paul Martin’s version 1").click()

    expect(page.get_by_text("is agreed.")).to_be_visible()
    newest = Decision.objects.order_by("-id").first()
    assert newest.version.answer.author == people.paul


def test_keys_do_nothing_while_somebody_types(
    new_page, sign_in, people, project, asked
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("review_question", project, "1.1"))
    page.get_by_label("Note on the decision").focus()
    page.keyboard.type("jaku")

    expect(page.get_by_label("Note on the decision")).to_have_value("jaku")
    assert not Decision.objects.exists()


def test_passages_taken_come_into_the_result(new_page, sign_in, people, project, asked):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("combine", project, "1.1") + "?in=fr")
    result = page.locator("[role=textbox]")
    wait_until_idle(page)
    expect(result).to_contain_text("Chaque nuit.")
    page.get_by_role("checkbox", name="French, wording B (passage 1)").check()
    expect(result).to_contain_text("Zenodo")
    page.get_by_role("button", name="Save and agree on this text").click()
    expect(page.get_by_text("Your combined text is agreed")).to_be_visible()

    combined = Decision.objects.get().version
    assert {each.answer.author for each in combined.sources.all()} == {
        people.amina,
        people.paul,
    }


def test_a_proposed_wording_is_accepted_from_the_question_page(
    new_page, sign_in, people, project, asked
):
    page = new_page("en")
    sign_in(page, people.paul)
    page.goto(page_address("question", project, "1.3") + "?in=fr")
    wait_until_idle(page)
    team = page.locator("#team")
    expect(team).to_contain_text("D’où vient ce montant?")
    team.get_by_role("button", name="Accept the wording").click()
    expect(editor(page)).to_have_text("Deux cents dollars.")
