"""Forms that meet an ended session: carried through signing in, sent once confirmed."""

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.drafts.form_drafts import FormSave, save_form_draft
from questionnaire.carrying import owners, store
from questionnaire.content.prose import blocks_to_text
from questionnaire.forms.drafts import read_place
from questionnaire.models import Comment, Decision, FormDraft, Membership
from questionnaire.views.site.carried_actions import ACTIONS
from questionnaire.vocabulary import Role
from tests.questions import page_address

PAGE = "/en/account/not-sent/"
OURS = {"Origin": "http://testserver"}
WORDS = "Qui garde les carnets de terrain ?"


@pytest.fixture(autouse=True)
def _no_limits_reached():
    cache.clear()


@pytest.fixture
def browser(people):
    """A browser that checks CSRF tokens, in which Amina has signed in."""
    client = Client(enforce_csrf_checks=True, headers=OURS)
    sign_in(client, "amina@example.org")
    return client


def sign_in(client, email, next_page="", **fields):
    """Sign in by the form, as people do; returns the response."""
    page = client.get("/en/account/login/", {"next": next_page})
    return client.post(
        "/en/account/login/",
        {
            "login": email,
            "password": "correct horse",
            "next": next_page,
            "csrfmiddlewaretoken": token_of(page),
            **fields,
        },
    )


def token_of(response):
    return re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode()
    )[1]


def end_session(client):
    """What two weeks do, or a purge: the cookie is left, and leads to nothing."""
    Session.objects.filter(
        pk=client.cookies[settings.SESSION_COOKIE_NAME].value
    ).delete()


@pytest.fixture
def address(project):
    return page_address("comments", project, "1.1")


@pytest.fixture
def comment(browser, address):
    """The fields of a comment that Amina is about to post."""
    return {
        "csrfmiddlewaretoken": token_of(browser.get(address)),
        "save_id": str(uuid.uuid4()),
        "body": WORDS,
    }


def confirmation(response):
    """(action, fields) of the first form that the page offers to send."""
    page = response.content.decode()
    form = re.search(
        r'<form method="post" action="([^"]*)" data-carried-form>(.*?)</form>',
        page,
        re.DOTALL,
    )
    if form is None:
        return None
    fields = re.findall(
        r'<(?:input type="hidden"|textarea hidden) name="([^"]*)"'
        r'(?: value="([^"]*)"|>\n(.*?)</textarea>)',
        form[2],
        re.DOTALL,
    )
    sent = {}
    for name, value, text in fields:
        sent.setdefault(name, []).append(html.unescape(value or text))
    return html.unescape(form[1]), sent


def test_a_form_after_the_session_ended_is_sent_once_its_author_confirms(
    browser, address, comment
):
    end_session(browser)
    sent = browser.post(address, comment)
    assert sent.status_code == 302
    assert sent["Location"] == f"/en/account/login/?next={PAGE}"
    assert WORDS not in sent["Location"]
    assert not Comment.objects.exists()

    back = sign_in(browser, "amina@example.org", PAGE)
    assert back["Location"] == PAGE
    page = browser.get(PAGE)
    assert "Post the comment" in page.content.decode()
    assert WORDS in page.content.decode()
    assert not Comment.objects.exists()

    action, fields = confirmation(page)
    assert action == address
    done = browser.post(action, fields)

    assert done.status_code == 302
    made = Comment.objects.get()
    assert (made.body, str(made.save_id)) == (WORDS, comment["save_id"])
    assert confirmation(browser.get(PAGE)) is None
    assert "Nothing waits to be sent" in browser.get(PAGE).content.decode()


def test_a_form_that_is_confirmed_twice_is_stored_once(browser, address, comment):
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "amina@example.org")
    action, fields = confirmation(browser.get(PAGE))
    browser.post(action, fields)
    browser.post(action, fields)

    assert Comment.objects.count() == 1


def test_a_form_may_be_discarded(browser, address, comment):
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "amina@example.org")
    page = browser.get(PAGE)
    name = re.search(r'name="discard" value="(\w+)"', page.content.decode())[1]
    token = token_of(page)
    browser.post(PAGE, {"discard": name, "csrfmiddlewaretoken": token})

    assert confirmation(browser.get(PAGE)) is None
    assert not Comment.objects.exists()
    assert not Session.objects.filter(pk__in=carried_keys(browser))


