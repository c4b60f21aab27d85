"""Sessions that end, and projects that are lost, while somebody works on a page.

Whatever a page sends, it says *sign in* rather than nothing, and goes on afterwards.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.team import members
from questionnaire.models import (
    Assignment,
    Comment,
    Decision,
    Membership,
    RecoveredDraft,
    TodoMark,
)
from questionnaire.vocabulary import Role
from tests.browser.answering import TEXT, save_line, visit_question, write
from tests.browser.variants import VARIANTS, expect_to_fit
from tests.browser.waiting import wait_for_value, wait_until, wait_until_idle
from tests.questions import page_address, slug_of

ERRORS = ("Failed to load resource", "Response Status Error Code", "htmx:")


@pytest.fixture
def membership(project, people):
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def open_page(new_page, sign_in, people):
    """A function (address) that opens a page as Amina, or somebody else."""

    def open_page(address, user=None, **options):
        page = new_page("en", expected_errors=ERRORS, **options)
        sign_in(page, user or people.amina)
        page.goto(address)
        wait_until_idle(page)
        return page

    return open_page


def sign_in_again(page, email="amina@example.org"):
    """Fill in the sign-in form that a page shows."""
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("correct horse")
    page.locator("form:has([name=password]) button[type=submit]").click()


def sign_in_in_new_tab(page, notice):
    """Follow a notice to the sign-in page in a new tab, and sign in there."""
    with page.expect_popup() as opened:
        notice.get_by_role("link", name="Sign in again").click()
    tab = opened.value
    sign_in_again(tab)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("signed in again")


def confirm(page):
    """Send what the page of unsent forms shows."""
    page.locator("form[data-carried-form] button").click()


# --- Parts of a page -------------------------------------------------------------


def test_a_comment_with_an_ended_session_says_sign_in_and_is_posted_afterwards(
    open_page, project, membership, answer
):
    answer("1.1")
    page = open_page(page_address("question", project, "1.1"))
    page.locator("#comment-body").fill("Qui garde les carnets ?")
    Session.objects.all().delete()
    page.locator("#comment-post").click()

    comments = page.locator("#comments")
    notice = comments.get_by_role("alert").filter(visible=True)
    expect(notice).to_contain_text("Your session ended")
    expect(comments.get_by_text("try again in a moment")).to_be_hidden()
    expect(page.locator("#comment-body")).to_have_value("Qui garde les carnets ?")
    assert not Comment.objects.exists()
    sign_in_in_new_tab(page, notice)

    expect(comments.locator(".contribution")).to_contain_text("Qui garde les carnets ?")
    assert Comment.objects.get().body == "Qui garde les carnets ?"
    expect(notice).to_have_count(0)


def test_a_comment_after_another_tab_signed_in_is_posted_at_once(
    open_page, project, membership, answer
):
    """The token of the page is out of date, and nothing needs to be said of it."""
    answer("1.1")
    page = open_page("/en/account/login/")
    page.context.clear_cookies()
    page.goto(page_address("question", project, "1.1"))
    sign_in_again(page)
    page.locator("#comment-body").wait_for()
    wait_until_idle(page)
    page.locator("#comment-body").fill("Qui garde les carnets ?")
    Session.objects.all().delete()
    tab = page.context.new_page()
    tab.goto("/en/account/login/")
    sign_in_again(tab)
    tab.wait_for_url("**/en/")
    page.locator("#comment-post").click()

    expect(page.locator("#comments .contribution")).to_contain_text("carnets")
    assert Comment.objects.count() == 1


def test_somebody_else_who_signs_in_does_not_post_the_comment(
    open_page, project, membership, answer, sign_in, people
):
    answer("1.1")
    page = open_page(page_address("question", project, "1.1"))
    page.locator("#comment-body").fill("Qui garde les carnets ?")
    Session.objects.all().delete()
    page.locator("#comment-post").click()
    notice = page.locator("#comments").get_by_role("alert").filter(visible=True)
    with page.expect_popup() as opened:
        notice.get_by_role("link", name="Sign in again").click()
    sign_in_again(opened.value, "paul@example.org")
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("again")
    opened.value.close()

    page.locator("#comment-post").click()
    expect(notice).to_contain_text("Your session ended")
    assert not Comment.objects.exists()


def test_a_mark_and_an_assignment_say_sign_in_too(
    open_page, project, membership, answer
):
    answer("1.1")
    page = open_page(page_address("question", project, "1.1"))
    Session.objects.all().delete()
    page.locator("[id^=marks-] button").first.click()
    marks = page.locator("[id^=marks-]").get_by_role("alert")
    expect(marks).to_contain_text("Your session ended")
    page.locator("#team select[name=member]").select_option(label="Paul Martin")
    page.locator("#team .assignment-form button").click()
    expect(page.locator("#team").get_by_role("alert")).to_contain_text("session ended")
    sign_in_in_new_tab(page, marks)

    wait_until(TodoMark.objects.exists)
    wait_until(Assignment.objects.exists)


def test_a_part_that_loads_after_the_session_ended_says_so(
    open_page, project, membership, answer
):
    answer("1.1")
    page = open_page(reverse("project_overview", args=[project.pk]))
    page.route("**/activity/news/", lambda route: route.fulfill(status=401, body="{}"))
    page.reload()
    notice = page.locator("#news").get_by_role("alert")
    expect(notice).to_contain_text("Your session ended")

    page.unroute("**/activity/news/")
    Session.objects.all().delete()
    sign_in_in_new_tab(page, notice)
    expect(notice).to_have_count(0)


def test_what_a_former_member_sends_says_what_happened(
    open_page, project, membership, people, answer
):
    answer("1.1")
    page = open_page(page_address("question", project, "1.1"), people.paul)
    page.locator("#comment-body").fill("Qui garde les carnets ?")
    members.remove_member(
        project_id=project.pk, membership_id=membership.pk, by=people.amina
    )
    page.locator("#comment-post").click()

    notice = page.locator("#comments").get_by_role("alert").filter(visible=True)
    expect(notice).to_contain_text("Amina Diallo removed you from this project")
    expect(page.locator("#comment-body")).to_have_value("Qui garde les carnets ?")


# --- Answers ---------------------------------------------------------------------


@pytest.fixture
def removed(open_page, project, membership, people):
    """Paul’s question page; a function removes him."""
    page = open_page("/en/", people.paul)
    visit_question(page, page_address("question", project, "1.1"))

    def remove():
        members.remove_member(
            project_id=project.pk, membership_id=membership.pk, by=people.amina
        )

    return page, remove


def test_somebody_removed_while_typing_is_told_and_finds_the_text(
    removed, project, check_accessibility
):
    page, remove = removed
    write(page, "Avant. ")
    expect(save_line(page)).to_have_attribute("data-state", "drafted")
    remove()
    write(page)

    line = save_line(page)
    expect(line).to_contain_text("Amina Diallo removed you from this project")
    expect(line).to_contain_text("kept for 30 days")
    expect(page.locator("#announce-now")).to_contain_text("removed you")
    check_accessibility(page)
    write(page, " Et encore.")
    page.locator("[data-save-line] a", has_text="recovered drafts").first.click()

    page.wait_for_url("**/account/recovered/")
    expect(page.get_by_text(f"Avant. {TEXT} Et encore.")).to_be_visible()
    assert RecoveredDraft.objects.exists()
    page.goto(page_address("question", project, "1.1"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("no longer a member")


def test_somebody_removed_while_offline_finds_what_was_typed_since(removed):
    page, remove = removed
    page.context.set_offline(True)
    write(page)
    expect(save_line(page)).to_have_attribute("data-state", "offline")
    remove()
    page.context.set_offline(False)

    expect(save_line(page)).to_contain_text("removed you from this project")
    page.goto("/en/account/recovered/")
    expect(page.get_by_text(TEXT)).to_be_visible()


def test_somebody_made_a_reader_while_typing_is_told(
    removed, project, membership, people
):
    page, _remove = removed
    members.change_role(
        project_id=project.pk,
        membership_id=membership.pk,
        role=Role.VIEWER,
        by=people.amina,
    )
    write(page)

    expect(save_line(page)).to_contain_text("Your role in this project is “Viewer”")
    page.goto("/en/account/recovered/")
    expect(page.get_by_text(TEXT)).to_be_visible()


def test_writing_goes_on_when_the_right_is_back(removed, project, membership, people):
    page, _remove = removed
    Membership.objects.filter(pk=membership.pk).update(role=Role.VIEWER)
    write(page)
    expect(save_line(page)).to_contain_text("Your role in this project")
    Membership.objects.filter(pk=membership.pk).update(role=Role.CONTRIBUTOR)
    page.keyboard.type(" Et encore.")
    page.keyboard.press("Control+s")

    expect(save_line(page)).to_have_attribute("data-state", "saved")


# --- The PI's decision -----------------------------------------------------------


@pytest.fixture
def to_decide(project, membership, people, answer):
    """Paul’s answer to 1.1 waits for Amina’s decision."""
    return answer("1.1", f"<p>{TEXT}</p>", by=people.paul)


def test_the_pi_decides_although_the_session_ended(
    open_page, project, to_decide, look_at
):
    page = open_page(page_address("review_question", project, "1.1"))
    page.locator("#note").fill("Elle est complète.")
    Session.objects.all().delete()
    page.locator("button[name=then][value=queue]").click()

    page.wait_for_url("**/account/login/**")
    expect(page.get_by_text("What you were sending is kept")).to_be_visible()
    sign_in_again(page)
    page.wait_for_url("**/account/not-sent/")
    for words in ("Agree on an answer", "Question 1.1", "Paul Martin", "complète"):
        expect(page.locator("main").get_by_text(words).first).to_be_visible()
    look_at(page, "/en/account/not-sent/", only=VARIANTS)
    page.goto("/en/account/not-sent/")
    Session.objects.all().delete()
    confirm(page)
    page.wait_for_url("**/account/login/**")
    sign_in_again(page)
    page.wait_for_url("**/account/not-sent/")
    assert not Decision.objects.exists()
    confirm(page)

    page.wait_for_url("**/review/**")
    decision = Decision.objects.get()
    assert (decision.version, decision.note) == (to_decide, "Elle est complète.")


def test_the_language_may_change_on_the_way(open_page, project, to_decide):
    page = open_page(page_address("review_question", project, "1.1"))
    Session.objects.all().delete()
    page.locator("button[name=then][value=queue]").click()
    page.wait_for_url("**/account/login/**")
    page.locator("a.language-toggle:visible").click()
    page.wait_for_url("**/fr/account/login/**")
    sign_in_again(page)
    page.wait_for_url("**/fr/account/not-sent/")
    confirm(page)

    page.wait_for_url("**/fr/projects/**")
    wait_for_value(lambda: Decision.objects.count(), 1)


def test_without_scripts_too(open_page, project, to_decide):
    page = open_page(page_address("review_question", project, "1.1"), javascript=False)
    Session.objects.all().delete()
    page.locator("button[name=then][value=queue]").click()
    sign_in_again(page)
    confirm(page)

    wait_for_value(lambda: Decision.objects.count(), 1)


def test_long_words_fit_on_the_page_of_what_was_not_sent(
    open_page, project, people, answer
):
    people.amina.name = "N" * 150
    people.amina.save()
    project.title = "T" * 200
    project.save()
    page = open_page(page_address("comments", project, "1.1"), width=360)
    page.locator("#comment-body").fill("M" * 300)
    Session.objects.all().delete()
    page.evaluate("document.querySelector('.comment-form').submit()")
    page.wait_for_url("**/account/login/**")
    sign_in_again(page)
    page.wait_for_url("**/account/not-sent/")

    expect_to_fit(page)


def test_the_pages_of_a_lost_project_are_accessible(removed, project, look_at):
    page, remove = removed
    write(page)
    expect(save_line(page)).to_have_attribute("data-state", "drafted")
    remove()

    look_at(page, page_address("question", project, "1.1"), only=VARIANTS)
    look_at(page, "/en/account/recovered/", only=VARIANTS)


def test_a_decision_sent_from_a_stale_page_is_confirmed_without_signing_in(
    open_page, project, to_decide, people
):
    page = open_page("/en/account/login/")
    page.context.clear_cookies()
    page.goto(page_address("review_question", project, "1.1"))
    sign_in_again(page)
    page.wait_for_url(f"**/questions/{slug_of('1.1')}/review/")
    Session.objects.all().delete()
    tab = page.context.new_page()
    tab.goto("/en/account/login/")
    sign_in_again(tab)
    tab.wait_for_url("**/en/")
    page.locator("button[name=then][value=queue]").click()

    page.wait_for_url("**/account/not-sent/")
    confirm(page)
    page.wait_for_url(re.compile("/review/"))
    assert Decision.objects.get().version == to_decide
