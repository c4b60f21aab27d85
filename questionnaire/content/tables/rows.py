"""The rows of a table: validated together, and turned into a block."""

import json
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Column, Run, Table
from questionnaire.content.tables.cells import (
    cell_runs,
    clean_cell,
    kind_of,
    typed_cell,
)

# {column key: value}; and the template's options for the table.
Row: TypeAlias = dict[str, Any]
Options: TypeAlias = dict[str, Any]

MAX_ROWS = 500
# As for prose: as much as a page, and a reader, can cope with.
MAX_LENGTH = 1_000_000
_SHOWN_ERRORS = 10


def clean_rows(value: Any, options: Options) -> list[Row]:
    """The rows as they are stored: [{column key: value}], without empty ones.

    Cleaning is idempotent. Raises ValidationError with messages for the author; an
    error in a cell names its row and column.
    """
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValidationError(
            _("This is not an answer of the expected kind."), code="wrong_type"
        )
    rows: list[Row] = []
    errors: list[ValidationError] = []
    for number, row in enumerate(value[: 2 * MAX_ROWS], 1):
        cleaned = _clean_row(row, number, options, errors)
        if says_something(cleaned, options):
            rows.append(cleaned)
    if errors:
        raise ValidationError(errors[:_SHOWN_ERRORS])
    if len(rows) > MAX_ROWS or len(value) > 2 * MAX_ROWS:
        raise ValidationError(
            _("This table is too long. Keep it under %(limit)s rows."),
            code="too_many_rows",
            params={"limit": MAX_ROWS},
        )
    if len(json.dumps(rows, ensure_ascii=False)) > MAX_LENGTH:
        raise ValidationError(
            _("This table is too long. Keep it under a million characters."),
            code="too_long",
        )
    return rows


def conforming_rows(rows: list[Row], options: Options) -> list[Row]:
    """Stored rows, without the values that these columns no longer accept."""
    kept = (_fitting_cells(row, options) for row in rows)
    return [row for row in kept if says_something(row, options)]


def leftover_rows(rows: list[Row], options: Options) -> list[Row]:
    """What `conforming_rows` leaves out, each row with its first cell to name it."""
    name = options["columns"][0]["key"]
    found = []
    for row in rows:
        fits = _fitting_cells(row, options)
        rest = {key: value for key, value in row.items() if key not in fits}
        if rest:
            found.append({name: row[name], **rest} if name in row else rest)
    return found


def _fitting_cells(row: Row, options: Options) -> Row:
    by_key = {column["key"]: column for column in options["columns"]}
    return {
        key: value
        for key, value in row.items()
        if key in by_key and _fits(value, by_key[key])
    }


def says_something(row: Row, options: Options) -> bool:
    """Whether a row says more than the name that the template gives it."""
    return bool(row.keys() - {options.get("fixed_rows", {}).get("column")})


def table_block(rows: list[Row], options: Options, language: str) -> Table:
    """The Table that shows stored rows in `language`."""
    columns = options["columns"]
    return Table(
        tuple(
            Column(column["key"], column["label"][language], kind_of(column).is_figure)
            for column in columns
        ),
        tuple(
            tuple(cell_runs(row.get(each["key"]), each, language) for each in columns)
            for row in rows
        ),
        caption=options.get("title", {}).get(language, ""),
        total=_total(rows, columns, language),
    )


def rows_for_script(rows: list[Row], options: Options) -> list[Row]:
    """Stored rows as the script of the form writes them into its controls.

    It knows numbers by itself; what is stored in several pieces it takes as it would be
    typed in the active language.
    """
    by_key = {column["key"]: column for column in options["columns"]}
    return [
        {
            key: typed_cell(value, by_key[key])
            if isinstance(value, dict) and key in by_key
            else value
            for key, value in row.items()
        }
        for row in rows
    ]


def typed_text(text: str) -> str:
    """The JSON that a table's form sent, as lines of text; other text unchanged."""
    try:
        rows = json.loads(text)
        cells = [[str(each) for each in row.values()] for row in rows]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return text
    return "\n".join(" | ".join(row) for row in cells if row)


def _fits(value: Any, column: dict[str, Any]) -> bool:
    # Text was cleaned when it was stored; what is refused today still stands there.
    if column["kind"] == "text":
        return isinstance(value, str)
    try:
        return bool(clean_cell(value, column) == value)
    except ValidationError:
        return False


def _clean_row(
    row: dict[str, Any], number: int, options: Options, errors: list[ValidationError]
) -> Row:
    by_key = {column["key"]: column for column in options["columns"]}
    cleaned = {}
    for key, value in row.items():
        column = by_key.get(key)
        if column is None:
            errors.append(_unknown_column(key, number))
            continue
        try:
            found = clean_cell(value, column)
        except ValidationError as error:
            errors.append(_placed(error, column, number))
            continue
        if found is not None:
            cleaned[key] = found
    return cleaned


def _placed(
    error: ValidationError, column: dict[str, Any], number: int
) -> ValidationError:
    return ValidationError(
        _("Row %(row)s, %(column)s: %(reason)s"),
        code=error.code,
        params={
            "row": number,
            "column": column["label"][active_language()],
            "reason": " ".join(error.messages),
        },
    )


def _unknown_column(key: str, number: int) -> ValidationError:
    return ValidationError(
        _("Row %(row)s has a cell that this table has no column for (%(column)s)."),
        code="unknown_column",
        params={"row": number, "column": key[:80]},
    )


def _total(
    rows: list[Row], columns: list[dict[str, Any]], language: str
) -> tuple[tuple[Run, ...], ...]:
    """The row of totals, if any column is added up and there are several rows."""
    if len(rows) < 2 or not any(column.get("total") for column in columns):
        return ()
    with translation.override(language):
        word = Run(_("Total"), bold=True)
    cells: list[tuple[Run, ...]] = [(word,)]
    for column in columns[1:]:
        found = [row[column["key"]] for row in rows if column["key"] in row]
        if column.get("total") and found:
            total = kind_of(column).total(found)
            cells.append(cell_runs(total, column, language))
        else:
            cells.append(())
    return tuple(cells)
