"""One member’s to-do list in a project: assigned questions, and their own marks."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from questionnaire.models import Assignment, Part, Project, Question, TodoMark, User
from questionnaire.permissions import ProjectAccess
from questionnaire.plan.outline import Outline, OutlineQuestion, read_outline


@dataclass(frozen=True)
class AssignedQuestion:
    """A question assigned to me, and whether I have answered it."""

    entry: OutlineQuestion
    assignment: Assignment
    has_answered: bool
    is_asked_for_changes: bool

    @property
    def is_done(self) -> bool:
        return self.has_answered and not self.is_asked_for_changes

    @property
    def is_late(self) -> bool:
        due = self.assignment.due_on
        return due is not None and not self.is_done and due < timezone.localdate()


@dataclass(frozen=True)
class MarkedPart:
    """A part that I want to come back to, in the language that I answer it in."""

    entry: OutlineQuestion
    part: Part
    language: str


@dataclass(frozen=True)
class MyQuestions:
    """The to-do list; what is not done comes first, the earliest due on top."""

    outline: Outline
    assigned: tuple[AssignedQuestion, ...]
    marked: tuple[MarkedPart, ...]

    @property
    def done(self) -> int:
        return sum(each.is_done for each in self.assigned)


def read_my_questions(access: ProjectAccess, user: User) -> MyQuestions:
    """The to-do list of `user`. Six queries."""
    project = access.project
    outline = read_outline(project, user)
    entries = {entry.question.pk: entry for entry in outline.questions}
    assigned = [
        _assigned(entries[assignment.question_id], assignment, user)
        for assignment in Assignment.objects.filter(
            project=project, member=user, question__in=entries
        ).select_related("assigned_by")
    ]
    assigned.sort(
        key=lambda each: (
            each.is_done,
            each.assignment.due_on or datetime.date.max,
            each.entry.position,
        )
    )
    return MyQuestions(outline, tuple(assigned), _marked(project, user, entries))


def _assigned(
    entry: OutlineQuestion, assignment: Assignment, user: User
) -> AssignedQuestion:
    mine = [each for each in entry.written if each.author_id == user.pk]
    asked = any(each.changes_requested_at for each in mine)
    return AssignedQuestion(
        entry, assignment, bool(mine), entry.resolution.changes_requested and asked
    )


def _marked(
    project: Project, user: User, entries: Mapping[int, OutlineQuestion]
) -> tuple[MarkedPart, ...]:
    marks = list(
        TodoMark.objects.filter(
            answer__project=project, answer__author=user, answer__question__in=entries
        ).select_related("answer")
    )
    parts = {
        (part.question_id, part.key): part
        for mark in marks
        for part in entries[mark.answer.question_id].question.parts.all()
    }
    found = [
        MarkedPart(
            entries[mark.answer.question_id],
            parts[mark.answer.question_id, mark.part_key],
            mark.answer.language,
        )
        for mark in marks
        # A newer version of the template may have dropped the part.
        if (mark.answer.question_id, mark.part_key) in parts
    ]
    found.sort(key=lambda each: (each.entry.position, each.part.position))
    return tuple(found)


def marked_parts(
    project: Project, question: Question, author: User, language: str
) -> set[str]:
    """The keys of the parts that `author` wants to come back to. One query."""
    return set(
        TodoMark.objects.filter(
            answer__project=project,
            answer__question=question,
            answer__author=author,
            answer__language=language,
        ).values_list("part_key", flat=True)
    )
