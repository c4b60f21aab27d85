"""Assigning questions to members, one or many at once, with a due date."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import current_question, write_question_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict, Invalid, get_or_refuse
from questionnaire.models import Assignment, Membership, Project, Question, User
from questionnaire.models.team import DUE_SOON
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


class DueDatePast(Invalid):
    """The day by which an answer is wanted is over."""

    code = "due_date_past"
    message = _("Choose a day that is still to come.")


def assign_question(
    *,
    project_id: uuid.UUID,
    question: Question,
    member: User,
    due_on: datetime.date | None = None,
    by: User,
) -> Assignment:
    """Assign one question (see `assign_questions`); returns the Assignment."""
    assign_questions(
        project_id=project_id, questions=[question], member=member, due_on=due_on, by=by
    )
    return Assignment.objects.select_related("project", "member").get(
        project=project_id, question__slug=question.slug, member=member
    )


@transaction.atomic
def assign_questions(
    *,
    project_id: uuid.UUID,
    questions: Sequence[Question],
    member: User,
    due_on: datetime.date | None = None,
    by: User,
) -> list[Assignment]:
    """Assign `questions` to `member`, or change their due date.

    All or none. Returns the Assignments that changed: the member is notified of them
    in one mail, unless there are none. Raises NotInTemplate, NotAWriter and
    DueDatePast.
    """
    project = _open(project_id, by)
    asked = {each.slug: current_question(project, each) for each in questions}
    writers = Membership.objects.filter(project=project, role__in=WRITERS)
    if not writers.filter(user=member).exists():
        raise NotAWriter
    if due_on is not None and due_on < timezone.localdate():
        raise DueDatePast
    changed = [
        assignment
        for question in asked.values()
        if (assignment := _assign(project, question, member, due_on, by)) is not None
    ]
    if changed:
        _notify(NoticeKind.ASSIGNED, project, member, changed, by)
    return changed


def _assign(
    project: Project,
    question: Question,
    member: User,
    due_on: datetime.date | None,
    by: User,
) -> Assignment | None:
    """The Assignment, or None if there was the same before."""
    # The mail about a day that is so near is its reminder, too.
    is_near = due_on is not None and due_on <= timezone.localdate() + DUE_SOON
    due_soon_at = timezone.now() if is_near else None
    assignment, is_new = Assignment.objects.get_or_create(
        project=project,
        question=question,
        member=member,
        defaults={"due_on": due_on, "assigned_by": by, "due_soon_at": due_soon_at},
    )
    if not is_new and assignment.due_on == due_on:
        return None
    if not is_new:
        assignment.due_on = due_on
        assignment.assigned_by = by
        assignment.due_soon_at, assignment.overdue_at = due_soon_at, None
        assignment.save(
            update_fields=["due_on", "assigned_by", "due_soon_at", "overdue_at"]
        )
    write_question_event(
        project,
        by=by,
        verb=Verb.QUESTION_ASSIGNED,
        question=question,
        member=str(member),
        due_on=due_on.isoformat() if due_on else None,
    )
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
    Raises NotFound, NotAWriter for somebody who can no longer answer, and
    NudgedRecently.
    """
    project = _open(project_id, by)
    assignment = _find_assignment(project, assignment_id)
    writers = Membership.objects.filter(project=project, role__in=WRITERS)
    if not writers.filter(user=assignment.member_id).exists():
        raise NotAWriter
    if not assignment.can_be_nudged:
        raise NudgedRecently
    assignment.nudged_at = timezone.now()
    assignment.save(update_fields=["nudged_at"])
    _notify(NoticeKind.NUDGE, project, assignment.member, [assignment], by)
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


def _notify(
    kind: NoticeKind,
    project: Project,
    member: User,
    assignments: Sequence[Assignment],
    by: User,
) -> None:
    notify(
        kind,
        project=project,
        recipients=[member],
        actor=by,
        **questions_asked(assignments),
    )


def questions_asked(assignments: Sequence[Assignment]) -> dict[str, Any]:
    """What a notice says of the questions of one member: of one, or of several."""
    asked = [
        {
            "slug": assignment.question.slug,
            "label": assignment.question.label,
            "due_on": assignment.due_on.isoformat() if assignment.due_on else None,
        }
        for assignment in assignments
    ]
    return asked[0] if len(asked) == 1 else {"questions": asked}
