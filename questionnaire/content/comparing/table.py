"""Compared rows of a table under the names of their columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from questionnaire.content.blocks import Block, Column, Table
from questionnaire.content.comparing.results import LineChange, ParagraphChange


@dataclass(frozen=True)
class ComparedRow:
    """A row with the change of each cell, None where neither side has anything."""

    change: ParagraphChange
    cells: tuple[tuple[Column, LineChange | None], ...]


@dataclass(frozen=True)
class ComparedTable:
    """Rows of a table, as ParagraphChanges, in columns; others are left aside.

    The columns are those of the new side in its order, then those that only the old
    side has.
    """

    paragraphs: tuple[ParagraphChange, ...]
    total: tuple[LineChange, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        found: dict[str, Column] = {}
        for blocks in (
            [block for change in self.paragraphs for block in change.new_blocks],
            [block for change in self.paragraphs for block in change.old_blocks],
        ):
            for column in _columns(blocks):
                found.setdefault(column.key, column)
        return tuple(found.values())

    @property
    def passages(self) -> list[tuple[bool, tuple[ComparedRow, ...]]]:
        """[(is unchanged, rows)]: unchanged stretches are folded."""
        return [
            (is_same, tuple(rows))
            for is_same, rows in groupby(
                self.rows, key=lambda row: row.change.kind == "same"
            )
        ]

    @property
    def total_cells(self) -> tuple[tuple[Column, LineChange | None], ...]:
        """The cells of the last row, which sums up the others; () without one."""
        return self.cells(self.total) if self.total else ()

    @property
    def rows(self) -> tuple[ComparedRow, ...]:
        return tuple(
            ComparedRow(change, self.cells(change.lines))
            for change in self.paragraphs
            if change.is_row
        )

    def cells(
        self, lines: Iterable[LineChange]
    ) -> tuple[tuple[Column, LineChange | None], ...]:
        """The lines of a row in columns."""
        by_column = {line.structure.column: line for line in lines}
        return tuple((column, by_column.get(column.key)) for column in self.columns)


def _columns(blocks: Iterable[Block]) -> Iterable[Column]:
    tables = (block for block in blocks if isinstance(block, Table))
    return (column for table in tables for column in table.columns)
