"""What waits for one member in a project: questions given to them, own marks."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from questionnaire.models import Assignment, Part, TodoMark
from questionnaire.plan.outline import Outline, OutlineQuestion, read_outline
from questionnaire.queries.projects.overview import status_of
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class Given:
    """A question assigned to me, and where I stand with it."""

    entry: OutlineQuestion
    assignment: Assignment
    status: QuestionStatus

    @property
    def is_done(self):
        return self.status in (QuestionStatus.ANSWERED, QuestionStatus.AGREED)

    @property
    def is_late(self):
        due = self.assignment.due_on
        return bool(due) and not self.is_done and due < timezone.localdate()


@dataclass(frozen=True)
class Marked:
    """A part that I want to come back to, in the language I write it in."""

    entry: OutlineQuestion
    part: Part
    language: str


@dataclass(frozen=True)
class MyQuestions:
    outline: Outline
    given: tuple[Given, ...]  # what is still to do first, the soonest due on top
    marked: tuple[Marked, ...]

    @property
    def done(self):
        return sum(each.is_done for each in self.given)


def read_my_questions(access, user):
    """What waits for `user`: six queries."""
    project = access.project
    outline = read_outline(project, user)
    entries = {entry.question.pk: entry for entry in outline.questions}
    given = [
        Given(
            entries[assignment.question_id],
            assignment,
            status_of(entries[assignment.question_id], user, user)
            or QuestionStatus.NOT_STARTED,
        )
        for assignment in Assignment.objects.filter(
            project=project, member=user, question__in=entries
        ).select_related("assigned_by")
    ]
    given.sort(
        key=lambda each: (
            each.is_done,
            each.assignment.due_on or datetime.date.max,
            each.entry.position,
        )
    )
    return MyQuestions(outline, tuple(given), _marked(project, user, entries))


def _marked(project, user, entries):
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
        Marked(
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


def marked_parts(project, question, author, language):
    """The keys of the parts that `author` wants to come back to. One query."""
    return set(
        TodoMark.objects.filter(
            answer__project=project,
            answer__question=question,
            answer__author=author,
            answer__language=language,
        ).values_list("part_key", flat=True)
    )