def test_discarding_one_after_the_session_ended_leaves_it_as_it_was(
    browser, address, comment
):
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "amina@example.org")
    page = browser.get(PAGE)
    name = re.search(r'name="discard" value="(\w+)"', page.content.decode())[1]
    end_session(browser)
    sent = browser.post(PAGE, {"discard": name, "csrfmiddlewaretoken": token_of(page)})
    assert sent["Location"] == f"/en/account/login/?next={PAGE}"
    sign_in(browser, "amina@example.org", PAGE)

    assert browser.get(PAGE).content.decode().count("data-carried-form") == 1


def carried_keys(client):
    return client.cookies[store.COOKIE].value.split(".")


def test_somebody_else_who_signs_in_cannot_send_it_and_is_told_so(
    browser, address, comment, project, people
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "paul@example.org", PAGE)
    page = browser.get(PAGE)

    assert confirmation(page) is None
    assert "written under another account" in page.content.decode()
    assert WORDS in page.content.decode(), "it may be copied"
    assert not Comment.objects.exists()


def test_on_a_shared_computer_nobody_else_reads_what_was_typed(people, address):
    browser = Client(enforce_csrf_checks=True, headers=OURS)
    sign_in(browser, "amina@example.org", shared="on")
    token = token_of(browser.get(address))
    end_session(browser)
    browser.post(
        address,
        {"csrfmiddlewaretoken": token, "save_id": uuid.uuid4(), "body": WORDS},
    )
    assert browser.cookies[store.COOKIE]["max-age"] == ""
    sign_in(browser, "paul@example.org", PAGE)

    assert WORDS not in browser.get(PAGE).content.decode()


def test_its_author_may_come_back_after_somebody_else(browser, address, comment):
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "paul@example.org", PAGE)
    token = token_of(browser.get(PAGE))
    browser.post("/en/account/logout/", {"csrfmiddlewaretoken": token})
    sign_in(browser, "amina@example.org", PAGE)

    assert confirmation(browser.get(PAGE))[1]["body"] == [WORDS]


def test_a_page_that_was_opened_before_another_sign_in_loses_nothing(
    browser, address, comment
):
    """The token of the page is out of date: another tab has signed in since."""
    end_session(browser)
    sign_in(browser, "amina@example.org")
    sent = browser.post(address, comment)

    assert (sent.status_code, sent["Location"]) == (302, PAGE)
    assert confirmation(browser.get(PAGE))[1]["body"] == [WORDS]


def test_the_draft_of_a_form_stays_until_the_form_is_sent_at_last(
    browser, address, comment, people
):
    page = browser.get(address).content.decode()
    signed = html.unescape(re.search(r'name="form_draft" value="([^"]+)"', page)[1])
    place = read_place(signed, people.amina)
    save_form_draft(place, FormSave(fields={"body": WORDS}, save_id=uuid.uuid4()))
    end_session(browser)
    sign_in(browser, "amina@example.org")
    browser.post(address, {**comment, "form_draft": signed})
    assert FormDraft.objects.exists()
    browser.post(*confirmation(browser.get(PAGE)))

    assert Comment.objects.get().body == WORDS
    assert not FormDraft.objects.exists()


def test_a_form_whose_address_nobody_named_is_shown_all_the_same(
    browser, address, comment, monkeypatch
):
    monkeypatch.delitem(ACTIONS, "comments")
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "amina@example.org")

    assert WORDS in browser.get(PAGE).content.decode()


def test_a_page_of_amina_is_not_sent_as_paul_who_has_signed_in_since(
    browser, address, comment
):
    end_session(browser)
    sign_in(browser, "paul@example.org")
    browser.post(address, comment)

    page = browser.get(PAGE)
    assert confirmation(page) is None
    assert "written under another account" in page.content.decode()


def test_a_session_that_ends_again_before_confirming_loses_nothing(
    browser, address, comment
):
    end_session(browser)
    browser.post(address, comment)
    sign_in(browser, "amina@example.org")
    action, fields = confirmation(browser.get(PAGE))
    end_session(browser)
    again = browser.post(action, fields)
    assert again["Location"] == f"/en/account/login/?next={PAGE}"
    sign_in(browser, "amina@example.org")

    page = browser.get(PAGE)
    assert page.content.decode().count("data-carried-form") == 1
    browser.post(*confirmation(page))
    assert Comment.objects.get().body == WORDS


