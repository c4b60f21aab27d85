"""What waits and what is news: accessible, fitting, the same number on every page."""

import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.notices import notify
from questionnaire.actions.projects.projects import create_project
from questionnaire.actions.team.assignments import assign_questions
from questionnaire.models import Assignment, Membership, Project, Question, User
from questionnaire.vocabulary import NoticeKind, Role
from tests.questions import page_address

LONG = "Trajectoiresrésidentielles" * 8


@pytest.fixture
def questions(project, people):
    """Section 2; Paul, whose name is long, writes in a project with a long title."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    Membership.objects.update(joined_at="2026-01-01T00:00Z")
    Project.objects.filter(pk=project.pk).update(title=LONG[:200])
    User.objects.filter(pk=people.amina.pk).update(name=LONG[:140])
    people.amina.refresh_from_db()
    return list(
        Question.objects.select_related("section")
        .filter(section__template=project.template, section__position=2)
        .order_by("number")
    )


@pytest.fixture
def assign(project, people, questions):
    def give(number, due_on=None):
        assign_questions(
            project_id=project.pk,
            questions=[questions[number]],
            member=people.paul,
            by=people.amina,
        )
        Assignment.objects.filter(question=questions[number]).update(due_on=due_on)

    return give


def test_what_waits_and_the_notices_are_accessible_and_fit(
    new_page, sign_in, people, project, questions, assign, look_at
):
    assign(0, "2026-01-05")
    assign(1)
    add_comment(
        project_id=project.pk,
        by=people.amina,
        post=CommentPost(questions[0], LONG, uuid.uuid4(), mentions=[people.paul.pk]),
    )
    for kind, data in (
        (NoticeKind.FEEDBACK_GIVEN, {"message": LONG}),
        (NoticeKind.REMOVED, {}),
    ):
        notify(
            kind, project=project, recipients=[people.paul], actor=people.amina, **data
        )
    page = new_page()
    sign_in(page, people.paul)
    for address in (
        reverse("projects"),
        reverse("projects") + "?waiting=project",
        reverse("notices"),
        reverse("assign_questions", args=[project.pk]) + "?section=2",
    ):
        look_at(page, address)


def test_the_number_of_what_waits_follows_what_happens(
    new_page, sign_in, people, project, assign
):
    page = new_page("en")
    sign_in(page, people.paul)
    count = page.locator(".masthead__nav .nav-count:not(.nav-count--quiet)")
    page.goto(page_address("question", project, "1.1"))
    expect(count).to_be_hidden()
    assign(0)
    create_project(
        by=people.paul, template=project.template, title="Mine", language="en"
    )
    page.reload()
    expect(count).to_have_text("1")
    # Known by now: written into the page by the server.
    page.reload()
    expect(page.locator("[data-waiting-count]")).to_have_count(0)
    expect(count).to_have_text("1")
    page.get_by_role("link", name="Waiting 1").click()
    expect(page.get_by_role("heading", name="Waiting for you 1")).to_be_visible()


def test_a_notice_is_opened_and_all_are_marked_as_read(
    new_page, sign_in, people, project, assign
):
    assign(0)
    assign(1)
    page = new_page("en")
    sign_in(page, people.paul)
    page.goto(reverse("projects"))
    page.get_by_role("link", name="Notices 2").click()
    page.get_by_role("link", name="assigned question 2.2 to you").click()
    page.wait_for_url("**/questions/**")
    expect(page.get_by_role("link", name="Notices 1")).to_be_visible()
    page.get_by_role("link", name="Notices 1").click()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
