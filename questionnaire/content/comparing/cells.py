"""The cells of a table's row, column by column."""

from collections.abc import Iterable, Iterator, Sequence

from questionnaire.content.blocks import Block, Column, Table
from questionnaire.content.comparing.line_pairs import compared_line, one_sided_line
from questionnaire.content.comparing.lines import Line, cells_of
from questionnaire.content.comparing.results import LineChange
from questionnaire.content.comparing.words import Budget, one_sided


def compare_cells(
    old: Sequence[Line], new: Sequence[Line], columns: Iterable[Column], budget: Budget
) -> Iterator[LineChange]:
    """Cells paired by column; `columns` are the new ones, then the old ones."""
    before = {line.structure.column: line for line in old}
    after = {line.structure.column: line for line in new}
    for key, column in {column.key: column for column in columns}.items():
        was, now = before.get(key), after.get(key)
        if was and now and column.is_number and was.key != now.key:
            yield _other_number(was, now)
        elif was and now:
            yield compared_line((was,), (now,), budget)
        elif now:
            yield one_sided_line(now, "added")
        elif was:
            yield one_sided_line(was, "removed")


def compare_totals(
    old: Iterable[Block], new: Iterable[Block], budget: Budget
) -> Iterator[LineChange]:
    """The cells of the row that sums up the table of a text, if it has one."""
    was, now = _last_table(old), _last_table(new)
    columns = [*(now.columns if now else ()), *(was.columns if was else ())]
    return compare_cells(
        cells_of(was, was.total) if was else [],
        cells_of(now, now.total) if now else [],
        columns,
        budget,
    )


def _last_table(blocks: Iterable[Block]) -> Table | None:
    tables = [block for block in blocks if isinstance(block, Table) and block.total]
    return tables[-1] if tables else None


def _other_number(was: Line, now: Line) -> LineChange:
    """A number changes as a whole, not digit by digit."""
    words = (*one_sided(was.runs, "removed"), *one_sided(now.runs, "added"))
    return LineChange("changed", words, now.structure, was.structure)
