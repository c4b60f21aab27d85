"""The demonstration as tests walk it: more states than it ships with, and its pages."""

import uuid
from datetime import timedelta

import yaml
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

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
from questionnaire.vocabulary import Role
from tests.form_pages import PageForms

# The principal investigator of most of its projects, a contributor, a librarian, and
# an administrator of the site, by the beginning of their addresses.
PEOPLE = ("amelie.gagnon", "sofia.roy", "mathieu.bergeron", "administrator")
# Pages of one kind that are walked: they differ with the state of what they show.
PAGES_OF_A_KIND = 4
FILES = (".pdf", ".docx", ".csv", ".ics", ".zip", ".bagit")


def read_demonstration():
    """What the demonstration is made of, to be changed before it is loaded."""
    return yaml.safe_load(DEMO_FILE.read_text("utf-8"))


def load_demonstration(demo, name_of_administrator="Ada"):
    """Load it, and bring about states that it has nothing of."""
    load_demo(demo)
    ada = User.objects.create_user(
        "administrator@rives.example",
        password=PASSWORD,
        name=name_of_administrator,
        is_staff=True,
    )
    _bring_about_other_states(ada)


def _bring_about_other_states(ada):
    """What the demonstration has nothing of, and what brings more forms to pages."""
    people = {
        each.email.split(".")[0]: each for each in User.objects.exclude(pk=ada.pk)
    }
    amelie, sofia = people["amelie"], people["sofia"]
    project = Project.objects.get(grant_number__startswith="EX-2026-0001")
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


def pages_from_home(email, most=PAGES_OF_A_KIND):
    """The pages that this person reaches from home, with their links and forms."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    waiting, met, kinds = [reverse("projects")], set(), {}
    while waiting:
        page = client.get(waiting.pop(0), follow=True)
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            continue
        address = page.wsgi_request.get_full_path()
        parsed = PageForms(address, page.content.decode())
        yield parsed
        for link in parsed.links:
            if link in met:
                continue
            met.add(link)
            if (kind := _kind_of(link)) and kinds.get(kind, 0) < most:
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(link)


def _kind_of(link):
    path = link.split("?")[0]
    if not path.startswith("/en/") or path.endswith(FILES):
        return None
    try:
        return resolve(path).view_name
    except Resolver404:
        return None
