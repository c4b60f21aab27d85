"""Whatever a team did, every page, record and export says the same of each question.

And the plans in the two languages never hold different people's texts as one answer,
unless one was taken as the translation of the other, which the page of the plan says.
"""

import re
from random import Random

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaire.models import Assignment
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.outline import read_outline, read_outlines
from questionnaire.plan.record import read_record
from questionnaire.queries.projects.next_step import StepKind
from questionnaire.queries.review.queue import Reason, waiting_entries
from questionnaire.vocabulary import QuestionStatus
from tests.conftest import ROOT, load_template
from tests.generated_inputs import share_of_examples
from tests.random_teams import Team

PILL = re.compile(r"question-status question-status--(\w+)")
CELL = re.compile(r"plan-cell plan-cell--(?:tall plan-cell--)?(\w+)")
STRIP = re.compile(r"mini-strip__cell mini-strip__cell--(\w+)")
MY_ANSWER = re.compile(r">((?:not )?answered by you(?: yet)?)<")
WAITING = {QuestionStatus.TO_DECIDE, QuestionStatus.NEWER}


class Pages:
    """What the pages say to one member; each method checks one."""

    def __init__(self, client, team, person):
        self.client, self.project, self.person = client, team.project, person
        self.is_alone = len(team.members) == 1
        client.force_login(person)
        outline = read_outline(team.project, person)
        self.states = {entry.slug: entry.status for entry in outline.questions}
        self.carried = {
            entry.slug: {
                each.decision_id
                for each in entry.resolution.effective.values()
                if each.decision_id is not None
            }
            for entry in outline.questions
        }
        self.answered = {
            entry.slug
            for entry in outline.questions
            if any(each.author_id == person.pk for each in entry.written)
        }
        self.waiting = [entry.slug for entry in waiting_entries(outline)]
        self.templates = set()  # of the pages that were compared
        self.all = [status.value for status in self.states.values()]

    def get(self, name, *args, **query):
        response = self.client.get(
            reverse(name, args=[self.project.pk, *args]), query or None
        )
        self.note_templates(response)
        return response, response.content.decode()

    def note_templates(self, response):
        self.templates |= {template.name for template in response.templates}

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
            response, _html = self.get("team_answers", slug)
            agreed = response.context["team"].agreed
            assert {each.decision.pk for each in agreed} == self.carried[slug]
            response, html = self.get("decisions", slug)
            if response.status_code == 200:
                assert html.count("<strong>stands") == len(self.carried[slug]), slug
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
        response = self.client.get(reverse("projects"))
        self.note_templates(response)
        home = response.content.decode()
        assert CELL.findall(home) == self.all
        assert STRIP.findall(home) == self.all

    def check_assigning(self):
        response, html = self.get("assign_questions")
        if response.status_code == 200:
            assert PILL.findall(html) == self.all

    def check_my_questions(self):
        """They say how each question stands, and whether I have answered it."""
        response, html = self.get("my_questions")
        assigned = [each.entry.slug for each in response.context["mine"].assigned]
        assert PILL.findall(html) == [self.states[slug].value for slug in assigned]
        assert MY_ANSWER.findall(html) == [
            "answered by you" if slug in self.answered else "not answered by you yet"
            for slug in assigned
        ]

    def check_matrix(self):
        if self.is_alone:
            return
        self.check_assigning()
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
        self.check_my_questions()

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
        self.check_what_waits(queue, html)
        assert asked <= {each.comment.question.slug for each in queue.requests}
        decided = {entry.slug for entry in queue.decided}
        assert all(states[slug] is QuestionStatus.AGREED for slug in decided)
        for slug in states:
            response, html = self.get("review_question", slug)
            if response.status_code == 200:
                assert PILL.findall(html)[:1] == [self.states[slug].value], slug

    def check_what_waits(self, queue, html):
        """One number on all pages, one word for what is agreed, nothing unseen."""
        assert sorted(item.entry.slug for item in queue.waiting) == sorted(self.waiting)
        count = len(self.waiting)
        noun = "question waits" if count == 1 else "questions wait"
        assert f"{count} {noun} for a decision" in " ".join(html.split())
        for item in (*queue.waiting, *queue.undisputed):
            agreed = [each for each in item.candidates if each.is_effective]
            assert item.entry.resolution.is_decided or not agreed
        for item in queue.undisputed:
            assert set(item.reasons) <= {Reason.SEVERAL}
        response, _html = self.get("project_overview")
        step = response.context["step"]
        assert (step.kind == StepKind.DECIDE) == bool(count)
        assert not count or step.count == count

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
            translations = [each for each in (one, other) if each.provenance.translates]
            assert len(translations) == 1, "texts of two people as one answer"
            [taken] = translations
            [own] = {one, other} - {taken}
            assert taken.provenance.translates == own.provenance.writer
            assert taken.provenance.translates in taken.contributors
            if taken is other and page is not None:
                name = other.provenance.writer
                assert f"English translation by {name}" in page


# How a template shows the state of a question.
SHOWS_A_STATE = re.compile(
    r"partials/status\.html|plan-cell--(?:tall plan-cell--)?\{\{"
    r"|mini-strip__cell--\{\{|glyph (?:\w+\.)?status|entry\.status"
)


def test_every_page_that_shows_a_state_is_among_those_that_are_compared(
    people, small_template, client
):
    folder = ROOT / "templates"
    showing = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if SHOWS_A_STATE.search(path.read_text("utf-8"))
    }
    team = Team(people, small_template, Random(5))
    assign_two(team, people.amina)
    team.save()
    team.submit()
    pages = Pages(client, team, people.amina)

    pages.check(team.states())

    assert len(showing) > 8
    assert showing - pages.templates == set()


def assign_two(team, person):
    """Two questions are assigned to this person."""
    for question in team.questions[:2]:
        Assignment.objects.create(
            project=team.project,
            question=question,
            member=person,
            assigned_by=team.people.amina,
        )


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
        assign_two(team, team.members[-1])
        for _step in range(5):
            team.save()
        # What plans must never carry as one answer is rare among random steps.
        team.act("two_people")
        check_plans(None, team, team.states())
        for _step in range(chance.randint(4, 16)):
            team.act()
            check_plans(None, team, team.states())
        states = team.states()
        for person in (team.members[0], team.members[-1]):
            Pages(client, team, person).check(states)
        check_plans(client, team, states)
        raise _Undo
