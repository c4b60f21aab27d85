"""The primary button leads to what a person can do next, and may do."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.projects import create_project
from questionnaire.actions.team.assignments import assign_question
from questionnaire.models import Assignment, Membership, Project
from questionnaire.permissions import get_project_access
from questionnaire.plan.outline import read_outline
from questionnaire.plan.templates import read_template
from questionnaire.queries.projects.next_step import next_step
from questionnaire.vocabulary import ProjectStatus, Role
from tests.change_requests import ask_for_changes

BUTTON = re.compile(r'<a class="btn btn-primary" href="([^"]+)"')


class Team:
    """A small project, and what its people do in it."""

    def __init__(self, project, people):
        self.project, self.people = project, people
        self.questions = read_template(project.template_id).questions

    def own(self, user, question, language="en"):
        parts = tuple(question.parts.all())
        return OwnAnswer(self.project.pk, question, language, user, parts)

    def content(self, question, text):
        value = {"prose": f"<p>{text}</p>", "table": [], "choice": None}
        return {
            part.key: value[part.kind] or self.anything(part)
            for part in question.parts.all()
        }

    def anything(self, part):
        if part.kind == "choice":
            return part.options["choices"][0]["value"]
        return None

    def answer(self, user, *questions):
        for question in questions or self.questions:
            own = self.own(user, question)
            base = own.versions().count()
            content = self.content(question, f"By {user}, {base + 1}")
            save_version(own, VersionSave(content, uuid.uuid4(), base))

    def draft(self, user, question):
        own = self.own(user, question, "fr")
        content = self.content(question, "Not sent")
        save_draft(own, DraftSave(content, uuid.uuid4(), 0))

    def assign(self, user, question, days=None):
        due_on = days and timezone.localdate() + datetime.timedelta(days)
        assignment = assign_question(
            project_id=self.project.pk,
            question=question,
            member=user,
            by=self.people.amina,
        )
        # The day may be past: it was still to come when it was set.
        Assignment.objects.filter(pk=assignment.pk).update(due_on=due_on)

    def ask(self, user, question):
        version = self.own(user, question).versions().first()
        ask_for_changes(version, self.people.amina, "Longer, please.")

    def step(self, user):
        access = get_project_access(user, self.project.pk)
        return next_step(access, read_outline(access.project, user), user)


@pytest.fixture
def alone(small_template, people):
    """Amina’s small project."""
    project = create_project(
        by=people.amina, template=small_template, title="Petit", language="fr"
    )
    return Team(project, people)


@pytest.fixture
def team(alone, people):
    """With Paul, who contributes, and Louise, who reads."""
    for user, role in ((people.paul, Role.CONTRIBUTOR), (people.louise, Role.VIEWER)):
        Membership.objects.create(project=alone.project, user=user, role=role)
    return alone


def nothing(team, user):
    pass


def all_answered(team, user):
    team.answer(team.people.amina)


def several_answers(team, user):
    team.answer(team.people.amina)
    team.answer(team.people.paul)


def changes_asked(team, user):
    team.answer(team.people.paul)
    team.ask(team.people.paul, team.questions[0])


def request_answered(team, user):
    changes_asked(team, user)
    team.answer(team.people.paul, team.questions[0])


def assigned_and_late(team, user):
    team.assign(team.people.paul, team.questions[1], 5)


def text_unsent(team, user):
    team.answer(team.people.amina, team.questions[1])
    team.draft(team.people.paul, team.questions[0])
    team.draft(team.people.amina, team.questions[0])


SITUATIONS = [
    nothing,
    all_answered,
    several_answers,
    changes_asked,
    request_answered,
    assigned_and_late,
    text_unsent,
]


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("who", ["amina", "paul", "louise"])
def test_the_primary_button_leads_to_a_page_that_the_person_may_open(
    client, team, people, who, situation
):
    user = getattr(people, who)
    client.force_login(user)
    situation(team, user)
    for status in ProjectStatus:
        Project.objects.filter(pk=team.project.pk).update(status=status)
        overview = reverse("project_overview", args=[team.project.pk])
        for page in (reverse("projects"), overview):
            buttons = BUTTON.findall(client.get(page).content.decode())
            for address in buttons:
                assert client.get(address).status_code == 200, (status, page, address)
            assert buttons or (page != overview and status == ProjectStatus.FINISHED)


@pytest.mark.parametrize("situation", [nothing, all_answered])
def test_so_does_the_button_of_somebody_alone(client, alone, people, situation):
    client.force_login(people.amina)
    situation(alone, people.amina)
    for page in (
        reverse("projects"),
        reverse("project_overview", args=[alone.project.pk]),
    ):
        [address] = BUTTON.findall(client.get(page).content.decode())
        assert client.get(address).status_code == 200


def test_deciding_comes_first_for_whoever_decides(team, people):
    several_answers(team, people.amina)
    team.draft(people.amina, team.questions[0])

    assert team.step(people.amina).kind == "decide"
    assert team.step(people.amina).count == len(team.questions)
    assert team.step(people.paul).kind == "submit"


def test_an_answer_to_a_request_waits_for_whoever_decides(team, people):
    request_answered(team, people.paul)

    step = team.step(people.amina)

    assert (step.kind, step.entry.question, step.count) == (
        "decide",
        team.questions[0],
        1,
    )


def test_a_request_comes_before_what_is_assigned(team, people):
    changes_asked(team, people.paul)
    team.answer(people.amina, team.questions[1])

    step = team.step(people.paul)

    assert (step.kind, step.entry.question) == ("answer_request", team.questions[0])


def test_what_is_due_first_comes_first_and_then_unsent_text(team, people):
    first, second = team.questions[:2]
    team.assign(people.paul, first)
    team.assign(people.paul, second, 3)
    team.draft(people.paul, first)

    assert team.step(people.paul).entry.question == second
    team.answer(people.paul, second)
    assert team.step(people.paul).entry.question == first
    team.answer(people.paul, first)

    step = team.step(people.paul)

    assert (step.kind, step.entry.question) == ("send", first)
    assert step.language == "fr"


def test_who_only_reads_exports(team, people):
    assert team.step(people.louise).kind == "export"


def test_somebody_alone_writes_then_finishes(alone, people):
    assert alone.step(people.amina).kind == "write"
    alone.answer(people.amina)
    assert alone.step(people.amina).kind == "finish"
