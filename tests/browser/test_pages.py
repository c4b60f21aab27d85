"""Every page of a project: accessible and no wider than the screen."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.projects.projects import finish_plan, reopen_plan
from questionnaire.models import Membership
from questionnaire.vocabulary import Role
from tests.browser.answering import editor, visit_question
from tests.browser.keyboard import tab_to
from tests.browser.variants import LANGUAGES
from tests.questions import page_address, slug_of


@pytest.fixture
def addresses(project, people, answer):
    """Addresses of a project with answers in both languages, editions and a viewer."""
    answer("1.1", "<p>Sur <strong>Borealis</strong> :</p><ul><li><p>oui</p></li></ul>")
    answer("1.1", "<p>On Borealis.</p>", language="en")
    answer("1.1", "<p>Sur Borealis, dix ans.</p>", base=1)
    answer("2.2")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    reopen_plan(project_id=project.pk, by=people.amina, reason="A new partner.")
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    pages = [
        ("projects", []),
        ("project_new", []),
        ("project_overview", [project.pk]),
        ("project_edit", [project.pk]),
        ("plan_read", [project.pk]),
        ("question", [project.pk, slug_of("1.1")]),
        ("question", [project.pk, slug_of("2.2")]),
        ("section", [project.pk, 2]),
        ("versions", [project.pk, slug_of("1.1")]),
        ("version", [project.pk, slug_of("1.1"), "fr", 1]),
        ("editions", [project.pk]),
        ("edition", [project.pk, 1]),
        ("export", [project.pk]),
    ]
    return [reverse(name, args=args) for name, args in pages]


def test_pages_of_a_project_are_accessible_and_fit(
    new_page, sign_in, people, addresses, look_at
):
    page = new_page()
    sign_in(page, people.amina)
    titles = set()
    for address in addresses:
        look_at(page, address, prepare=lambda page: titles.add(page.title()))
    assert len(titles) == len(addresses) * len(LANGUAGES)


def test_a_viewers_pages_are_accessible_and_fit(
    new_page, sign_in, people, project, addresses, look_at
):
    page = new_page()
    sign_in(page, people.paul)
    for name, args in (
        ("project_overview", []),
        ("question", [slug_of("1.1")]),
        ("section", [2]),
        ("plan_read", []),
    ):
        look_at(page, reverse(name, args=[project.pk, *args]), prepare=ask_for_nothing)


def ask_for_nothing(page):
    expect(page.locator("textarea")).to_have_count(0)


def test_an_answer_is_written_and_saved_by_keyboard_alone(
    new_page, sign_in, people, project
):
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "1.1"))
    page.keyboard.press("Tab")  # skip to main content
    page.keyboard.press("Tab")  # skip to my answer
    page.keyboard.press("Enter")
    tab_to(page, "[role=textbox]", most_stops=6)
    page.keyboard.type("Written without a mouse.")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(re.compile(f"/questions/{slug_of('1.2')}/"))
    page.go_back()
    page.reload()
    expect(editor(page)).to_have_text("Written without a mouse.")


def test_an_example_is_taken_as_a_start_without_losing_what_was_typed(
    new_page, sign_in, people, project
):
    page = new_page("fr")
    sign_in(page, people.amina)
    question = page_address("question", project, "1.1")
    visit_question(page, question.replace("/en/", "/fr/"))
    editor(page).click()
    page.keyboard.type("Mon début.")
    page.get_by_text("Exemple de réponse").click()
    page.locator("[data-use-example]").click()

    expect(editor(page)).to_have_text(
        re.compile("^Mon début\\..*Amélie Gagnon, chercheuse principale")
    )


def test_the_language_link_keeps_the_page_and_the_way_back(
    new_page, sign_in, people, project
):
    page = new_page("fr")
    sign_in(page, people.amina)
    question = page_address("question", project, "4.2")
    page.goto(f"{question.replace('/en/', '/fr/')}?in=en")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"**{question}?in=en")
    page.get_by_role("link", name="Français", exact=True).click()

    page.wait_for_url(f"**{question.replace('/en/', '/fr/')}?in=en")


def test_without_script_an_answer_is_written_and_read(
    new_page, sign_in, people, project
):
    page = new_page("en", javascript=False)
    sign_in(page, people.amina)
    page.goto(page_address("question", project, "1.1"))
    page.locator("textarea").fill("Two places:\n\n- Borealis\n- Dataverse")
    page.locator("button[value=stay]").click()
    expect(page.get_by_text("Your answer is saved")).to_be_visible()
    page.goto(reverse("plan_read", args=[project.pk]))

    expect(page.locator(".prose li")).to_have_text(["Borealis", "Dataverse"])
