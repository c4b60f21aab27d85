"""What moves to newer templates left of one's own answer to a question."""

from dataclasses import dataclass

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Block
from questionnaire.models import MoveCheck, Part, Project
from questionnaire.plan.move_checks import unchecked_numbers, unit_checks
from questionnaire.queries.answering.history import read_former_parts
from questionnaire.queries.answering.worksheet import Worksheet


@dataclass(frozen=True)
class UnitToCheck:
    """My numbers in a column whose unit has changed since I wrote them."""

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
    """Of my newest version: values that no longer fit, and numbers to check."""

    former: tuple[tuple[Part, tuple[Block, ...]], ...]
    units: tuple[UnitToCheck, ...]


def left_by_moves(project: Project, sheet: Worksheet) -> LeftByMoves:
    """No query for a project that never moved; one for its checks, else."""
    wording = sheet.wording
    if project.former_template_id is None or wording is None:
        return LeftByMoves((), ())
    former = read_former_parts(sheet.question, sheet.content, sheet.language)
    checks = unit_checks(project).get(sheet.question.slug, ())
    units = (
        UnitToCheck(check, unchecked_numbers(check, wording.version_id, sheet.content))
        for check in checks
    )
    return LeftByMoves(tuple(former), tuple(each for each in units if each.count))
