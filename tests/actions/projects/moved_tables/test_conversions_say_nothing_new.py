"""What a move converts is neither newer than a decision nor an answer to a request."""

import pytest

from questionnaire.actions.projects.move_checks import check_unit
from questionnaire.models import AnswerVersion, Membership, MoveCheck, Notice
from questionnaire.plan.outline import read_outline
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.queries.review.queue import waiting_reasons
from questionnaire.vocabulary import (
    CheckKind,
    NoticeKind,
    QuestionStatus,
    RequestState,
    Role,
    UnitChoice,
)
from tests.actions.projects.moved_tables.holdings import agree, move, write
from tests.change_requests import ask_for_changes
from tests.template_columns import in_terabytes, publish_columns


@pytest.fixture
def converted(template, project, people):
    """A function that moves the project to a version that asks for terabytes."""

    def step(choice="converted"):
        move(project, people.amina, publish_columns(template, in_terabytes), choice)
        project.refresh_from_db()

    return step


def entry(project, people):
    [found] = read_outline(project, people.amina).questions
    return found


def test_of_two_answers_the_agreed_one_stays_agreed(project, people, converted):
    before = write(project, people.paul)
    write(project, people.amina, rows=[{"what": "Air", "size": "20"}])
    agree(project, before, people.amina)
    assert entry(project, people).status is QuestionStatus.AGREED

    converted()

    assert AnswerVersion.objects.filter(number=2).count() == 2
    assert entry(project, people).status is QuestionStatus.AGREED
    assert waiting_reasons(entry(project, people)) == ()


def test_what_was_newer_before_the_move_is_newer_after_it(project, people, converted):
    before = write(project, people.paul)
    agree(project, before, people.amina)
    write(project, people.paul, rows=[{"what": "Air", "size": "20"}], base=1)

    converted()

    assert entry(project, people).status is QuestionStatus.NEWER


def test_a_request_stays_open_until_its_author_writes(project, people, converted):
    before = write(project, people.paul)
    ask_for_changes(before, people.amina)

    converted()

    [asked] = read_change_requests(project)
    assert asked.state is RequestState.OPEN
    assert entry(project, people).status is QuestionStatus.CHANGES_REQUESTED
    assert waiting_reasons(entry(project, people)) == ()

    write(project, people.paul, rows=[{"what": "Air", "size": "20"}], base=2)

    [asked] = read_change_requests(project)
    assert asked.state is RequestState.ANSWERED
    assert [each.value for each in waiting_reasons(entry(project, people))] == [
        "request"
    ]
    answered = Notice.objects.filter(kind=NoticeKind.REQUEST_ANSWERED)
    assert [each.recipient for each in answered] == [people.amina]


def test_what_an_author_converts_is_newer(project, people, converted):
    if not project.memberships.filter(user=people.paul).exists():
        Membership.objects.create(
            project=project, user=people.paul, role=Role.CONTRIBUTOR
        )
    before = write(project, people.paul)
    agree(project, before, people.amina)
    converted("later")
    assert entry(project, people).status is QuestionStatus.AGREED

    check_unit(
        project_id=project.pk,
        by=people.paul,
        check_id=MoveCheck.objects.get(kind=CheckKind.UNIT).pk,
        choice=UnitChoice.CONVERTED,
    )

    assert entry(project, people).status is QuestionStatus.NEWER
