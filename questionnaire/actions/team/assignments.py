"""Assigning questions to members, with a due date."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import current_question, write_question_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict, Invalid, get_or_refuse
from questionnaire.models import Assignment, Membership, Project, Question, User
from questionnaire.permissions import Permission
from questionnaire.plan.unsent import WRITERS
from questionnaire.vocabulary import NoticeKind, Verb


class NotAWriter(Invalid):
    """The person is not a member with the right to write answers."""

    code = "not_a_writer"
    message = _("This person writes no answers in this project.")


class NudgedRecently(Conflict):
    """The member was reminded of this question a short time ago."""

    code = "nudged_lately"
    message = _("A reminder was sent in the last three days.")


@transaction.atomic
def assign_question(
    *,
    project_id: uuid.UUID,
    question: Question,
    member: User,
    due_on: datetime.date | None = None,
    by: User,
) -> Assignment:
    """Assign `question` to `member`, or change its due date; returns the Assignment.

    The member is notified by mail, unless nothing changed. Raises NotInTemplate and
    NotAWriter.
    """
    project = _open(project_id, by)
    question = current_question(project, question)
    writers = Membership.objects.filter(project=project, role__in=WRITERS)
    if not writers.filter(user=member).exists():
        raise NotAWriter
    assignment, is_new = Assignment.objects.get_or_create(
        project=project,
        question=question,
        member=member,
        defaults={"due_on": due_on, "assigned_by": by},
    )
    if not is_new and assignment.due_on == due_on:
        return assignment
    if not is_new:
        assignment.due_on = due_on
        assignment.assigned_by = by
        assignment.save(update_fields=["due_on", "assigned_by"])
    due = due_on.isoformat() if due_on else None
    write_question_event(
        project,
        by=by,
        verb=Verb.QUESTION_ASSIGNED,
        question=question,
        member=str(member),
        due_on=due,
    )
    _notify(NoticeKind.ASSIGNED, assignment, by)
    return assignment


@transaction.atomic
def unassign_question(*, project_id: uuid.UUID, assignment_id: int, by: User) -> None:
    """Delete an assignment.

    Raises NotFound.
    """
    project = _open(project_id, by)
    assignment = _find_assignment(project, assignment_id)
    assignment.delete()
    write_question_event(
        project,
        by=by,
        verb=Verb.QUESTION_UNASSIGNED,
        question=assignment.question,
        member=str(assignment.member),
    )


@transaction.atomic
def nudge_member(*, project_id: uuid.UUID, assignment_id: int, by: User) -> Assignment:
    """Remind a member of an assigned question by mail; returns the Assignment.

    There is no event, as a reminder changes nothing in the project.
    Raises NotFound and NudgedRecently.
    """
    project = _open(project_id, by)
    assignment = _find_assignment(project, assignment_id)
    if not assignment.can_be_nudged:
        raise NudgedRecently
    assignment.nudged_at = timezone.now()
    assignment.save(update_fields=["nudged_at"])
    _notify(NoticeKind.NUDGE, assignment, by)
    return assignment


def _open(project_id: uuid.UUID, by: User) -> Project:
    return open_for_writing(
        project_id, by=by, permission=Permission.QUESTION_ASSIGN
    ).project


def _find_assignment(project: Project, assignment_id: int) -> Assignment:
    return get_or_refuse(
        Assignment.objects.select_related("question__section", "member"),
        pk=assignment_id,
        project=project,
        question__section__template=project.template_id,
    )


def _notify(kind: NoticeKind, assignment: Assignment, by: User) -> None:
    notify(
        kind,
        project=assignment.project,
        recipients=[assignment.member],
        actor=by,
        slug=assignment.question.slug,
        label=assignment.question.label,
        due_on=assignment.due_on.isoformat() if assignment.due_on else None,
    )
