"""Assigning questions to members who write, notifying and reminding them."""

import datetime

import pytest
from django.utils import timezone

from questionnaire.actions.answering.marks import NoSuchPart, mark_part
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.team.assignments import (
    NotAWriter,
    NudgedRecently,
    assign_question,
    nudge_member,
    unassign_question,
)
from questionnaire.models import (
    AnswerVersion,
    Assignment,
    Event,
    Membership,
    Notice,
    Question,
    TodoMark,
)
from questionnaire.permissions import Forbidden, InvalidState
from questionnaire.vocabulary import NoticeKind, Role, Verb

SOON = timezone.localdate() + datetime.timedelta(days=20)


@pytest.fixture(autouse=True)
def membership(project, people):
    """Paul’s membership, beside Amina."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def question(project):
    return Question.objects.select_related("section").get(
        section__template=project.template, section__position=2, number=3
    )


@pytest.fixture
def assigned(project, people, question):
    return assign_question(
        project_id=project.pk,
        question=question,
        member=people.paul,
        due_on=SOON,
        by=people.amina,
    )


def nudge(assignment, by):
    return nudge_member(
        project_id=assignment.project_id, assignment_id=assignment.pk, by=by
    )


def test_the_member_is_notified_of_the_question_and_its_due_date(assigned, people):
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (people.paul, NoticeKind.ASSIGNED)
    assert notice.data == {
        "label": "2.3",
        "slug": "naming-conventions",
        "due_on": SOON.isoformat(),
    }
    event = Event.objects.get(verb=Verb.QUESTION_ASSIGNED)
    assert event.target == "question:naming-conventions"
    assert event.data["member"] == "Paul Martin"


def test_assigning_again_moves_the_due_date_and_the_same_again_does_nothing(
    assigned, project, people, question
):
    again = {
        "project_id": project.pk,
        "question": question,
        "member": people.paul,
        "by": people.amina,
    }
    assign_question(**again, due_on=None)
    assign_question(**again, due_on=None)

    assert Assignment.objects.get().due_on is None
    assert Event.objects.filter(verb=Verb.QUESTION_ASSIGNED).count() == 2


def test_nobody_is_notified_of_what_they_assign_to_themselves(
    project, people, question
):
    assign_question(
        project_id=project.pk, question=question, member=people.amina, by=people.amina
    )

    assert Assignment.objects.count() == 1
    assert not Notice.objects.exists()


def test_questions_are_assigned_only_to_members_who_write(
    project, people, question, membership
):
    membership.role = Role.VIEWER
    membership.save()
    for person in (people.paul, people.omar):
        with pytest.raises(NotAWriter):
            assign_question(
                project_id=project.pk, question=question, member=person, by=people.amina
            )
    assert not Assignment.objects.exists()


def test_a_question_of_another_template_is_not_assigned(
    project, people, small_template
):
    foreign = Question.objects.select_related("section").filter(
        section__template=small_template
    )[0]
    with pytest.raises(NotInTemplate):
        assign_question(
            project_id=project.pk, question=foreign, member=people.paul, by=people.amina
        )


def test_viewers_assign_nothing_and_nobody_does_in_a_finished_plan(
    assigned, project, people, question, membership
):
    type(project).objects.update(status="finished")
    with pytest.raises(InvalidState):
        nudge(assigned, people.amina)
    type(project).objects.update(status="drafting")
    membership.role = Role.VIEWER
    membership.save()
    with pytest.raises(Forbidden):
        unassign_question(
            project_id=project.pk, assignment_id=assigned.pk, by=people.paul
        )
    assert Assignment.objects.count() == 1


def test_unassigning_writes_an_event(assigned, project, people):
    unassign_question(project_id=project.pk, assignment_id=assigned.pk, by=people.amina)

    assert not Assignment.objects.exists()
    assert Event.objects.filter(
        verb=Verb.QUESTION_UNASSIGNED, target="question:naming-conventions"
    ).exists()


def test_a_member_is_reminded_once_in_three_days(assigned, people):
    nudge(assigned, people.amina)
    with pytest.raises(NudgedRecently):
        nudge(assigned, people.amina)
    assert Notice.objects.filter(kind=NoticeKind.NUDGE).count() == 1

    Assignment.objects.update(nudged_at=timezone.now() - datetime.timedelta(days=3))
    nudge(assigned, people.amina)
    assert Notice.objects.filter(kind=NoticeKind.NUDGE).count() == 2


def mark(project, question, by, is_marked=True, part_key=None):
    mark_part(
        OwnAnswer(
            project_id=project.pk,
            question=question,
            language="fr",
            author=by,
        ),
        part_key or question.parts.first().key,
        is_marked=is_marked,
    )


def test_a_mark_is_set_once_and_removed(project, people, question):
    mark(project, question, people.amina)
    mark(project, question, people.amina)
    assert TodoMark.objects.get().answer.author == people.amina
    assert not AnswerVersion.objects.exists()

    mark(project, question, people.amina, is_marked=False)
    mark(project, question, people.amina, is_marked=False)
    assert not TodoMark.objects.exists()


def test_a_part_that_does_not_exist_cannot_be_marked(project, people, question):
    with pytest.raises(NoSuchPart):
        mark(project, question, people.amina, part_key="nowhere")
