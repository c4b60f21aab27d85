"""A project at a glance: its questions, who has answered what, who is to."""

from collections import defaultdict
from dataclasses import dataclass

from questionnaire.models import Assignment, Membership, User
from questionnaire.plan.outline import Outline, OutlineQuestion, read_outline
from questionnaire.queries.team.answers import WRITERS
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class Presence:
    """Whether a member has text for a question."""

    user: User
    has_answered: bool


@dataclass(frozen=True)
class Task:
    """One question as a line of the overview."""

    entry: OutlineQuestion
    presences: tuple[Presence, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    @property
    def answered_by(self):
        return [each.user.name for each in self.presences if each.has_answered]

    @property
    def not_yet(self):
        return [each.user.name for each in self.presences if not each.has_answered]


@dataclass(frozen=True)
class TaskSection:
    section: object
    answered: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Cell:
    """Where one member stands with one question; None for nothing written."""

    entry: OutlineQuestion
    status: QuestionStatus | None
    is_first_of_section: bool


@dataclass(frozen=True)
class MemberRow:
    """One writer’s progress through the questions."""

    user: User
    cells: tuple[Cell, ...]
    assigned: int
    assigned_answered: int

    @property
    def with_text(self):
        """The questions for which this member has saved text."""
        return [cell.entry for cell in self.cells if _is_text(cell.status)]

    @property
    def without_text(self):
        return [cell.entry for cell in self.cells if not _is_text(cell.status)]


@dataclass(frozen=True)
class Overview:
    """All of it; `rows` and `readers` are empty for those who don’t see the team."""

    outline: Outline
    sections: tuple[TaskSection, ...]
    rows: tuple[MemberRow, ...] = ()
    readers: tuple[User, ...] = ()

    @property
    def legend(self):
        """The statuses that stand in the table of members, in their usual order."""
        seen = {entry.status for entry in self.outline.questions}
        seen |= {cell.status for row in self.rows for cell in row.cells}
        return [status for status in QuestionStatus if status in seen]


def read_overview(access, user, *, with_team):
    """The Overview as `user` sees it: four queries, and two more for a team."""
    outline = read_outline(access.project, user)
    members, assignments = (), {}
    if with_team:
        members = tuple(
            Membership.objects.filter(project=access.project)
            .select_related("user")
            .order_by("joined_at", "id")
        )
        assignments = _assignments(access.project, members)
    writers = [member.user for member in members if member.role in WRITERS]
    return Overview(
        outline=outline,
        sections=tuple(
            TaskSection(
                section.section,
                section.answered,
                tuple(
                    _task(entry, writers, assignments) for entry in section.questions
                ),
            )
            for section in outline.sections
        ),
        rows=tuple(
            _member_row(outline, writer, user, assignments) for writer in writers
        ),
        readers=tuple(m.user for m in members if m.role not in WRITERS),
    )


def status_of(entry, member, reader):
    """Where `member` stands with a question, or None; drafts are the reader’s own."""
    mine = [
        wording
        for wording in entry.wordings
        if wording.author_id == member.pk and not wording.is_empty
    ]
    if mine:
        return _status_of_text(entry.resolution, mine)
    if member == reader and entry.is_drafted:
        return QuestionStatus.DRAFT
    return None


def _status_of_text(resolution, mine):
    """Where the saved text of one member stands."""
    if resolution.changes_requested and any(
        wording.changes_requested_at for wording in mine
    ):
        return QuestionStatus.CHANGES
    if resolution.status in (QuestionStatus.AGREED, QuestionStatus.NEWER):
        effective = {text.version_id for text in resolution.effective.values()}
        if any(wording.version_id in effective for wording in mine):
            return QuestionStatus.AGREED
        if mine[0].author_id in {
            text.author_id for text in resolution.effective.values()
        }:
            return QuestionStatus.NEWER
    return QuestionStatus.ANSWERED


def _assignments(project, members):
    """{question id: [Assignment]} of those who are still members. One query."""
    present = {member.user_id: member.user for member in members}
    found = defaultdict(list)
    for assignment in Assignment.objects.filter(project=project).order_by("id"):
        if assignment.member_id in present:
            assignment.member = present[assignment.member_id]
            found[assignment.question_id].append(assignment)
    return found


def _task(entry, writers, assignments):
    return Task(
        entry=entry,
        presences=tuple(
            Presence(writer, _is_text(status_of(entry, writer, None)))
            for writer in writers
        ),
        assignments=tuple(assignments.get(entry.question.pk, ())),
    )


def _member_row(outline, member, reader, assignments):
    cells = tuple(
        Cell(entry, status_of(entry, member, reader), entry.question.number == 1)
        for entry in outline.questions
    )
    assigned = [
        cell
        for cell in cells
        if any(
            assignment.member_id == member.pk
            for assignment in assignments.get(cell.entry.question.pk, ())
        )
    ]
    return MemberRow(
        user=member,
        cells=cells,
        assigned=len(assigned),
        assigned_answered=sum(_is_text(cell.status) for cell in assigned),
    )


def _is_text(status):
    return status not in (None, QuestionStatus.DRAFT)
