"""Moving to a newer template: the page for everybody, and pages that were open."""

import json

from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import AnswerVersion, Draft, Membership, RecoveredDraft
from questionnaire.vocabulary import Role
from tests.browser.answering import TEXT, save_line, visit_question, write
from tests.browser.waiting import wait_for_value, wait_until
from tests.questions import page_address
from tests.template_versions import (
    CHANGED_PARTS,
    NEW,
    move,
    publish_in_other_order,
    publish_next,
)


def test_the_page_of_the_template_is_accessible_and_fits(
    new_page, sign_in, people, project, template, answer, look_at
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("2.1", "<p>Des récits de vie.</p>")
    answer("2.1", "<p>Des photographies.</p>", by=people.paul)
    answer("2.2", "<p>Des formats ouverts.</p>")
    page = new_page()
    sign_in(page, people.amina)

    def check(name, *args):
        look_at(page, reverse(name, args=[project.pk, *args]))

    after = publish_next(template)
    check("template_move")
    check("project_overview")
    move(project, after, people.amina)
    check("template_move")
    check("project_overview")
    check("question", NEW)
    check("version", CHANGED_PARTS, "fr", 1)


def move_in_another_tab(page, project):
    tab = page.context.new_page()
    tab.goto(reverse("project_overview", args=[project.pk]))
    tab.get_by_role("link", name="see what changed").click()
    tab.locator("input[name=is_confirmed]").check()
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
    visit_question(page, page_address("question", project, "3.1"))
    write(page, " Pendant.")
    move_in_another_tab(page, project)
    write(page, f" {TEXT}")

    def text_is_in_the_draft():
        drafts = Draft.objects.filter(answer__question__slug="data-documentation")
        return any(
            TEXT in json.dumps(each.content, ensure_ascii=False) for each in drafts
        )

    wait_until(text_is_in_the_draft)
    expect(save_line(page)).to_contain_text("Draft,")
    page.get_by_role("button", name="Save", exact=True).click()
    wait_for_value(AnswerVersion.objects.count, 2)

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
    visit_question(page, page_address("question", project, "2.1"))
    move_in_another_tab(page, project)
    write(page)

    expect(save_line(page)).to_contain_text("no longer asks this question")
    write(page, " Encore.")
    expect(save_line(page)).to_contain_text("no longer asks this question")
    page.goto(reverse("recovered"))

    def all_of_it_is_kept():
        return any(
            f"{TEXT} Encore." in json.dumps(each.content, ensure_ascii=False)
            for each in RecoveredDraft.objects.all()
        )

    wait_until(all_of_it_is_kept)
    page.reload()
    expect(page.get_by_text(f"{TEXT} Encore.")).to_be_visible()
