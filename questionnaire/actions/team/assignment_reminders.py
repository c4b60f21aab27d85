"""Reminding members of assigned questions: two days before their day, once after it.

Whoever has answered, or can no longer answer, is not reminded. One mail for all
questions of a member in a project; another due date has its own reminders.
"""

import datetime
from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from questionnaire.actions.notices import notify
from questionnaire.actions.team.assignments import questions_asked
from questionnaire.models import AnswerVersion, Assignment, Membership, Project
from questionnaire.models.team import DUE_SOON
from questionnaire.permissions import (
    Permission,
    ProjectRole,
    may_in_state,
)
from questionnaire.plan.templates import read_template
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.vocabulary import NoticeKind

# What is noted of each reminder, so that it is sent once.
_SENT_AT = {NoticeKind.DUE_SOON: "due_soon_at", NoticeKind.OVERDUE: "overdue_at"}


def send_assignment_reminders(today: datetime.date) -> int:
    """Send the reminders that are due; returns how many notices were written."""
    asked = Assignment.objects.filter(project__in=Project.objects.active())
    soon = asked.filter(due_on__gte=today, due_on__lte=today + DUE_SOON)
    overdue = asked.filter(due_on__lt=today)
    return _send(NoticeKind.DUE_SOON, soon) + _send(NoticeKind.OVERDUE, overdue)


@transaction.atomic
def _send(kind: NoticeKind, assignments: QuerySet[Assignment]) -> int:
    """Remind each member of a project in one notice."""
    waiting = [each for each in _not_answered(assignments, kind) if _can_answer(each)]
    sent = 0
    for _key, group in groupby(waiting, lambda each: (each.project_id, each.member_id)):
        claimed = _claim(kind, group)
        if claimed:
            notify(
                kind,
                project=claimed[0].project,
                recipients=[claimed[0].member],
                actor=None,
                **questions_asked(claimed),
            )
            sent += 1
    return sent


def _not_answered(
    assignments: QuerySet[Assignment], kind: NoticeKind
) -> QuerySet[Assignment]:
    """Those without this reminder and without a text, by project and member."""
    texts = AnswerVersion.objects.current().exclude(content_digest=EMPTY_CONTENT)
    answered = texts.filter(
        answer__project=OuterRef("project"),
        answer__question=OuterRef("question"),
        answer__author=OuterRef("member"),
    )
    return (
        assignments.filter(~Exists(answered), **{_SENT_AT[kind]: None})
        .select_related("project", "member", "question__section")
        .order_by(
            "project", "member", "question__section__position", "question__number"
        )
    )


def _can_answer(assignment: Assignment) -> bool:
    """Whether the question is still asked, and the member may write its answer."""
    project = assignment.project
    if assignment.question_id not in read_template(project.template_id).by_id:
        return False
    membership = Membership.objects.filter(
        project=project, user=assignment.member_id
    ).first()
    return membership is not None and may_in_state(
        Permission.ANSWER_SAVE_OWN, ProjectRole(membership.role), project.status
    )


def _claim(kind: NoticeKind, assignments: Iterable[Assignment]) -> list[Assignment]:
    """Those of which no other process is reminding at this moment."""
    field = _SENT_AT[kind]
    return [
        assignment
        for assignment in assignments
        if Assignment.objects.filter(pk=assignment.pk, **{field: None}).update(
            **{field: timezone.now()}
        )
    ]