def test_a_form_from_another_site_is_not_carried(browser, address, comment):
    end_session(browser)
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        sent = browser.post(
            address, {**comment, "csrfmiddlewaretoken": "x" * 64}, headers=headers
        )
        assert sent.status_code == 403
        assert WORDS not in sent.content.decode()
    assert store.COOKIE not in browser.cookies


def test_another_browser_does_not_get_the_form(browser, address, comment, people):
    end_session(browser)
    browser.post(address, comment)
    other = Client(enforce_csrf_checks=True, headers=OURS)
    sign_in(other, "amina@example.org")

    assert WORDS not in other.get(PAGE).content.decode()


def test_what_waits_is_gone_after_a_day(browser, address, comment):
    end_session(browser)
    browser.post(address, comment)
    [key] = carried_keys(browser)
    row = Session.objects.get(pk=key)
    assert timezone.now() < row.expire_date <= timezone.now() + store.KEPT_FOR
    Session.objects.filter(pk=key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    sign_in(browser, "amina@example.org")

    assert confirmation(browser.get(PAGE)) is None


def test_a_form_that_is_too_large_to_be_kept_is_shown_to_be_copied(
    browser, address, comment, monkeypatch
):
    monkeypatch.setattr(store, "LARGEST", 100)
    end_session(browser)
    sent = browser.post(address, {**comment, "body": f"{WORDS} {'x' * 100}"})

    assert sent.status_code == 413
    assert WORDS in sent.content.decode()
    assert "/en/account/login/?next=" in sent.content.decode()


def test_a_browser_keeps_few_forms_and_the_newest(browser, address, comment):
    end_session(browser)
    for number in range(7):
        browser.post(
            address, {**comment, "save_id": uuid.uuid4(), "body": f"{WORDS} {number}"}
        )
    keys = carried_keys(browser)
    sign_in(browser, "amina@example.org")
    page = browser.get(PAGE).content.decode()

    assert len(keys) == page.count("data-carried-form") == 5
    assert confirmation(browser.get(PAGE))[1]["body"] == [f"{WORDS} 6"]
    assert Session.objects.filter(session_data__isnull=False).count() <= 7


def test_many_forms_from_one_place_are_not_kept(browser, address, comment, settings):
    settings.ACCOUNT_RATE_LIMITS = {"carried_form": "1/h/ip"}
    end_session(browser)
    browser.post(address, comment)
    sent = browser.post(address, comment)

    assert sent.status_code == 413
    assert WORDS in sent.content.decode()


@pytest.mark.parametrize("name", ["account_delete", "account_change_password"])
def test_passwords_are_never_kept(name, browser, people):
    page = reverse(name)
    token = token_of(browser.get(page))
    end_session(browser)
    sent = browser.post(
        page,
        {
            "csrfmiddlewaretoken": token,
            "password": "correct horse",
            "oldpassword": "correct horse",
            "password1": "better horse 2",
        },
    )

    assert sent["Location"] == f"/en/account/login/?next={page}"
    assert store.COOKIE not in browser.cookies


def test_signing_in_and_out_is_not_carried(browser, address):
    token = token_of(browser.get(address))
    end_session(browser)
    browser.post("/en/account/logout/", {"csrfmiddlewaretoken": token})
    sent = browser.post(
        "/en/account/login/", {"login": "amina@example.org", "password": "x"}
    )

    assert sent.status_code == 403
    assert store.COOKIE not in browser.cookies


def test_the_language_may_change_while_signing_in(browser, address, comment):
    end_session(browser)
    sent = browser.post(address, comment)
    page = browser.get(sent["Location"]).content.decode()
    other = re.search(r'class="language-toggle[^"]*"[^>]*href="([^"]*)"', page)
    other = other or re.search(r'href="([^"]*)"[^>]*class="language-toggle', page)
    french = html.unescape(other[1])
    assert french == f"/fr/account/login/?next={PAGE.replace('/en/', '/fr/')}"

    sign_in(browser, "amina@example.org", PAGE.replace("/en/", "/fr/"))
    page = browser.get(PAGE.replace("/en/", "/fr/"))
    action, fields = confirmation(page)
    assert "Pas encore envoyé" in page.content.decode()
    assert action == address.replace("/en/", "/fr/")
    browser.post(action, fields)
    assert Comment.objects.get().body == WORDS


def test_signing_in_without_the_link_leads_there_too(browser, address, comment):
    end_session(browser)
    browser.post(address, comment)

    assert sign_in(browser, "amina@example.org")["Location"] == PAGE


def test_the_page_says_which_answer_a_decision_takes(project, people, answer, browser):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    version = answer("1.1", "<p>Une réponse.</p>", by=people.paul)
    page = page_address("review_question", project, "1.1")
    token = token_of(browser.get(page))
    end_session(browser)
    browser.post(
        page_address("review_decide", project, "1.1"),
        {
            "csrfmiddlewaretoken": token,
            "batch": uuid.uuid4(),
            "versions": version.pk,
            "base_fr": "",
            "note": "Elle est complète.",
            "then": "queue",
        },
    )
    sign_in(browser, "amina@example.org")
    shown = browser.get(PAGE).content.decode()

    for words in (
        "Agree on an answer",
        project.title,
        "Question 1.1",
        "Paul Martin, version 1",
        "Elle est complète.",
    ):
        assert words in html.unescape(shown)
    done = browser.post(*confirmation(browser.get(PAGE)))
    assert done["Location"].startswith(reverse("review_queue", args=[project.pk]))
    decision = Decision.objects.get()
    assert (decision.version, decision.note) == (version, "Elle est complète.")


@pytest.mark.parametrize("is_translated_by_paul", [False, True])
def test_the_page_says_both_texts_that_a_decision_takes(
    project, people, answer, browser, is_translated_by_paul
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1", "<p>D’abord.</p>")
    french = answer("1.1", "<p>Une réponse.</p>", base=1)
    english = answer("1.1", "<p>An answer.</p>", language="en", by=people.paul)
    own = answer("1.1", "<p>My answer.</p>", language="en")
    page = page_address("review_question", project, "1.1")
    token = token_of(browser.get(page))
    end_session(browser)
    key = str(french.pk) if is_translated_by_paul else f"{french.pk}-{own.pk}"
    taken = {
        "versions": key,
        f"translation-{key}": english.pk if is_translated_by_paul else "",
        # What another answer would take, if it were chosen.
        f"translation-{own.pk}": english.pk,
    }
    fields = {"csrfmiddlewaretoken": token, "batch": uuid.uuid4(), **taken}
    browser.post(page_address("review_decide", project, "1.1"), fields)
    sign_in(browser, "amina@example.org")
    [row] = browser.get(PAGE).context["rows"]
    shown = [
        (str(label), blocks_to_text(blocks)) for label, blocks in row["words"].rows
    ]

    assert shown == (
        [
            ("Answer", "Amina Diallo, version 2 in French"),
            ("Translation", "Paul Martin, version 1 in English"),
        ]
        if is_translated_by_paul
        else [
            (
                "Answer",
                "Amina Diallo, version 2 in French\n\n"
                "Amina Diallo, version 1 in English",
            )
        ]
    )


def test_a_project_that_was_lost_meanwhile_is_not_named(
    browser, address, comment, project, people
):
    end_session(browser)
    browser.post(address, comment)
    Membership.objects.all().delete()
    sign_in(browser, "amina@example.org")
    page = browser.get(PAGE)

    assert project.title not in page.content.decode()
    assert WORDS in page.content.decode()
    refused = browser.post(*confirmation(page))
    assert refused.status_code == 404
    assert WORDS in refused.content.decode(), "it may still be copied"


def test_the_owner_of_a_page_is_known_by_its_token_alone(rf, people):
    request = rf.get("/")
    request.user = people.amina
    request.session = {}
    request.META.update(CSRF_COOKIE="s" * 32, CSRF_COOKIE_NEEDS_UPDATE=True)
    response = HttpResponse()
    token = get_token(request)
    owners.remember_owner(request, response)
    again = rf.post("/", {"csrfmiddlewaretoken": token})
    again.COOKIES[owners.COOKIE] = response.cookies[owners.COOKIE].value

    assert owners.owner_of(again) == (people.amina.pk, False)
    again.COOKIES[owners.COOKIE] += "x"
    assert owners.owner_of(again) is None
