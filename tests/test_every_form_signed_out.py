"""Every form of the site, sent after the session has ended: nothing of it is lost.

The pages of the demonstration are walked as each of its people; each form found is
filled in and sent twice: signed in, and after an ended session, through signing in and
confirming. Both must do the same. A new form cannot escape.
"""

import html
import re
import uuid
from datetime import timedelta

import pytest
import yaml
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from questionnaire.actions.conversation.comments import (
    CommentPost,
    add_comment,
    resolve_comment,
)
from questionnaire.actions.people.accounts import deactivate_account
from questionnaire.actions.projects.calendar import renew_feed
from questionnaire.actions.team.assignments import assign_question
from questionnaire.actions.team.invitations import Offer, invite
from questionnaire.management.commands.demo import DEMO_FILE, PASSWORD, load_demo
from questionnaire.models import (
    Answer,
    Assignment,
    Draft,
    Institution,
    Project,
    Question,
    RecoveredDraft,
    SavedView,
    User,
)
from questionnaire.views.site.carried_actions import ACTIONS
from questionnaire.vocabulary import Role
from tests.form_pages import PageForms
from tests.views.site.test_carried_forms import confirmation, token_of
from tests.views.site.test_carried_words import NEVER

PEOPLE = ("amelie.gagnon", "sofia.roy", "mathieu.bergeron", "administrator")
# Pages of one kind that are walked: forms differ with the state of what they show.
PAGES_OF_A_KIND = 4
CONFIRM = "/en/account/not-sent/"
FILES = (".pdf", ".docx", ".csv", ".ics", ".zip", ".bagit")


@pytest.fixture
def demo(template):
    load_demo(yaml.safe_load(DEMO_FILE.read_text("utf-8")))
    ada = User.objects.create_user(
        "administrator@rives.example", password=PASSWORD, name="Ada", is_staff=True
    )
    _bring_about_other_states(ada)


def _bring_about_other_states(ada):
    """What the demonstration has nothing of, and what brings more forms to pages."""
    people = {
        each.email.split(".")[0]: each for each in User.objects.exclude(pk=ada.pk)
    }
    amelie, sofia = people["amelie"], people["sofia"]
    project = (
        Project.objects.filter(memberships__user=sofia)
        .order_by("pk")
        .filter(title__startswith="Chez nous")[0]
    )
    question = Question.objects.filter(section__template=project.template_id)[0]
    invite(
        project_id=project.pk,
        by=amelie,
        emails=["ana@rives.example"],
        offer=Offer(role=Role.CONTRIBUTOR, language="fr"),
    )
    assign_question(project_id=project.pk, question=question, member=sofia, by=amelie)
    Assignment.objects.update(assigned_at=timezone.now() - timedelta(days=9))
    for user in (amelie, sofia):
        for is_resolved in (False, True):
            comment = add_comment(
                project_id=project.pk,
                by=user,
                post=CommentPost(question, "Mots.", save_id=uuid.uuid4()),
            )
            if is_resolved:
                resolve_comment(project_id=project.pk, comment_id=comment.pk, by=amelie)
        renew_feed(by=user)
    answer = Answer.objects.filter(author=sofia, versions__isnull=False)[0]
    Draft.objects.update_or_create(
        answer=answer,
        defaults={
            "content": answer.versions.all()[0].content | {"answer": "<p>Mots.</p>"},
            "content_digest": "-",
            "base_version": answer.versions.count(),
        },
    )
    RecoveredDraft.objects.create(
        answer=answer,
        content=answer.versions.all()[0].content,
        content_digest="-",
        kept_until=timezone.now() + timedelta(days=9),
    )
    institution = Institution.objects.get(roles__user=people["mathieu"])
    SavedView.objects.create(
        user=people["mathieu"], institution=institution, name="Vue", query="show=all"
    )
    deactivate_account(user_id=people["daniel"].pk, by=ada)


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
    client = Client()
    client.force_login(User.objects.get(email=email))
    waiting, met, kinds, found = [reverse("projects")], set(), {}, {}
    while waiting:
        address = waiting.pop(0)
        page = client.get(address)
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            continue
        parsed = PageForms(address, page.content.decode())
        for form in parsed.forms:
            kind = resolve(form.action.split("?")[0]).view_name, *sorted(form.fields)
            found.setdefault(kind, form)
        for link in parsed.links:
            if link in met:
                continue
            met.add(link)
            if (kind := _kind_of(link)) and kinds.get(kind, 0) < PAGES_OF_A_KIND:
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(link)
    return list(found.values())


def _kind_of(link):
    path = link.split("?")[0]
    if not path.startswith("/en/") or path.endswith(FILES):
        return None
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def fault_of(form, email):
    """What goes wrong when the session has ended before this form is sent."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email=email))
        expected = outcome(client.post(form.action, form.sent))
        transaction.set_rollback(True)
    with transaction.atomic():
        fault = _fault_of_carrying(form, email, expected)
        transaction.set_rollback(True)
    return fault


def outcome(response):
    """(status, where it leads) without what differs each time."""
    where = re.sub(
        r"[0-9a-f-]{36}|/\d+/|(?<=#comment-)\d+", "ID", response.get("Location", "")
    )
    return response.status_code, where


def _fault_of_carrying(form, email, expected):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    sign_in(client, email)
    token = token_of(client.get(form.page))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    Session.objects.filter(pk=key).delete()
    sent = client.post(form.action, {**form.sent, "csrfmiddlewaretoken": token})
    if resolve(form.action.split("?")[0]).view_name in NEVER or form.has_password:
        is_page = sent.status_code in (200, 302)
        return None if is_page and "carried_forms" not in client.cookies else "was kept"
    if outcome(sent) != (302, f"/en/account/login/?next={CONFIRM}"):
        return f"not carried: {outcome(sent)}"
    sign_in(client, email)
    page = client.get(CONFIRM)
    shown = re.sub("<[^>]*>", " ", page.content.decode())
    text = " ".join(html.unescape(shown).split())
    missing = [each for each in form.typed if " ".join(each.split()) not in text]
    if missing:
        return f"not shown: {missing}"
    action, fields = confirmation(page)
    if action != form.action:
        return f"leads to {action}"
    done = outcome(client.post(action, fields))
    return None if done == expected else f"{done} instead of {expected}"


def sign_in(client, email):
    page = client.get("/en/account/login/")
    fields = {"login": email, "password": PASSWORD}
    client.post("/en/account/login/", {**fields, "csrfmiddlewaretoken": token_of(page)})
    translation.activate("en")


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
# Forms of states that are not brought about here; their own tests send them.
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
