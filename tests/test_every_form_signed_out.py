"""Every form of the site, sent after the session has ended: nothing of it is lost.

The pages of the demonstration are walked as each of its people; each form found is
filled in and sent twice: signed in, and after an ended session, through signing in and
confirming. Both must do the same. A new form cannot escape.
"""

import html
import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import translation

from questionnaire.content.prose import blocks_to_text
from questionnaire.management.commands.demo import PASSWORD
from questionnaire.models import User
from questionnaire.views.site.carried_actions import ACTIONS
from questionnaire.views.site.carried_words import TECHNICAL
from tests.demonstration import (
    PEOPLE,
    load_demonstration,
    pages_from_home,
    read_demonstration,
)
from tests.views.site.test_carried_forms import confirmation, token_of
from tests.views.site.test_carried_words import NEVER

CONFIRM = "/en/account/not-sent/"


@pytest.fixture
def demo(template):
    load_demonstration(read_demonstration())


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_every_form_does_the_same_through_an_ended_session(person, demo, settings):
    limits = ("carried_form", "login", "login_failed", "manage_email")
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(limits)
    email = f"{person}@rives.example"
    seen, faults = set(), []
    for form in forms_of(email):
        seen.add(resolve(form.action.split("?")[0]).view_name)
        cache.clear()
        if fault := fault_of(form, email):
            faults.append((form.page, form.action, fault))

    assert faults == []
    assert len(seen) > 6, seen


def forms_of(email):
    """One of each kind of form on the pages that this person reaches from home."""
    found = {}
    for page in pages_from_home(email):
        for form in page.forms:
            kind = resolve(form.action.split("?")[0]).view_name, *sorted(form.fields)
            found.setdefault(kind, form)
    return list(found.values())


def fault_of(form, email, password=PASSWORD):
    """What goes wrong when the session has ended before this form is sent."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email=email))
        expected = outcome(client.post(form.action, form.sent))
        transaction.set_rollback(True)
    with transaction.atomic():
        fault = _fault_of_carrying(form, email, password, expected)
        transaction.set_rollback(True)
    return fault


def outcome(response):
    """(status, where it leads) without what differs each time."""
    where = re.sub(
        r"[0-9a-f-]{36}|/\d+/|(?<=#comment-)\d+", "ID", response.get("Location", "")
    )
    return response.status_code, where


def _fault_of_carrying(form, email, password, expected):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    sign_in(client, email, password)
    token = token_of(client.get(form.page))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    Session.objects.filter(pk=key).delete()
    sent = client.post(form.action, {**form.sent, "csrfmiddlewaretoken": token})
    if resolve(form.action.split("?")[0]).view_name in NEVER or form.has_password:
        is_page = sent.status_code in (200, 302)
        return None if is_page and "carried_forms" not in client.cookies else "was kept"
    if outcome(sent) != (302, f"/en/account/login/?next={CONFIRM}"):
        return f"not carried: {outcome(sent)}"
    sign_in(client, email, password)
    page = client.get(CONFIRM)
    shown = re.sub("<[^>]*>", " ", page.content.decode())
    text = " ".join(html.unescape(shown).split())
    missing = [each for each in form.typed if " ".join(each.split()) not in text]
    if missing:
        return f"not shown: {missing}"
    if any(re.fullmatch("1|on|true", each, re.I) for each in rows_without_label(page)):
        return "shows a tick without its words"
    action, fields = confirmation(page)
    if action != form.action:
        return f"leads to {action}"
    done = outcome(client.post(action, fields))
    return None if done == expected else f"{done} instead of {expected}"


def rows_without_label(page):
    """The texts that the page of unsent forms shows without saying what they are."""
    return [
        blocks_to_text(blocks)
        for row in page.context["rows"]
        # Several choices have one label, above the first.
        for at, (label, blocks) in enumerate(row["words"].rows)
        if not label and not (at and row["words"].rows[at - 1][0])
    ]


def sign_in(client, email, password):
    page = client.get("/en/account/login/")
    fields = {"login": email, "password": password}
    client.post("/en/account/login/", {**fields, "csrfmiddlewaretoken": token_of(page)})
    translation.activate("en")


def test_what_pages_fill_in_for_themselves_is_not_shown_as_words(demo):
    hidden = {
        name.rpartition("-")[2]
        for person in PEOPLE
        for form in forms_of(f"{person}@rives.example")
        for name in form.hidden
    }

    in_words = {"email", "remove_logo", "version"}
    assert hidden - TECHNICAL - in_words == {"csrfmiddlewaretoken"}


# What pages send by script, or by a link of older mail.
NO_FORMS = {
    "draft",
    "draft_stash",
    "form_draft",
    "form_draft_stash",
    "numbered_page",
    "numbered_question",
    "save",
}
# Forms of states that are not brought about here, but in tests/hostile_input.
ELSEWHERE = {
    "bulk_export_cancel",
    "bulk_export_retry",
    "desk_deposit_withdraw",
    "desk_view_delete",
    "desk_view_rename",
    "draft_leave",
    "feedback_ask",
    "feedback_give",
    "feedback_take",
    "form_draft_restore",
    "project_restore",
    "project_unarchive",
    "invitation",
    "request_accept",
    "request_close",
    "review_undo",
    "template_move",
    "translation_confirm",
    "two_versions",
    "unit_check",
    "wording_fits",
}


def test_the_walk_reaches_the_forms_of_all_addresses(demo):
    reached = {
        resolve(form.action.split("?")[0]).view_name
        for person in PEOPLE
        for form in forms_of(f"{person}@rives.example")
    }

    assert set(ACTIONS) - reached <= NO_FORMS | ELSEWHERE
