"""Commenting on a question by keyboard; unsent text stays in the browser."""

import re
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.conversation.comments import (
    CommentPost,
    add_comment,
    hide_comment,
    resolve_comment,
)
from questionnaire.models import Comment, Membership
from questionnaire.vocabulary import Role
from tests.browser.waiting import wait_for_answer, wait_until_idle
from tests.questions import page_address, slug_of

LONG_LINK = "https://example.org/" + "chemin/" * 30


@pytest.fixture
def version(project, people, answer):
    """Amina’s answer to 1.1; Paul is a contributor."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return answer("1.1", "<p>Sur un disque chiffré, en double.</p>")


@pytest.fixture
def say(project, version, people):
    def add(body, by=None, **more):
        return add_comment(
            project_id=project.pk,
            by=by or people.amina,
            post=CommentPost(
                version.answer.question, body, save_id=uuid.uuid4(), **more
            ),
        )

    return add


@pytest.fixture
def window(new_page, sign_in, people, project, version):
    """Amina’s page of 1.1, its comments loaded."""
    page = new_page("en", expected_errors=["status of 422", "htmx:", "ERR_FAILED"])
    sign_in(page, people.amina)
    page.goto(page_address("question", project, "1.1"))
    page.locator("#comment-body").wait_for()
    wait_until_idle(page)
    return page


def reload(page):
    """Reload the page and its comments."""
    page.reload()
    page.locator("#comment-body").wait_for()
    wait_until_idle(page)


def test_a_thread_lives_by_keyboard_alone(window, say):
    page = window
    announce = page.locator("#announce")
    page.locator("#comment-body").focus()
    page.keyboard.type("Who keeps the disk?")
    page.locator("#comment-post").press("Enter")
    expect(page.locator("#comments .contribution")).to_contain_text(
        "Who keeps the disk?"
    )
    expect(announce).to_have_text("Comment added")
    expect(page.locator("#comment-body")).to_be_focused()
    expect(page.locator("#comment-body")).to_have_value("")

    thread = Comment.objects.get().pk
    page.locator(f"#reply-{thread}-open").press("Enter")
    page.locator(f"#reply-{thread}-body").focus()
    page.keyboard.type("I do.")
    page.locator(f"#reply-{thread}-post").press("Enter")
    expect(page.locator("#comments .contribution--reply")).to_contain_text("I do.")
    expect(page.locator(f"#reply-{thread}-open")).to_be_focused()

    page.locator(f"#resolve-{thread}").press("Enter")
    expect(page.locator("#comments-resolved")).to_be_focused()
    expect(page.locator("#comments-resolved")).to_have_text("Show 1 resolved")
    expect(announce).to_have_text("Resolved")

    page.keyboard.press("Enter")
    expect(page.locator(f"#reopen-{thread}")).to_be_visible()
    page.locator(f"#reopen-{thread}").press("Enter")
    expect(page.locator(f"#comment-{thread}")).to_be_focused()
    expect(page.locator("#comments-resolved")).to_have_count(0)


def test_an_empty_comment_leads_to_its_error(window):
    window.locator("#comment-post").press("Enter")

    expect(window.locator("#comments .error-summary")).to_be_focused()


def test_unsent_words_survive_a_reload_and_leave_once_posted(window, say):
    page = window
    page.locator("#comment-body").fill("Half a thought")
    reload(page)
    expect(page.locator("#comment-body")).to_have_value("Half a thought")

    page.locator("#comment-post").click()
    expect(page.locator("#comments .contribution")).to_contain_text("Half a thought")
    expect(page.locator("#comment-body")).to_have_value("")
    reload(page)
    expect(page.locator("#comments .contribution")).to_contain_text("Half a thought")
    expect(page.locator("#comment-body")).to_have_value("")
    kept = "Object.keys(localStorage).filter(name => /^comment/.test(name))"
    wait_for_answer(page, kept, [])


@pytest.mark.parametrize(
    ("name", "key"), [("comment", "comment"), ("edit-{}", "correction-{}")]
)
def test_what_earlier_pages_kept_of_a_comment_is_put_back_once(
    window, say, people, project, name, key
):
    comment = say("Où ?")
    name, key = name.format(comment.pk), key.format(comment.pk)
    page = window
    place = f"comment-draft/{people.amina.pk}/{project.pk}/{slug_of('1.1')}/{name}"
    keep = "([key, text]) => localStorage.setItem(key, JSON.stringify({ text }))"
    page.evaluate(keep, [place, "À moitié écrit"])
    body = page.locator(f"form:has([data-key$='#{key}']) [name=body]")

    for _again in range(2):
        reload(page)
        expect(body).to_have_value("À moitié écrit")
    wait_for_answer(page, f"localStorage.getItem('{place}')", None)


def test_a_reply_in_the_making_stays_when_a_comment_is_posted(window, say):
    page, thread = window, say("A question")
    reload(page)
    page.locator(f"#reply-{thread.pk}-open").click()
    page.locator(f"#reply-{thread.pk}-body").fill("Half a reply")
    page.locator("#comment-body").fill("Another thing")
    page.locator("#comment-post").click()

    expect(page.locator("#comments .thread")).to_have_count(2)
    expect(page.locator(f"#reply-{thread.pk}-body")).to_have_value("Half a reply")
    expect(page.locator(f"#reply-{thread.pk}-body")).to_be_visible()


def test_a_comment_that_does_not_arrive_stays(window):
    page = window
    page.route("**/comments/", lambda route: route.abort())
    page.locator("#comment-body").fill("Into the void")
    page.locator("#comment-post").click()

    expect(page.get_by_text("could not be reached")).to_be_visible()
    expect(page.locator("#comment-body")).to_have_value("Into the void")
    page.unroute("**/comments/")
    reload(page)
    expect(page.locator("#comment-body")).to_have_value("Into the void")


def test_a_link_in_a_mail_leads_to_a_comment_that_is_folded_away(window, say, people):
    comment = say("Done")
    resolve_comment(
        project_id=comment.project_id, comment_id=comment.pk, by=people.amina
    )

    window.goto(f"{window.url}#comment-{comment.pk}")
    window.reload()

    expect(window.locator(f"#comment-{comment.pk}")).to_be_focused()
    expect(window.locator(f"#comment-{comment.pk}")).to_be_in_viewport()


def test_a_selected_passage_is_quoted(window, project, version):
    page = window
    page.goto(page_address("comment_passage", project, "1.1", version.pk))
    page.locator("[data-quotable] p").last.select_text()
    page.get_by_role("button", name="Quote the selected words").click()
    expect(page.locator("#passage-body")).to_be_focused()
    page.keyboard.type("Which one?")
    page.locator("#comment-post").click()

    expect(page.locator("blockquote")).to_have_text("Sur un disque chiffré, en double.")
    expect(page).to_have_url(re.compile(r"/comments/#comment-\d+$"))
    page.goto(page_address("comment_passage", project, "1.1", version.pk))
    expect(page.locator("#passage-body")).to_have_value("")


def test_comments_need_no_script(new_page, sign_in, people, project, version):
    page = new_page("en", javascript=False)
    sign_in(page, people.paul)
    page.goto(page_address("question", project, "1.1"))
    page.locator("#comments a").click()
    page.locator("#comment-body").fill("Sans script")
    page.locator("#comment-post").click()

    expect(page).to_have_url(re.compile(r"/comments/#comment-\d+$"))
    comment = Comment.objects.get()
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("Sans script")
    expect(page).to_have_url(re.compile(f"#comment-{comment.pk}$"))


def test_discussions_and_activity_are_accessible_and_fit(
    new_page, sign_in, people, project, version, say, look_at
):
    thread = say("Qui?", by=people.paul, version_id=version.pk, quote="un disque")
    say(f"Voir {LONG_LINK}", parent_id=thread.pk)
    rude = say("Grossier", by=people.paul)
    hide_comment(project_id=project.pk, comment_id=rude.pk, by=people.amina)
    resolve_comment(project_id=project.pk, comment_id=rude.pk, by=people.amina)
    page = new_page()
    sign_in(page, people.amina)
    look_at(page, page_address("comments", project, "1.1"), prepare=unfold)
    for name, args in (
        ("comment_passage", [slug_of("1.1"), version.pk]),
        ("activity", []),
        ("news", []),
    ):
        look_at(page, reverse(name, args=[project.pk, *args]))
    look_at(page, reverse("project_overview", args=[project.pk]), prepare=see_news)


def unfold(page):
    page.evaluate(
        "document.querySelectorAll('details').forEach(each => { each.open = true })"
    )


def see_news(page):
    expect(
        page.locator("#news .activity-list, #news .section-head").first
    ).to_be_visible()
