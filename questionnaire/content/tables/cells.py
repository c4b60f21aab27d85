"""One cell of a table: validated, shown and edited by the kind of its column.

A column is what the template says: {"key", "kind", "label": {"fr", "en"}} and,
for those that are chosen from a list, {"choices": [{"value", "label"}]}. A cell's
value is text, true or false, or a list of choices; None when it is empty.
"""

import datetime
import re
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Run
from questionnaire.content.directions import contained
from questionnaire.content.tables.days import read_day
from questionnaire.content.tables.numbers import (
    amount_text,
    number_text,
    read_amount,
    read_number,
)
from questionnaire.lib.dates import day_text
from questionnaire.lib.text import (
    displayable,
    normalise_newlines,
    search_key,
    trimmed,
    validate_direction,
    validate_text,
)

# The template's description of a column, and the value of one of its cells: text, a
# boolean, a list of choices or None, depending on the kind of the column.
Column: TypeAlias = dict[str, Any]
Cell: TypeAlias = Any

# The kinds of columns that can have a total.
NUMBERS = ("number", "money")
CHOOSING = ("choice", "multichoice")
MAX_TEXT = 2_000
_SHOWN_IN_ERRORS = 60
_LONGEST_READ = 100
_TRUE = {"true", "yes", "oui", "vrai"}
_FALSE = {"false", "no", "non", "faux"}


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
    if value is None or value in ("", []):
        return None
    return _CLEANERS[column["kind"]](value, column)


def cell_text(value: Cell, column: Column, language: str) -> str:
    """The text of a cell in `language`, "" when it is empty."""
    if value is None:
        return ""
    kind = column["kind"]
    if kind == "number":
        return number_text(value, language)
    if kind == "money":
        return amount_text(value, language)
    if kind == "date":
        with translation.override(language):
            return day_text(datetime.date.fromisoformat(value))
    if kind == "boolean":
        with translation.override(language):
            return boolean_word(value)
    if kind in CHOOSING:
        values = value if isinstance(value, list) else [value]
        return ", ".join(_label(each, column, language) for each in values)
    return str(value)


def cell_runs(value: Cell, column: Column, language: str) -> tuple[Run, ...]:
    """The same as runs of text, with addresses as links and line breaks as runs."""
    text = cell_text(value, column, language)
    if column["kind"] == "url" and text:
        return (Run(text, href=text),)
    return contained(Run(piece) for piece in re.split("(\n)", text) if piece)


def typed_cell(value: Any, column: Column) -> Any:
    """A value as its form control shows it; an invalid one as it was typed."""
    try:
        stored = clean_cell(value, column)
    except ValidationError:
        return displayable(value) if isinstance(value, str) else value
    if stored is not None and column["kind"] in NUMBERS:
        return number_text(stored, active_language())
    return stored


def boolean_word(value: bool) -> str:
    """Yes or no, in the active language."""
    return pgettext("cell", "Yes") if value else pgettext("cell", "No")


def _label(value: str, column: Column, language: str) -> str:
    for choice in column["choices"]:
        if choice["value"] == value:
            return str(choice["label"][language])
    return value


# --- Cleaning, kind by kind -------------------------------------------------------


def _text(value: Any, column: Column) -> str:
    if not isinstance(value, str):
        raise _wrong_type()
    return value


def _number(value: Any, column: Column) -> str:
    return _read(
        value,
        lambda text: read_number(text, active_language()),
        _("“%(typed)s” is not a number. Write it like 1,234.5."),
    )


def _money(value: Any, column: Column) -> str:
    return _read(
        value,
        lambda text: read_amount(text, active_language()),
        _("“%(typed)s” is not an amount of money. Write it like 1,234.50."),
    )


def _date(value: Any, column: Column) -> str:
    return _read(
        value, read_day, _("“%(typed)s” is not a date. Write it like 2026-04-01.")
    )


def _url(value: Any, column: Column) -> str:
    return _read(
        value,
        _read_address,
        _("“%(typed)s” is not an address. Begin it with https:// or http://."),
    )


def _read(value: Any, read: Callable[[str], str | None], message: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise _wrong_type()
    # No number, date or word is as long; what is longer would take long to read.
    is_readable = read is _read_address or len(value) <= _LONGEST_READ
    found = read(value) if is_readable else None
    if found is None:
        raise ValidationError(message, code="unreadable", params=_typed(value))
    return found


def _read_address(text: str) -> str | None:
    validate_direction(text)
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return text if is_whole and not re.search(r"\s", text) else None


def _boolean(value: Any, column: Column) -> bool:
    if isinstance(value, bool):
        return value
    word = search_key(value) if isinstance(value, str) else ""
    if word not in _TRUE | _FALSE:
        raise ValidationError(
            _("“%(typed)s” is neither yes nor no."),
            code="unreadable",
            params=_typed(value),
        )
    return word in _TRUE


def _choice(value: Any, column: Column) -> str:
    """A choice, given by its value or (in pasted tables) its label in any language."""
    if not isinstance(value, str):
        raise _wrong_type()
    values = [choice["value"] for choice in column["choices"]]
    if value in values:
        return value
    for choice in column["choices"]:
        names = map(search_key, choice["label"].values())
        if search_key(value) in names:
            return str(choice["value"])
    raise ValidationError(
        _("“%(typed)s” is not in the list."),
        code="invalid_choice",
        params=_typed(value),
    )


def _choices(value: Any, column: Column) -> list[str] | None:
    if isinstance(value, str):
        value = [each.strip() for each in value.split(";") if each.strip()]
    if not isinstance(value, list):
        raise _wrong_type()
    chosen = {_choice(each, column) for each in value}
    in_order = [choice["value"] for choice in column["choices"]]
    return [each for each in in_order if each in chosen] or None


def _wrong_type() -> ValidationError:
    return ValidationError(
        _("this is not an answer of the expected kind."), code="wrong_type"
    )


def _typed(value: Any) -> dict[str, str]:
    text = displayable(str(value))
    if len(text) > _SHOWN_IN_ERRORS:
        text = f"{text[:_SHOWN_IN_ERRORS]}…"
    return {"typed": text}


_CLEANERS = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "url": _url,
    "boolean": _boolean,
    "choice": _choice,
    "multichoice": _choices,
}
