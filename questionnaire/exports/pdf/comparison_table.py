"""The compared rows of a table as safe HTML for print.

Rows without differences are one line together, and the row of totals is there.
"""

from collections.abc import Iterable, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from questionnaire.content.blocks import Column, Run, Table
from questionnaire.content.comparing import LineChange, ParagraphChange, WordChange
from questionnaire.content.comparing.table import ComparedRow, ComparedTable
from questionnaire.content.comparing.wording import opening
from questionnaire.exports.comparison_wording import (
    departed,
    place_notes,
    row_word,
    rows_the_same,
)
from questionnaire.exports.pdf.comparison_html import words_html
from questionnaire.exports.pdf.table_widths import MANY_COLUMNS, column_shares
from questionnaire.exports.wording import LANGUAGE_TAGS
from questionnaire.plan.document import Plan

# The cells of a row in columns.
_Cells = tuple[tuple[Column, LineChange | None], ...]


def table_html(table: ComparedTable, plan: Plan) -> SafeString:
    """Safe HTML of compared rows; every text in it is escaped."""
    numbers = Column("", row_word(plan), is_number=True)
    shares = column_shares(_as_shown(table, numbers))
    return format_html(
        "<table{}><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}{}</tbody></table>",
        mark_safe(' class="wide"' if len(shares) > MANY_COLUMNS else ""),  # noqa: S308 – a literal
        format_html_join(
            "", '<col style="width: {}">', ((f"{s:.1%}",) for s in shares)
        ),
        format_html_join(
            "",
            '<th scope="col"{}>{}</th>',
            ((_number(column), column.label) for column in (numbers, *table.columns)),
        ),
        mark_safe("".join(_rows(table, plan))),  # noqa: S308 – escaped
        _total(table),
    )


def _as_shown(table: ComparedTable, numbers: Column) -> Table:
    """The texts of the rows that are shown, by which columns share the width."""
    shown = [
        (str(row.change.number), row.cells)
        for row in table.rows
        if row.change.kind != "same" and not row.change.is_departure
    ]
    if table.total:
        shown.append(("", table.total_cells))
    return Table(
        (numbers, *table.columns),
        tuple(
            ((Run(number),), *((Run(_text(line)),) for _column, line in cells))
            for number, cells in shown
        ),
    )


def _text(line: LineChange | None) -> str:
    return " ".join(word.text for word in line.words) if line else ""


def _rows(table: ComparedTable, plan: Plan) -> Iterator[str]:
    for is_same, rows in table.passages:
        if is_same:
            yield _across(table, plan, rows_the_same(len(rows), plan))
            continue
        for row in rows:
            note = " ".join(place_notes(row.change, plan))
            if row.change.is_departure:
                yield _departure(table, plan, row.change, note)
                continue
            if note:
                yield _across(table, plan, note)
            yield _row(row)


def _across(table: ComparedTable, plan: Plan, text: str) -> str:
    """A line of the file's own words over all columns."""
    return format_html(
        '<tr class="across"><td colspan="{}" lang="{}">{}</td></tr>',
        1 + len(table.columns),
        LANGUAGE_TAGS[plan.language],
        text,
    )


def _departure(
    table: ComparedTable, plan: Plan, change: ParagraphChange, note: str
) -> str:
    return format_html(
        '<tr class="across"><th scope="row" class="n">{}</th>'
        '<td colspan="{}">{}</td></tr>',
        change.number,
        len(table.columns),
        departed(change.row_name or opening(change), note, plan),
    )


def _row(row: ComparedRow) -> str:
    # The number of a row that only one side has is marked as its words are.
    kind = row.change.kind
    is_there = row.change.is_moved or kind == "changed"
    number = WordChange("same" if is_there else kind, str(row.change.number))
    return format_html(
        '<tr><th scope="row" class="n">{}</th>{}</tr>',
        mark_safe(words_html((number,))),  # noqa: S308 – escaped
        _cells(row.cells),
    )


def _total(table: ComparedTable) -> str:
    if not table.total:
        return ""
    return format_html('<tr class="total"><td></td>{}</tr>', _cells(table.total_cells))


def _cells(cells: Iterable[tuple[Column, LineChange | None]]) -> SafeString:
    return format_html_join(
        "",
        "<td{}>{}</td>",
        (
            (
                _number(column),
                mark_safe(words_html(line.words) if line else ""),  # noqa: S308 – escaped
            )
            for column, line in cells
        ),
    )


def _number(column: Column) -> SafeString:
    return mark_safe(' class="n"' if column.is_number else "")  # noqa: S308 – a literal
