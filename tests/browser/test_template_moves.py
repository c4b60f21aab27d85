"""Moving to a newer template: the page for everybody, and pages that were open."""

import json
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import AnswerVersion, Draft, Membership, RecoveredDraft
from questionnaire.vocabulary import Role
from tests.questions import page_address
from tests.template_versions import move, publish_in_other_order, publish_next

TEXT = "Le lichen garde la mémoire du Nord."


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [
        ("fr", False, 1280),
        ("fr", True, 360),
        ("en", True, 1280),
        ("en", False, 360),
    ],
)
def test_the_page_of_the_template_is_accessible_and_fits(
    new_page,
    sign_in,
    check_accessibility,
    people,
    project,
    template,
    answer,
    language,
    dark,
    width,
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("2.1", "<p>Des récits de vie.</p>")
    answer("2.1", "<p>Des photographies.</p>", by=people.paul)
    answer("2.2", "<p>Des formats ouverts.</p>")
    page = new_page(language, dark, width)
    sign_in(page, people.amina)

    def check(name, *args):
        address = reverse(name, args=[project.pk, *args])
        page.goto(address.replace("/en/", f"/{language}/", 1))
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    after = publish_next(template)
    check("template_move")
    check("project_overview")
    move(project, after, people.amina)
    check("template_move")
    check("project_overview")
    check("question", "1.4")
    check("version", "2.1", "fr", 1)


def open_question(page, project, label):
    page.goto(page_address("question", project, label))
    expect(page.locator("[data-saving=ready]").first).to_be_visible()


def write(page, text=TEXT):
    page.locator("[role=textbox]").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def wait_for(check, seconds=15):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, f"after {seconds} s: {check.__name__}"
        time.sleep(0.05)


def move_in_another_tab(page, project):
    tab = page.context.new_page()
    tab.goto(reverse("project_overview", args=[project.pk]))
    tab.get_by_role("link", name="see what changed").click()
    tab.get_by_role("button", name="Move the plan to version 2.0").click()
    expect(tab.get_by_text("The plan follows version 2.0")).to_be_visible()
    tab.close()


def test_text_typed_on_an_open_page_is_saved_to_its_own_question(
    new_page, sign_in, people, project, template, answer
):
    answer("3.1", "<p>Avant.</p>")
    publish_in_other_order(template)
    page = new_page("en")
    sign_in(page, people.amina)
    open_question(page, project, "3.1")
    write(page, " Pendant.")
    move_in_another_tab(page, project)
    write(page, f" {TEXT}")

    def text_is_in_the_draft():
        drafts = Draft.objects.filter(answer__question__slug="data-documentation")
        return any(
            TEXT in json.dumps(each.content, ensure_ascii=False) for each in drafts
        )

    wait_for(text_is_in_the_draft)
    expect(page.locator("span[data-save-line]").first).to_contain_text("Saved at")
    page.get_by_role("button", name="Save", exact=True).click()
    wait_for(lambda: AnswerVersion.objects.count() == 2)

    version = AnswerVersion.objects.latest("pk")
    assert TEXT in version.content["answer"]
    assert version.answer.question.slug == "data-documentation"
    assert version.answer.question.section.template.version == "2.0"
    assert not Draft.objects.exclude(answer=version.answer).exists()


def test_text_typed_for_a_dropped_question_is_found_again(
    new_page, sign_in, people, project, template
):
    publish_in_other_order(template)
    page = new_page("en", expected_errors=("409",))
    sign_in(page, people.amina)
    open_question(page, project, "2.1")
    move_in_another_tab(page, project)
    write(page)

    line = page.locator("span[data-save-line]").first
    expect(line).to_contain_text("no longer asks this question")
    write(page, " Encore.")
    expect(line).to_contain_text("no longer asks this question")
    page.goto(reverse("recovered"))

    def all_of_it_is_kept():
        return any(
            f"{TEXT} Encore." in json.dumps(each.content, ensure_ascii=False)
            for each in RecoveredDraft.objects.all()
        )

    wait_for(all_of_it_is_kept)
    page.reload()
    expect(page.get_by_text(f"{TEXT} Encore.")).to_be_visible()
