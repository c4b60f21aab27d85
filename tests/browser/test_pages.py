"""Every page of a project: accessible, within the screen, in both languages."""

import re

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import finish_plan, reopen_plan
from questionnaire.models import Membership
from questionnaire.vocabulary import Role
from tests.questions import page_address, slug_of


@pytest.fixture
def addresses(project, people, answer):
    """A project with answers in both languages, an edition, and a viewer's eyes."""
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
    return [reverse(name, args=args).removeprefix("/en") for name, args in pages]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_a_project_are_accessible_and_fit(
    new_page, sign_in, people, addresses, check_accessibility, language, dark, width
):
    page = new_page(language, dark, width)
    sign_in(page, people.amina)
    titles = set()
    for address in addresses:
        page.goto(f"/{language}{address}")
        if "/questions/" in address or "/sections/" in address:
            editors = page.locator("[data-prose-editor]")
            if editors.count():
                page.locator("[role=textbox]").last.wait_for()
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        titles.add(page.title())
    assert len(titles) == len(addresses)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_viewers_pages_are_accessible(
    new_page, sign_in, people, project, addresses, check_accessibility, language
):
    page = new_page(language)
    sign_in(page, people.paul)
    for name, args in (
        ("project_overview", []),
        ("question", [slug_of("1.1")]),
        ("section", [2]),
        ("plan_read", []),
    ):
        path = reverse(name, args=[project.pk, *args]).removeprefix("/en")
        page.goto(f"/{language}{path}")
        check_accessibility(page)
        assert page.locator("textarea").count() == 0


def test_an_answer_is_written_and_saved_by_keyboard_alone(
    new_page, sign_in, people, project
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("question", project, "1.1"))
    page.locator("[role=textbox]").wait_for()
    page.keyboard.press("Tab")  # skip to main content
    page.keyboard.press("Tab")  # skip to my answer
    page.keyboard.press("Enter")
    for _step in range(6):
        if page.evaluate("document.activeElement.getAttribute('role')") == "textbox":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Written without a mouse.")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(re.compile(f"/questions/{slug_of('1.2')}/"))
    page.go_back()
    page.reload()
    assert page.locator("[role=textbox]").inner_text() == "Written without a mouse."


def test_an_example_is_taken_as_a_start_without_losing_what_was_typed(
    new_page, sign_in, people, project
):
    page = new_page("fr")
    sign_in(page, people.amina)
    page.goto(page_address("question", project, "1.1").replace("/en/", "/fr/"))
    editor = page.locator("[role=textbox]")
    editor.click()
    page.keyboard.type("Mon début.")
    page.get_by_text("Exemple de réponse").click()
    page.locator("[data-use-example]").click()

    assert editor.inner_text().startswith("Mon début.")
    assert "Amélie Gagnon, chercheuse principale" in editor.inner_text()


def test_the_language_link_keeps_the_page_and_the_way_back(
    new_page, sign_in, people, project
):
    page = new_page("fr")
    sign_in(page, people.amina)
    question = page_address("question", project, "4.2")
    page.goto(f"{question.replace('/en/', '/fr/')}?in=en")
    page.get_by_role("link", name="English", exact=True).click()
    assert page.url.endswith(f"{question}?in=en")
    page.get_by_role("link", name="Français", exact=True).click()

    assert page.url.endswith(f"{question.replace('/en/', '/fr/')}?in=en")


def test_without_script_an_answer_is_written_and_read(
    new_page, sign_in, people, project
):
    page = new_page("en", javascript=False)
    sign_in(page, people.amina)
    page.goto(page_address("question", project, "1.1"))
    page.locator("textarea").fill("Two places:\n\n- Borealis\n- Dataverse")
    page.locator("button[value=stay]").click()
    page.goto(reverse("plan_read", args=[project.pk]))

    assert page.locator(".prose li").all_inner_texts() == ["Borealis", "Dataverse"]
