"""The status of each question, and of each member’s answer to it."""

import uuid

import pytest

from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.models import Membership, Question
from questionnaire.permissions import get_project_access
from questionnaire.queries.projects.overview import read_overview
from questionnaire.vocabulary import QuestionStatus, Role
from tests.change_requests import ask_for_changes


@pytest.fixture
def paul(project, people):
    """Paul writes with Amina."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


@pytest.fixture
def question(project):
    """Question 1.1."""
    return Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )


@pytest.fixture
def agree(project, people, question):
    """A function by which Amina agrees on a version of 1.1."""

    def agree(version, base=None):
        [decision] = decide(
            project_id=project.pk,
            by=people.amina,
            choices=[Choice(question, version.answer.language, version.pk, base)],
            batch=uuid.uuid4(),
        )
        return decision

    return agree


@pytest.fixture
def ask(project, people, question):
    """A function by which Amina asks for changes to a version of 1.1."""

    def ask(version):
        return ask_for_changes(version, people.amina, "Which lichens?")

    return ask


@pytest.fixture
def statuses(project, people):
    """A function that gives the statuses of 1.1: (the question, each writer)."""

    def statuses():
        access = get_project_access(people.amina, project.pk)
        overview = read_overview(access, people.amina, with_team=True)
        return (
            overview.outline.questions[0].status,
            *(row.cells[0].status for row in overview.rows),
        )

    return statuses


def test_a_question_waits_for_the_author_who_is_asked_for_changes(
    answer, paul, ask, statuses
):
    version = answer("1.1", by=paul)
    assert statuses() == (QuestionStatus.ANSWERED, None, QuestionStatus.ANSWERED)

    ask(version)
    requested = QuestionStatus.CHANGES_REQUESTED
    assert statuses() == (requested, None, requested)

    answer("1.1", "<p>Cladonia.</p>", base=1, by=paul)
    assert statuses() == (QuestionStatus.ANSWERED, None, QuestionStatus.ANSWERED)


def test_agreeing_on_the_answer_ends_the_wait(answer, paul, ask, agree, statuses):
    version = answer("1.1", by=paul)
    ask(version)
    agree(version)

    assert statuses() == (QuestionStatus.AGREED, None, QuestionStatus.AGREED)


def test_a_request_made_before_the_decision_no_longer_hides_it(
    answer, paul, people, ask, agree, statuses
):
    ask(answer("1.1", "<p>De Paul.</p>", by=paul))
    agree(answer("1.1"))

    assert statuses()[:2] == (QuestionStatus.AGREED, QuestionStatus.AGREED)


def test_a_member_who_writes_after_the_decision_has_a_newer_version(
    answer, paul, agree, statuses
):
    agree(answer("1.1", by=paul))
    answer("1.1", "<p>Mieux.</p>", base=1, by=paul)

    assert statuses() == (QuestionStatus.NEWER, None, QuestionStatus.NEWER)


def test_a_withdrawn_decision_leaves_the_question_to_be_decided(
    answer, paul, people, project, question, agree, statuses
):
    answer("1.1")
    decision = agree(answer("1.1", "<p>De Paul.</p>", by=paul))
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(question, "fr", None, decision.pk)],
        batch=uuid.uuid4(),
    )

    assert statuses()[0] == QuestionStatus.TO_DECIDE
