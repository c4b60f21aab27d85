"""What a project's move to a newer template left to be looked at by people.

A reworded question may no longer be answered by the text that was agreed on; a number
may mean another amount since its column asks for another unit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from questionnaire.content.kinds import Content
from questionnaire.content.tables.cells import NUMBERS, Column
from questionnaire.content.tables.numbers import MAX_DECIMALS
from questionnaire.models import MoveCheck, Project, Question
from questionnaire.vocabulary import CheckKind, UnitChoice

# The unit that a column's label ends with: “Size (GB)”.
_UNIT = re.compile(r"\(([^()]{1,20})\)\s*$")
_STEPS = ("", "k", "m", "g", "t", "p")
_BYTES = re.compile(r"([kmgtp]?)(i?)[bo]")


@dataclass(frozen=True)
class UnitChange:
    """A column of numbers that asks for another unit than before."""

    slug: str
    part_key: str
    column_key: str
    former: Mapping[str, str]  # {language: its label}
    now: Mapping[str, str]
    # What to multiply by to go from one unit to the other; None if it is not known.
    factor: Decimal | None

    @property
    def name(self) -> str:
        """What tells it apart from others, in forms."""
        return f"{self.slug}:{self.part_key}:{self.column_key}"


def unit_changes(old: Question, new: Question) -> list[UnitChange]:
    """The columns of a question whose unit another version of the template changes."""
    before = {part.key: _number_columns(part.options) for part in old.parts.all()}
    return [
        UnitChange(
            new.slug,
            part.key,
            key,
            was["label"],
            column["label"],
            _factor(was["label"], column["label"]),
        )
        for part in new.parts.all()
        for key, column in _number_columns(part.options).items()
        if (was := before.get(part.key, {}).get(key))
        and _unit(was["label"]) != _unit(column["label"])
    ]


def _number_columns(options: Mapping[str, Any]) -> dict[str, Column]:
    return {
        column["key"]: column
        for column in options.get("columns", ())
        if column["kind"] in NUMBERS
    }


def _unit(label: Mapping[str, str]) -> dict[str, str]:
    found = {language: _UNIT.search(text) for language, text in label.items()}
    return {
        language: match[1].strip() if match else "" for language, match in found.items()
    }


def _factor(was: Mapping[str, str], now: Mapping[str, str]) -> Decimal | None:
    """The same in both languages, between two units of storage: GB, To, MiB…"""
    sizes = [
        (_bytes_of(_unit(was)[language]), _bytes_of(_unit(now)[language]))
        for language in was
    ]
    factors = {old / new for old, new in sizes if old and new}
    is_known = all(old and new for old, new in sizes)
    return factors.pop() if is_known and len(factors) == 1 else None


def _bytes_of(unit: str) -> Decimal | None:
    found = _BYTES.fullmatch(unit.lower())
    if not found:
        return None
    base = 1024 if found[2] else 1000
    return Decimal(base) ** _STEPS.index(found[1])


def converted(content: Content, check: MoveCheck) -> Content:
    """The content with the numbers of that column in the new unit."""
    rows = content.get(check.part_key)
    if not check.factor or not isinstance(rows, list):
        return content
    key, factor = check.column_key, Decimal(check.factor)
    changed = [
        {**row, key: _times(row[key], factor)} if key in row else row for row in rows
    ]
    return {**content, check.part_key: changed}


def _times(number: str, factor: Decimal) -> str:
    return f"{round(Decimal(number) * factor, MAX_DECIMALS).normalize():f}"


def unit_checks(project: Project, using: str = "default") -> dict[str, list[MoveCheck]]:
    """{slug: checks of units} that are open. One query; none before any move."""
    return _open_checks(project, CheckKind.UNIT, using)


def wording_checks(project: Project) -> dict[str, list[MoveCheck]]:
    """{slug: checks of wordings} that are open. One query; none before any move."""
    return _open_checks(project, CheckKind.WORDING, "default")


def _open_checks(
    project: Project, kind: CheckKind, using: str
) -> dict[str, list[MoveCheck]]:
    if project.former_template_id is None:
        return {}
    found: dict[str, list[MoveCheck]] = {}
    rows = MoveCheck.objects.using(using).filter(
        project=project, kind=kind, settled_at=None
    )
    for check in rows.order_by("pk"):
        found.setdefault(check.question_slug, []).append(check)
    return found


def unchecked_numbers(check: MoveCheck, version_id: int, content: Content) -> int:
    """How many numbers of a version nobody has checked since their unit changed."""
    is_newer = version_id > check.last_version_id
    if is_newer or version_id in check.checked or check.choice == UnitChoice.MEANT:
        return 0
    return numbers_in(content, check.part_key, check.column_key)


def unchecked_in_draft(check: MoveCheck, answer_id: int, content: Content) -> int:
    """How many numbers of unsent text stand as they did when their unit changed.

    Once any of them was changed, all are taken to be in the new unit.
    """
    numbers = check.drafts.get(str(answer_id))
    return len(numbers) if numbers == column_numbers(content, check) else 0


def column_numbers(content: Content, check: MoveCheck) -> list[str]:
    """The numbers that stand in the column of a check, row by row."""
    rows = content.get(check.part_key)
    if not isinstance(rows, list):
        return []
    return [row[check.column_key] for row in rows if check.column_key in row]


def numbers_in(content: Content, part_key: str, column_key: str) -> int:
    """How many numbers stand in a column of a content."""
    rows = content.get(part_key)
    if not isinstance(rows, list):
        return 0
    return sum(column_key in row for row in rows)
