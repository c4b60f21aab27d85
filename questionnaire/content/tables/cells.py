"""One cell of a table: validated, shown and edited by the kind of its column."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Run
from questionnaire.content.tables.columns import COLUMN_KINDS, Cell, Column, ColumnKind
from questionnaire.lib.text import (
    displayable,
    normalise_newlines,
    trimmed,
    validate_text,
)

MAX_TEXT = 2_000


def kind_of(column: Column) -> ColumnKind:
    """The kind of a column of a template."""
    return COLUMN_KINDS[column["kind"]]


def clean_cell(value: Any, column: Column) -> Cell:
    """The value as it is stored, or None for an empty cell.

    Raises ValidationError with a message for the author, without the cell's position.
    """
    if isinstance(value, str):
        value = trimmed(normalise_newlines(value))
        if len(value) > MAX_TEXT:
            raise ValidationError(
                _("this text is too long. Keep it under %(limit)s characters."),
                code="too_long",
                params={"limit": MAX_TEXT},
            )
        validate_text(value)
    if value is None or value in ("", [], {}):
        return None
    return kind_of(column).clean(value, column)


def cell_text(value: Cell, column: Column, language: str) -> str:
    """The text of a cell in `language`, "" when it is empty."""
    return "" if value is None else kind_of(column).text(value, column, language)


def cell_runs(value: Cell, column: Column, language: str) -> tuple[Run, ...]:
    """The same as runs of text, with addresses as links and line breaks as runs."""
    return () if value is None else kind_of(column).runs(value, column, language)


def typed_cell(value: Any, column: Column) -> Any:
    """A value as its form control shows it; an invalid one as it was typed."""
    try:
        stored = clean_cell(value, column)
    except ValidationError:
        return displayable(value) if isinstance(value, str) else value
    if stored is None:
        return None
    return kind_of(column).typed(stored, column, active_language())
