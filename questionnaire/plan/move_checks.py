"""What a project's move to a newer template left to be looked at by people.

A reworded question may no longer be answered by the text that was agreed on; a number
may mean another amount since its column is named otherwise, and so perhaps asks for
another unit.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from questionnaire.content.kinds import Content
from questionnaire.content.tables.columns import Column
from questionnaire.content.tables.numbers import MAX_DECIMALS
from questionnaire.models import Draft, MoveCheck, Project, Question
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import CheckKind, UnitChoice

# What may be meant otherwise when its column is named otherwise: numbers without unit.
_NUMBERS = ("number", "money")
# What still takes what was a number: a value of any other kind no longer fits.
_TAKES_NUMBERS = (*_NUMBERS, "text")
_STEPS = ("", "k", "m", "g", "t", "p")
# The units of storage that a label names: “Size (GB)”, « Taille, en Go », “(B)”.
_BYTES = re.compile(r"(?:\b([kmgtp])|\()(i?)[bo]\b")


@dataclass(frozen=True)
class UnitChange:
    """A column of numbers that may ask for another unit than before."""

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
    """The columns of numbers of a question that another version asks for otherwise.

    A unit may stand anywhere in a label, and be implied by it: whatever changes in it
    but case and spaces may change what the numbers mean, and so may another kind.
    """
    before = {part.key: _columns(part.options, _NUMBERS) for part in old.parts.all()}
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
        for key, column in _columns(part.options, _TAKES_NUMBERS).items()
        if (was := before.get(part.key, {}).get(key)) and _asks_otherwise(was, column)
    ]


def _columns(options: Mapping[str, Any], kinds: Collection[str]) -> dict[str, Column]:
    return {
        column["key"]: column
        for column in options.get("columns", ())
        if column["kind"] in kinds
    }


def _asks_otherwise(was: Column, column: Column) -> bool:
    return was["kind"] != column["kind"] or any(
        _words(text) != _words(column["label"].get(language, ""))
        for language, text in was["label"].items()
    )


def _words(label: str) -> list[str]:
    return label.casefold().split()


def _factor(was: Mapping[str, str], now: Mapping[str, str]) -> Decimal | None:
    """The same in both languages, between two units of storage: GB, To, MiB…"""
    sizes = [(_bytes_of(was[language]), _bytes_of(now[language])) for language in was]
    factors = {old / new for old, new in sizes if old and new}
    is_known = all(old and new and old != new for old, new in sizes)
    return factors.pop() if is_known and len(factors) == 1 else None


def _bytes_of(label: str) -> Decimal | None:
    """How many bytes the one unit of storage is that a label names."""
    found = set(_BYTES.findall(label.lower()))
    if len(found) != 1:
        return None
    step, binary = found.pop()
    return Decimal(1024 if binary else 1000) ** _STEPS.index(step)


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


def is_before(template_id: int, check: MoveCheck) -> bool:
    """Whether a page of this version of the template named the column otherwise.

    Numbers typed there were typed for the former unit, whenever they arrive.
    """
    if check.former_template_id is None:
        return True
    shown = read_template(template_id).template
    former = read_template(check.former_template_id).template
    if shown.slug != former.slug or not (shown.published_at and former.published_at):
        return True
    return shown.published_at <= former.published_at


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


def template_of_draft(project: Project, draft: Draft) -> int:
    """The version of the template for which a draft was typed.

    That from before a move, as long as numbers stand in it as they did then. One query
    in a project that has moved.
    """
    if project.former_template_id is None:
        return project.template_id
    checks = unit_checks(project).get(draft.answer.question.slug, ())
    for check in checks:
        is_unchecked = unchecked_in_draft(check, draft.answer_id, draft.content)
        if is_unchecked and check.former_template_id is not None:
            return check.former_template_id
    return project.template_id


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
