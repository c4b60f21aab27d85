"""Archiving, copying and deleting: accessible, within the screen, by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.projects.archiving import archive_project
from questionnaire.actions.projects.deleting import delete_project
from questionnaire.actions.projects.projects import create_project
from questionnaire.models import Project
from questionnaire.vocabulary import Role

LONG = "Récits de lichens et mémoires des forêts du Nord " * 6


@pytest.fixture
def fates(project, people, answer):
    """Three projects of Amina’s: in use with Paul, archived, and deleted."""
    answer("1.1")
    project.memberships.create(user=people.paul, role=Role.CONTRIBUTOR)
    others = [
        create_project(
            by=people.amina, template=project.template, title=LONG[:300], language="fr"
        )
        for _each in range(2)
    ]
    archive_project(project_id=others[0].pk, by=people.amina)
    delete_project(project_id=others[1].pk, by=people.amina)
    return project, *others


def test_pages_of_managing_projects_are_accessible_and_fit(
    new_page, sign_in, people, fates, look_at
):
    project, archived, deleted = fates
    page = new_page(expected_errors=["status of 410"])
    sign_in(page, people.amina)
    for address in (
        reverse("project_manage", args=[project.pk]),
        reverse("project_manage", args=[archived.pk]),
        reverse("project_delete", args=[project.pk]),
        reverse("project_duplicate", args=[project.pk]) + "?copy=1",
        reverse("project_overview", args=[archived.pk]),
        reverse("project_overview", args=[deleted.pk]),
        reverse("deleted_projects"),
        reverse("earlier_plans"),
        reverse("account_delete"),
    ):
        look_at(page, address)
    look_at(page, reverse("projects"), prepare=unfold_the_archived)


def unfold_the_archived(page):
    page.locator("summary", has_text="archiv").click()
    expect(page.locator(".archived-project").first).to_be_visible()


def test_a_project_is_deleted_and_restored_with_the_keyboard(
    new_page, sign_in, people, project
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(reverse("project_delete", args=[project.pk]))
    page.get_by_label("Why is it deleted?").fill("Only a trial")
    page.get_by_role("button", name="Delete the project").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Deleted projects")).to_be_visible()
    assert Project.objects.get().is_deleted

    page.get_by_role("button", name="Restore").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(project.title)
    assert not Project.objects.get().is_deleted
