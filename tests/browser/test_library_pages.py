"""The pages of librarians: accessible and no wider than the screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.library.feedback import ask_for_feedback, take_feedback
from questionnaire.actions.projects.projects import (
    create_project,
    finish_plan,
    submit_plan,
)
from questionnaire.actions.team.members import add_member
from questionnaire.models import CannedRemark, SavedView
from tests.browser.waiting import wait_for_answer
from tests.questions import page_address


@pytest.fixture
def plans(project, people, template, institution, answer):
    """A drafted plan, a finished one, and Amina’s in review, with feedback asked."""
    for title, is_finished in (("Sous le pont", True), ("On the ice", False)):
        other = create_project(
            by=people.paul,
            template=template,
            title=title,
            language="fr",
            institution=institution,
            department="Faculté des sciences",
        )
        if is_finished:
            finish_plan(project_id=other.pk, by=people.paul, accept_gaps=True)
            project.finished = other
    answer("1.1", "<p>Des enregistrements.</p>")
    add_member(project, people.paul, "contributor", by=people.amina)
    submit_plan(project_id=project.pk, by=people.amina)
    ask_for_feedback(project_id=project.pk, by=people.amina, message="Regardez 1.1.")
    take_feedback(project_id=project.pk, by=people.louise)
    CannedRemark.objects.create(
        institution=institution, title="Dépôt", body_fr="Quel dépôt?", body_en="Which?"
    )
    SavedView.objects.create(
        user=people.louise, institution=institution, name="Tout", query="show=all"
    )
    return project


@pytest.fixture
def addresses(plans, institution):
    desk = reverse("desk", args=[institution.pk])
    remark = CannedRemark.objects.get()
    view = SavedView.objects.get()
    return [
        f"{desk}?show=all",
        desk,
        reverse("desk_deposit", args=[institution.pk, plans.finished.pk, 1]),
        f"{desk}?show=all&q=absent&language=fr",
        f"{desk}?show=all&finished_from=someday",
        f"{reverse('desk_views', args=[institution.pk])}?show=all&language=fr",
        reverse("desk_view_rename", args=[institution.pk, view.pk]),
        reverse("desk_feedback", args=[institution.pk]),
        reverse("desk_remarks", args=[institution.pk]),
        reverse("desk_remark", args=[institution.pk, remark.pk]),
        reverse("feedback", args=[plans.pk]),
        reverse("project_overview", args=[plans.pk]),
        page_address("question", plans, "1.1"),
        page_address("comments", plans, "1.1"),
    ]


def test_pages_of_librarians_are_accessible_and_fit(
    new_page, sign_in, people, addresses, look_at
):
    page = new_page()
    sign_in(page, people.louise)
    for address in addresses:
        look_at(page, address)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_ready_remark_is_inserted_into_a_comment(
    new_page, sign_in, people, plans, javascript
):
    page = new_page("en", javascript=javascript)
    sign_in(page, people.louise)
    page.goto(page_address("comments", plans, "1.1"))
    comment = page.get_by_label("Your comment")
    if javascript:
        comment.fill("Bonjour.")
    page.get_by_role("button", name="Insert", exact=True).click()

    before = "Bonjour.\n" if javascript else ""
    expect(comment).to_have_value(f"{before}Quel dépôt?")
    page.get_by_role("button", name="Post the comment").click()
    page.locator("[data-save-id]").get_by_text("Quel dépôt?").first.wait_for()


def test_the_desk_is_filtered_and_its_view_saved_without_scripts(
    new_page, sign_in, people, plans, institution
):
    page = new_page("en", javascript=False)
    sign_in(page, people.louise)
    page.goto(reverse("desks"))
    page.get_by_text("Filters and order").click()
    page.get_by_label("Show", exact=True).select_option("all")
    page.get_by_label("Faculty or department").select_option("Faculté des sciences")
    page.get_by_role("button", name="Apply the filters").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Save this view").click()
    page.get_by_label("Name of the view").fill("Sciences")
    page.get_by_role("button", name="Save the view").click()
    page.get_by_role("link", name="remove this filter").click()

    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Sciences", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_fields_of_the_filters_stand_in_line(
    new_page, sign_in, people, institution
):
    page = new_page("en")
    sign_in(page, people.louise)
    page.goto(reverse("desk", args=[institution.pk]))
    page.get_by_text("Filters and order").click()

    tops = """[...document.querySelectorAll(".desk-filters__fields > *")].slice(0, 4)
      .map((field) => field.getBoundingClientRect().top)"""
    wait_for_answer(page, f"new Set({tops}).size", wanted=1)


def test_the_search_is_above_the_fold_however_much_waits(
    new_page, sign_in, people, template, institution
):
    for number in range(7):
        plan = create_project(
            by=people.amina,
            template=template,
            title=f"Plan {number} " + 14 * "aux ramifications ",
            language="fr",
            institution=institution,
        )
        submit_plan(project_id=plan.pk, by=people.amina)
        ask_for_feedback(project_id=plan.pk, by=people.amina)
        SavedView.objects.create(
            user=people.louise, institution=institution, name=f"Vue {number}", query=""
        )
    page = new_page("en")
    sign_in(page, people.louise)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(reverse("desk", args=[institution.pk]))

    for part in ("#id_q", "#results"):
        expect(page.locator(part)).to_be_visible()
        ends_at = f"document.querySelector('{part}').getBoundingClientRect().bottom"
        wait_for_answer(page, f"{ends_at} < innerHeight", wanted=True)
    expect(page.get_by_role("link", name="5 requests for feedback +")).to_be_visible()
