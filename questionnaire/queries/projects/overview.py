"""A project at a glance: its questions, who has answered them and who should."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from questionnaire.models import Assignment, Membership, Project, Section, User
from questionnaire.permissions import ProjectAccess
from questionnaire.plan.outline import Outline, OutlineQuestion, read_outline
from questionnaire.plan.resolution import Resolution
from questionnaire.plan.texts import Wording
from questionnaire.plan.unsent import WRITERS, knows_of_team
from questionnaire.vocabulary import QuestionStatus

# {question id: its assignments}
Assignments: TypeAlias = Mapping[int, Sequence[Assignment]]


@dataclass(frozen=True)
class Participation:
    """Whether a member has text for a question."""

    user: User
    has_answered: bool


@dataclass(frozen=True)
class Task:
    """One question as a line of the overview."""

    entry: OutlineQuestion
    participations: tuple[Participation, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    @property
    def answered_by(self) -> list[str]:
        return [each.user.name for each in self.participations if each.has_answered]

    @property
    def given(self) -> list[tuple[Assignment, bool]]:
        """[(assignment, whether its day is over without an answer)]"""
        answered = {each.user.pk for each in self.participations if each.has_answered}
        return [
            (each, each.is_past_due and each.member_id not in answered)
            for each in self.assignments
        ]

    @property
    def unanswered_by(self) -> list[str]:
        return [each.user.name for each in self.participations if not each.has_answered]


@dataclass(frozen=True)
class TaskSection:
    """A section of the overview, and how many of its questions are answered."""

    section: Section
    answered: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Cell:
    """The status of one member’s answer to one question; None when there is none."""

    entry: OutlineQuestion
    status: QuestionStatus | None
    is_first_of_section: bool
    has_unsent: bool = False


@dataclass(frozen=True)
class MemberRow:
    """One writer’s progress through the questions."""

    user: User
    cells: tuple[Cell, ...]
    assigned: int
    assigned_answered: int
    assigned_late: int = 0  # not answered, and their day is over

    @property
    def with_text(self) -> list[OutlineQuestion]:
        """The questions for which this member has saved text."""
        return [cell.entry for cell in self.cells if _is_text(cell.status)]

    @property
    def with_unsent(self) -> list[OutlineQuestion]:
        """The questions for which this member has text that is not sent."""
        return [cell.entry for cell in self.cells if cell.has_unsent]

    @property
    def without_text(self) -> list[OutlineQuestion]:
        return [cell.entry for cell in self.cells if not _is_text(cell.status)]


@dataclass(frozen=True)
class Overview:
    """The whole page; no `rows` and `readers` for those who may not see the team."""

    outline: Outline
    sections: tuple[TaskSection, ...]
    rows: tuple[MemberRow, ...] = ()
    readers: tuple[User, ...] = ()

    @property
    def legend(self) -> list[QuestionStatus]:
        """The statuses used in the table of members, in their usual order."""
        seen = {entry.status for entry in self.outline.questions}
        seen |= {
            cell.status
            for row in self.rows
            for cell in row.cells
            if cell.status is not None
        }
        return [status for status in QuestionStatus if status in seen]


def read_overview(access: ProjectAccess, user: User, *, with_team: bool) -> Overview:
    """The Overview as `user` sees it. Four queries, and two more with the team."""
    outline = read_outline(
        access.project,
        user,
        with_unsent_of_team=knows_of_team(access),
    )
    members: tuple[Membership, ...] = ()
    assignments: Assignments = {}
    if with_team:
        members = tuple(
            Membership.objects.filter(project=access.project)
            .select_related("user")
            .order_by("joined_at", "id")
        )
        # Nothing waits for somebody who has become a reader.
        assignments = _assignments(
            access.project, [each for each in members if each.role in WRITERS]
        )
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
        readers=tuple(member.user for member in members if member.role not in WRITERS),
    )


def status_of(
    entry: OutlineQuestion, member: User, reader: User | None
) -> QuestionStatus | None:
    """The state of the question as it concerns `member`’s answer; None without one.

    Where the state is about the texts of others alone, theirs is answered. Only readers
    see their own drafts.
    """
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


def _status_of_text(resolution: Resolution, mine: Sequence[Wording]) -> QuestionStatus:
    """The state that one member’s saved versions, `mine`, give or share."""
    status = resolution.status
    if status is QuestionStatus.CHANGES_REQUESTED:
        is_theirs = any(wording.changes_requested_at for wording in mine)
    elif status is QuestionStatus.AGREED:
        is_theirs = any(resolution.is_effective(each.version_id) for each in mine)
    else:
        is_theirs = True
    return status if is_theirs else QuestionStatus.ANSWERED


def _assignments(project: Project, members: Iterable[Membership]) -> Assignments:
    """{question id: [Assignment]} of these members. One query."""
    users = {member.user_id: member.user for member in members}
    found: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(project=project).order_by("id"):
        if assignment.member_id in users:
            assignment.member = users[assignment.member_id]
            found[assignment.question_id].append(assignment)
    return found


def _task(
    entry: OutlineQuestion, writers: Iterable[User], assignments: Assignments
) -> Task:
    return Task(
        entry=entry,
        participations=tuple(
            Participation(writer, _is_text(status_of(entry, writer, None)))
            for writer in writers
        ),
        assignments=tuple(assignments.get(entry.question.pk, ())),
    )


def _member_row(
    outline: Outline, member: User, reader: User, assignments: Assignments
) -> MemberRow:
    cells = tuple(
        Cell(
            entry,
            status_of(entry, member, reader),
            entry.question.number == 1,
            has_unsent=bool(entry.unsent_by(member)),
        )
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
        assigned_late=sum(
            not _is_text(cell.status)
            and any(
                assignment.member_id == member.pk and assignment.is_past_due
                for assignment in assignments.get(cell.entry.question.pk, ())
            )
            for cell in assigned
        ),
    )


def _is_text(status: QuestionStatus | None) -> bool:
    return status not in (None, QuestionStatus.DRAFT)
