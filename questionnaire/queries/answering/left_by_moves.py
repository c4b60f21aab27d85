"""What moves to newer templates left of one's own answer to a question."""

from dataclasses import dataclass

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Block
from questionnaire.models import MoveCheck, Part, Project
from questionnaire.plan.move_checks import (
    unchecked_in_draft,
    unchecked_numbers,
    unit_checks,
)
from questionnaire.queries.answering.history import read_former_parts
from questionnaire.queries.answering.worksheet import Worksheet


@dataclass(frozen=True)
class UnitToCheck:
    """My numbers in a column whose unit has changed since I wrote them, if unsent."""

    check: MoveCheck
    count: int

    @property
    def former(self) -> str:
        return str(self.check.former[active_language()])

    @property
    def column(self) -> str:
        return str(self.check.column[active_language()])


@dataclass(frozen=True)
class LeftByMoves:
    """Of my newest version: values that no longer fit; of my draft, too: numbers to
    check.
    """

    former: tuple[tuple[Part, tuple[Block, ...]], ...]
    units: tuple[UnitToCheck, ...]


def left_by_moves(project: Project, sheet: Worksheet) -> LeftByMoves:
    """No query for a project that never moved; one for its checks, else."""
    if project.former_template_id is None:
        return LeftByMoves((), ())
    former = read_former_parts(sheet.question, sheet.content, sheet.language)
    checks = unit_checks(project).get(sheet.question.slug, ())
    units = (UnitToCheck(check, _unchecked(check, sheet)) for check in checks)
    return LeftByMoves(tuple(former), tuple(each for each in units if each.count))


def _unchecked(check: MoveCheck, sheet: Worksheet) -> int:
    """How many numbers to check: of the draft that the editor shows, or the version."""
    draft, wording = sheet.draft, sheet.wording
    count = unchecked_in_draft(check, draft.answer_id, draft.content) if draft else 0
    if count or wording is None:
        return count
    return unchecked_numbers(check, wording.version_id, sheet.content)
