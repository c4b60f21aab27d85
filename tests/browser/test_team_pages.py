"""Pages of a team: accessible and within the screen; parts keep the focus."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.team.assignments import assign_question
from questionnaire.models import (
    AnswerVersion,
    Assignment,
    Membership,
    Notice,
    Question,
    User,
)
from questionnaire.vocabulary import Role
from tests.browser.answering import editor, visit_question, write
from tests.browser.waiting import wait_until, wait_until_idle
from tests.questions import page_address, slug_of


@pytest.fixture
def team(project, people, answer):
    """Paul writes with Amina and answered two questions; Vera reads."""
    vera = User.objects.create_user("vera@example.org", name="Vera Viewer")
    for user, role in ((people.paul, Role.CONTRIBUTOR), (vera, Role.VIEWER)):
        Membership.objects.create(project=project, user=user, role=role)
    answer("1.1", "<p>Sur Borealis.</p>")
    text = f"<p>{'On Borealis. ' * 40}</p><ul><li>As CSV.</li><li>As FLAC.</li></ul>"
    answer("1.1", text, language="en", by=people.paul)
    question = answer("1.2", by=people.paul).answer.question
    for member in (people.amina, people.paul):
        assign_question(
            project_id=project.pk, question=question, member=member, by=people.amina
        )


def test_pages_of_a_team_are_accessible_and_fit(
    new_page, sign_in, people, project, team, look_at
):
    page = new_page()
    sign_in(page, people.amina)
    overview = reverse("project_overview", args=[project.pk])
    for address in (
        overview,
        f"{overview}?view=members",
        page_address("team_answers", project, "1.1"),
        page_address("team_answers", project, "1.2"),
        passages_of(project, people.paul),
        reverse("my_questions", args=[project.pk]),
        page_address("marks", project, "2.2"),
    ):
        look_at(page, address)
    question = page_address("question", project, "1.1")
    look_at(page, question, prepare=see_the_parts_of_the_team)


def passages_of(project, author):
    """The page on which passages of this author’s answer to 1.1 are chosen."""
    version = AnswerVersion.objects.get(
        answer__author=author, answer__question__slug=slug_of("1.1")
    )
    return page_address("copy_passages", project, "1.1", version.pk)


def see_the_parts_of_the_team(page):
    for part in ("#team-title", ".mark-buttons button", "[role=textbox]"):
        expect(page.locator(part).first).to_be_visible()


def test_assigning_and_marking_beside_the_answer_keep_text_and_focus(
    new_page, sign_in, people, project, team
):
    page = new_page("en", expected_errors=["status of 422"])
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "1.3"))
    write(page, "Half a sentence")

    page.get_by_role("button", name="Come back to this").click()
    mark = page.get_by_role("button", name="Come back to this", pressed=True)
    expect(mark).to_be_focused()
    wait_until_idle(page)

    page.get_by_label("Assign to").select_option("Paul Martin")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.locator("#announce")).to_have_text("1.3 is assigned to Paul Martin.")
    expect(page.locator("#assignment-title")).to_be_focused()
    wait_until_idle(page)

    page.get_by_role("button", name="Remind Paul Martin").click()
    expect(page.locator("#announce")).to_contain_text("A reminder is on its way")
    expect(page.locator("#assignment-title")).to_be_focused()
    wait_until_idle(page)

    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("Choose a member.")).to_be_visible()
    expect(page.get_by_label("Assign to")).to_be_focused()

    expect(editor(page)).to_have_text("Half a sentence")
    assert Notice.objects.filter(recipient=people.paul).count() == 3


def test_states_that_arrive_while_a_form_is_sent_leave_it_where_it_is(
    new_page, sign_in, people, project, team
):
    page = new_page("en")
    sign_in(page, people.amina)
    question = Question.objects.get(slug=slug_of("1.3"))
    for member in (people.amina, people.paul):
        assign_question(
            project_id=project.pk, question=question, member=member, by=people.amina
        )
    visit_question(page, page_address("question", project, "1.3"))
    page.locator("#assignment-title").wait_for()
    wait_until_idle(page)
    sent = []
    page.route("**/remind/", lambda route: sent.append(route))
    page.get_by_role("button", name="Remind Paul Martin").click()
    wait_until(lambda: sent, page=page)

    Assignment.objects.filter(member=people.amina, question=question).delete()
    with page.expect_response("**/team/"):
        page.evaluate("document.body.dispatchEvent(new Event('states-changed'))")
    page.evaluate("new Promise(requestAnimationFrame)")
    sent[0].continue_()

    expect(page.locator("#announce")).to_contain_text("A reminder is on its way")
    expect(page.locator("#assigned-members li")).to_have_count(1)


def test_copying_while_typing_loses_nothing(
    new_page, sign_in, people, project, team, answer
):
    answer("1.1", "<p>In Dataverse.</p>", language="en")
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "1.1") + "?in=en")
    page.locator("#team-title").wait_for()
    write(page, " Typed just now.")
    page.get_by_role("button", name="Copy into my answer").first.click()

    expect(page.get_by_text("The text of Paul Martin now stands")).to_be_visible()
    expect(editor(page)).to_contain_text("Typed just now.")
    expect(editor(page)).to_contain_text("On Borealis.")


def test_one_item_of_a_colleagues_list_is_taken_by_keyboard_beside_what_i_type(
    new_page, sign_in, people, project, team, answer
):
    answer("1.1", "<p>In Dataverse.</p>", language="en")
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, page_address("question", project, "1.1") + "?in=en")
    write(page, " Typed just now.")
    page.get_by_role("link", name="Take passages").press("Enter")

    page.get_by_role("checkbox", name="Passage 3").press("Space")
    page.get_by_role("button", name="Copy into my answer").press("Enter")

    expect(page.get_by_text("What you took from Paul Martin")).to_be_visible()
    expect(editor(page)).to_contain_text("Typed just now.")
    expect(editor(page)).to_contain_text("As FLAC.")
    expect(editor(page)).not_to_contain_text("As CSV.")
