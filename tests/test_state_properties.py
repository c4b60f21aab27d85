"""Whatever a team did, every page, record and export says the same of each question.

And the plans in the two languages never hold different people's texts as one answer,
unless one was taken as the translation of the other, which the page of the plan says.
"""

import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.projects.projects import (
    create_project,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.actions.review.change_requests import (
    RequestedChanges,
    close_request,
    request_changes,
)
from questionnaire.actions.review.choices import Choice, newest_decisions
from questionnaire.actions.review.decisions import decide, undo_decisions
from questionnaire.errors import Refusal
from questionnaire.models import (
    AnswerVersion,
    Assignment,
    Comment,
    Decision,
    Draft,
    Membership,
    PlanTemplate,
)
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.outline import read_outline, read_outlines
from questionnaire.plan.reading import resolutions
from questionnaire.plan.record import read_record
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import QuestionStatus, Role
from tests.conftest import ROOT, load_template
from tests.generated_inputs import share_of_examples
from tests.template_versions import move, publish_again

# The weight of each action.
ACTIONS = {
    "save": 5,
    "draft": 2,
    "copy": 2,
    "agree": 5,
    "translate": 3,
    "decide_as_before": 3,
    "withdraw": 1,
    "undo": 1,
    "request": 3,
    "close": 1,
    "submit": 2,
    "take_back": 1,
    "finish": 1,
    "reopen": 1,
    "move": 1,
}
PILL = re.compile(r"question-status question-status--(\w+)")
CELL = re.compile(r"plan-cell plan-cell--(?:tall plan-cell--)?(\w+)")
WAITING = {QuestionStatus.TO_DECIDE, QuestionStatus.NEWER}


class Team:
    """A project with one to three writers, and what they do in it."""

    def __init__(self, people, template, chance):
        self.people, self.chance = people, chance
        self.project = create_project(
            by=people.amina, template=template, title="Lichens", language="fr"
        )
        others = [people.paul, people.omar][: chance.choice([0, 1, 2, 2])]
        self.members = [people.amina, *others]
        for person in others:
            Membership.objects.create(
                project=self.project, user=person, role=Role.CONTRIBUTOR
            )
        self.count, self.batch = 0, None

    def act(self):
        """One of the ACTIONS, if the site allows it now."""
        [name] = self.chance.choices(list(ACTIONS), list(ACTIONS.values()))
        note(name)
        try:
            with transaction.atomic():
                getattr(self, name)()
        except (Refusal, ValidationError):
            pass
        self.project.refresh_from_db()

    @property
    def questions(self):
        return read_template(self.project.template_id).questions

    def states(self):
        """{slug: status}, by the rules."""
        resolved = resolutions([self.project.pk])
        keys = {each.slug: (self.project.pk, each.pk) for each in self.questions}
        return {
            slug: resolved[key].status
            if key in resolved
            else QuestionStatus.NOT_STARTED
            for slug, key in keys.items()
        }

    def one(self, found):
        return self.chance.choice(list(found)) if found else None

    def someones_answer(self):
        """Somebody's own answer to one of the first two questions."""
        question = self.chance.choice([*self.questions[:1] * 3, self.questions[1]])
        return OwnAnswer(
            self.project.pk,
            question,
            self.chance.choice(["fr", "en"]),
            self.chance.choice(self.members),
            list(question.parts.all()),
        )

    def text(self, own):
        self.count += 1
        words = self.chance.choice(["Deux disques.", f"Texte {self.count}.", ""])
        first = next(part for part in own.parts if part.kind == "prose")
        return {first.key: f"<p>{words}</p>"} if words else {}

    def versions(self, **only):
        asked = [question.pk for question in self.questions]
        versions = AnswerVersion.objects.filter(
            answer__project=self.project, answer__question__in=asked, **only
        )
        return versions.exclude(content={}).select_related(
            "answer__question__section", "answer__author"
        )

    def save(self):
        own = self.someones_answer()
        base = number_of(own.versions().first())
        save_version(own, VersionSave(self.text(own), uuid.uuid4(), base))

    def draft(self):
        own = self.someones_answer()
        draft = own.draft()
        save_draft(
            own,
            DraftSave(
                content=self.text(own),
                save_id=uuid.uuid4(),
                base=number_of(own.versions().first()),
                revision=draft.revision if draft else 0,
            ),
        )

    def copy(self):
        by = self.chance.choice(self.members)
        if version := self.one(self.versions().exclude(answer__author=by)):
            copy_version(
                project_id=self.project.pk,
                version_id=version.pk,
                by=by,
                save_id=uuid.uuid4(),
            )

    def decide(self, version, **more):
        question, language = version.answer.question, version.answer.language
        newest = newest_decisions(self.project, question, language).first()
        self.batch = uuid.uuid4()
        decide(
            project_id=self.project.pk,
            by=self.people.amina,
            choices=[
                Choice(
                    question,
                    language,
                    more.pop("version_id", version.pk),
                    newest.pk if newest else None,
                    **more,
                )
            ],
            batch=self.batch,
        )

    def agree(self):
        if version := self.one(self.versions()):
            self.decide(version)

    def translate(self):
        if version := self.one(self.versions()):
            self.decide(version, as_translation=True)

    def withdraw(self):
        if version := self.one(self.versions()):
            self.decide(version, version_id=None)

    def decide_as_before(self):
        """A decision of the time when each language was decided on by itself."""
        if version := self.one(self.versions()):
            Decision.objects.create(
                project=self.project,
                question=version.answer.question,
                language=version.answer.language,
                version=version,
                decided_by=self.people.amina,
            )

    def undo(self):
        if self.batch:
            undo_decisions(
                project_id=self.project.pk, by=self.people.amina, batch=self.batch
            )

    def request(self):
        others = self.versions().exclude(answer__author=self.people.amina)
        if version := self.one(others):
            question = version.answer.question
            request_changes(
                project_id=self.project.pk,
                by=self.people.amina,
                asked=RequestedChanges(
                    question=question,
                    parts=list(question.parts.all()),
                    version_id=version.pk,
                    body="Pourquoi?",
                    save_id=uuid.uuid4(),
                ),
            )

    def close(self):
        if asked := self.one(Comment.objects.filter(project=self.project)):
            close_request(
                project_id=self.project.pk, comment_id=asked.pk, by=self.people.amina
            )

    def submit(self):
        submit_plan(project_id=self.project.pk, by=self.people.amina)

    def take_back(self):
        return_to_drafting(project_id=self.project.pk, by=self.people.amina)

    def finish(self):
        Draft.objects.filter(answer__project=self.project).delete()
        finish_plan(project_id=self.project.pk, by=self.people.amina, accept_gaps=True)

    def reopen(self):
        reopen_plan(project_id=self.project.pk, by=self.people.amina, reason="Encore.")

    def move(self):
        after = PlanTemplate.objects.newer_than(self.project.template).first()
        if after is None:
            self.count += 1
            after = publish_again(self.project.template, f"3.{self.count}")
        move(self.project, after, self.people.amina)


class Pages:
    """What the pages say to one member; each method checks one."""

    def __init__(self, client, team, person):
        self.client, self.project, self.person = client, team.project, person
        self.is_alone = len(team.members) == 1
        client.force_login(person)
        outline = read_outline(team.project, person)
        self.states = {entry.slug: entry.status for entry in outline.questions}
        self.all = [status.value for status in self.states.values()]

    def get(self, name, *args, **query):
        response = self.client.get(
            reverse(name, args=[self.project.pk, *args]), query or None
        )
        return response, response.content.decode()

    def check(self, team_states):
        """`team_states` are those that do not depend on who reads."""
        unsent = QuestionStatus.NOT_STARTED, QuestionStatus.DRAFT
        for slug, status in self.states.items():
            assert status == team_states[slug] or (
                (team_states[slug], status) == unsent
            ), slug
        listed = read_outlines([self.project], self.person)[self.project.pk]
        assert [entry.status for entry in listed.questions] == list(
            self.states.values()
        )
        self.check_pages_of_questions()
        self.check_home_and_overview()
        self.check_matrix()
        if self.person.email.startswith("amina") and not self.is_alone:
            self.check_queue(team_states)
            self.check_finishing(team_states)

    def check_pages_of_questions(self):
        for slug, status in self.states.items():
            _response, html = self.get("question", slug)
            assert PILL.findall(html)[:1] == [status.value], slug
        for section in (1, 2):
            response, html = self.get("section", section)
            entries = response.context["outline"].questions
            asked = [
                self.states[entry.slug].value
                for entry in entries
                if entry.section.position == section
            ]
            assert PILL.findall(html) == asked

    def check_home_and_overview(self):
        _response, html = self.get("project_overview")
        assert CELL.findall(html) == self.all
        assert PILL.findall(html) == self.all
        if self.project.is_finished:
            return
        home = self.client.get(reverse("projects")).content.decode()
        assert CELL.findall(home) == self.all

    def check_matrix(self):
        if self.is_alone:
            return
        response, html = self.get("project_overview", view="members")
        assert CELL.findall(html) == self.all
        agreed = {
            cell.entry.slug
            for row in response.context["overview"].rows
            for cell in row.cells
            if cell.status is QuestionStatus.AGREED
        }
        decided = {
            entry.slug
            for entry in response.context["outline"].questions
            if entry.resolution.is_decided
        }
        assert agreed <= decided

    def check_queue(self, states):
        response, html = self.get("review_queue")
        if response.status_code != 200:
            return
        queue = response.context["queue"]
        waiting = {item.entry.slug for item in (*queue.waiting, *queue.undisputed)}
        assert {slug for slug in states if states[slug] in WAITING} <= waiting
        asked = {
            slug for slug in states if states[slug] is QuestionStatus.CHANGES_REQUESTED
        }
        assert not asked & waiting
        assert asked <= {each.comment.question.slug for each in queue.requests}
        decided = {entry.slug for entry in queue.decided}
        assert all(states[slug] is QuestionStatus.AGREED for slug in decided)
        for slug in states:
            response, html = self.get("review_question", slug)
            if response.status_code == 200:
                assert PILL.findall(html)[:1] == [self.states[slug].value], slug

    def check_finishing(self, states):
        response, html = self.get("finish")
        if response.status_code != 200:
            return
        readiness = response.context["readiness"]
        assert [entry.slug for entry in readiness.undecided] == [
            slug for slug in states if states[slug] is QuestionStatus.TO_DECIDE
        ]
        assert [entry.slug for entry in readiness.newer] == [
            slug for slug in states if states[slug] is QuestionStatus.NEWER
        ]
        if any(status is not QuestionStatus.AGREED for status in states.values()):
            is_open = {*states.values()} - {
                QuestionStatus.AGREED,
                QuestionStatus.ANSWERED,
            }
            assert not (is_open and "The plan is ready." in html)


def check_plans(client, team, states):
    """The record and the plans of both languages, and the page of the plan if asked.

    Without `client`, the page is not opened.
    """
    record = read_record(team.project.pk)
    said = {
        question["slug"]: question["status"]
        for section in record["sections"]
        for question in section["questions"]
    }
    assert said == {slug: status.value for slug, status in states.items()}
    french, english = (compose_plan(record, language) for language in ("fr", "en"))
    address = reverse("plan_read", args=[team.project.pk])
    page = client.get(address).content.decode() if client else None
    for one, other in zip(french.questions, english.questions, strict=True):
        assert one.status == other.status == said[one.slug]
        if not (one.is_answered and other.is_answered):
            assert one.is_answered == other.is_answered
            continue
        if one.authors != other.authors:
            [taken] = [each for each in (one, other) if each.provenance.translates]
            [own] = {one, other} - {taken}
            assert taken.provenance.translates == own.provenance.writer
            assert taken.provenance.translates in taken.contributors
            if taken is other and page is not None:
                name = other.provenance.writer
                assert f"English translation by {name}" in page


class _Undo(Exception):
    """Takes back what one example wrote."""


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=share_of_examples(1 / 4),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chance=st.randoms(use_true_random=True))
def test_every_page_and_export_says_the_same_of_each_question(
    people, small_template, client, chance
):
    with pytest.raises(_Undo), transaction.atomic():
        load_template(ROOT / "tests/templates/small-2.yaml")
        team = Team(people, small_template, chance)
        for question in team.questions[:2]:
            Assignment.objects.create(
                project=team.project,
                question=question,
                member=team.members[-1],
                assigned_by=people.amina,
            )
        for _step in range(5):
            team.save()
        for _step in range(chance.randint(4, 16)):
            team.act()
            check_plans(None, team, team.states())
        states = team.states()
        for person in (team.members[0], team.members[-1]):
            Pages(client, team, person).check(states)
        check_plans(client, team, states)
        raise _Undo
