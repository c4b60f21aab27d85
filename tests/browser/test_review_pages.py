"""The reviewer’s pages: accessible, within the screen, and worked by keyboard."""

import re
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.change_requests import request_changes
from questionnaire.models import Decision, Membership
from questionnaire.vocabulary import Role


@pytest.fixture
def asked(project, people, answer):
    """Paul answers 1.1, 1.2 and 1.3 too; changes to his 1.3 are asked for."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    for label in ("1.1", "1.2"):
        answer(label, "<p>Sur Borealis.</p><p>Chaque nuit.</p>")
        answer(label, "<p>Sur Borealis et Zenodo.</p>", by=people.paul)
    version = answer("1.3", "<p>Cent dollars.</p>", by=people.paul)
    question = version.answer.question
    return request_changes(
        project_id=project.pk,
        question=question,
        parts=question.parts.all(),
        version_id=version.pk,
        by=people.amina,
        body="D’où vient ce montant?",
        save_id=uuid.uuid4(),
        suggestion={"answer": "<p>Deux cents dollars.</p>"},
    )


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [
        ("fr", False, 1280),
        ("fr", True, 360),
        ("en", True, 1280),
        ("en", False, 360),
    ],
)
def test_pages_of_a_review_are_accessible_and_fit(
    new_page,
    sign_in,
    people,
    project,
    asked,
    check_accessibility,
    language,
    dark,
    width,
):
    page = new_page(language, dark, width)
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
        address = reverse(name, args=[project.pk, *([label] if label else [])])
        page.goto(address.replace("/en/", f"/{language}/", 1) + query)
        check_accessibility(page)
        too_wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(too_wide), page.url


def test_a_reviewer_decides_without_a_pointer(
    new_page, sign_in, people, project, asked
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(reverse("review_queue", args=[project.pk]))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/questions/1\.\d/review/"))
    page.keyboard.press("a")
    expect(page.get_by_text("is agreed.")).to_be_visible()
    assert Decision.objects.count() == 1

    page.keyboard.press("u")
    expect(page.get_by_text("Undone")).to_be_visible()
    assert Decision.objects.order_by("-id").first().version is None


def test_keys_do_nothing_while_somebody_types(
    new_page, sign_in, people, project, asked
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(reverse("review_question", args=[project.pk, "1.1"]))
    page.get_by_label("Note on the decision").focus()
    page.keyboard.type("jaku")

    expect(page.get_by_label("Note on the decision")).to_have_value("jaku")
    assert not Decision.objects.exists()


def test_passages_taken_come_into_the_result(new_page, sign_in, people, project, asked):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(reverse("combine", args=[project.pk, "1.1"]) + "?in=fr")
    result = page.locator("[role=textbox]")
    expect(result).to_contain_text("Chaque nuit.")
    page.get_by_role("checkbox", name="Paul Martin").check()
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
    page.goto(reverse("question", args=[project.pk, "1.3"]) + "?in=fr")
    team = page.locator("#team")
    expect(team).to_contain_text("D’où vient ce montant?")
    team.get_by_role("button", name="Accept the wording").click()
    expect(page.locator("[role=textbox]")).to_have_text("Deux cents dollars.")
