"""What moves to newer templates left of answers: of one's own, and of any version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Block
from questionnaire.models import AnswerVersion, MoveCheck, Part, Project, Question
from questionnaire.plan.former_values import FormerValues
from questionnaire.plan.move_checks import (
    unchecked_in_draft,
    unchecked_numbers,
    unit_checks,
)
from questionnaire.plan.templates import read_template
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

    def __bool__(self) -> bool:
        return bool(self.former or self.units)


class LeftOfTexts:
    """What moves left of versions of a project, for whoever reads them.

    Two queries at most, whatever the number of texts; none in a project that never
    moved.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, question: Question, version: AnswerVersion) -> LeftByMoves:
        """Values that no longer fit, and numbers to check; false without any."""
        if self._project.former_template_id is None:
            return LeftByMoves((), ())
        units = (
            UnitToCheck(check, unchecked_numbers(check, version.pk, version.content))
            for check in self._checks.get(question.slug, ())
        )
        return LeftByMoves(
            tuple(
                self._former_values.blocks_of(
                    question, version.content, version.answer.language
                )
            ),
            tuple(each for each in units if each.count),
        )

    def of_each(
        self, question: Question, versions: Iterable[AnswerVersion | None]
    ) -> list[tuple[AnswerVersion, LeftByMoves]]:
        """[(version, what is left of it)] of those with anything, each once."""
        by_id = {version.pk: version for version in versions if version is not None}
        found = ((version, self.of(question, version)) for version in by_id.values())
        return [(version, left) for version, left in found if left]

    @cached_property
    def _checks(self) -> dict[str, list[MoveCheck]]:
        return unit_checks(self._project)

    @cached_property
    def _former_values(self) -> FormerValues:
        return FormerValues(read_template(self._project.template_id).template)


def left_by_moves(
    project: Project, sheets: Sequence[Worksheet]
) -> dict[str, LeftByMoves]:
    """{slug: what is left} of each of my answers with anything.

    No query for a project that never moved; else two at most, however many sheets.
    """
    if project.former_template_id is None:
        return {}
    checks = unit_checks(project)
    former_values = FormerValues(read_template(project.template_id).template)
    found = {
        sheet.question.slug: LeftByMoves(
            tuple(
                former_values.blocks_of(sheet.question, sheet.content, sheet.language)
            ),
            tuple(
                UnitToCheck(check, count)
                for check in checks.get(sheet.question.slug, ())
                if (count := _unchecked(check, sheet))
            ),
        )
        for sheet in sheets
    }
    return {slug: left for slug, left in found.items() if left}


def _unchecked(check: MoveCheck, sheet: Worksheet) -> int:
    """How many numbers to check: of the draft that the editor shows, or the version."""
    draft, wording = sheet.draft, sheet.wording
    count = unchecked_in_draft(check, draft.answer_id, draft.content) if draft else 0
    if count or wording is None:
        return count
    return unchecked_numbers(check, wording.version_id, sheet.content)
