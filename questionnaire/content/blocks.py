"""Answers and guidance in parsed form: paragraphs, lists, quotations, tables."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; a line break is the text "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class List:
    """Items in order; each item is blocks, so lists nest."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Quotation:
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers are aligned to the right."""

    key: str
    label: str
    is_number: bool = False


# What a cell shows, () when it is empty; and the cells of a row.
Cell: TypeAlias = tuple[Run, ...]
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells under named columns; a cell is runs of text, () when empty.

    `total` is a last row that sums up the others, () without one.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    total: Row = ()

    def in_rows(self) -> tuple["Table", ...]:
        """One table per row, so that rows can be compared and picked one by one."""
        return tuple(replace(self, rows=(row,), total=()) for row in self.rows)


Block: TypeAlias = Paragraph | List | Quotation | Table


def rows_apart(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, with each table split into one table per row."""
    return tuple(
        piece
        for block in blocks
        for piece in (block.in_rows() if isinstance(block, Table) else (block,))
    )


def rows_together(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, with adjacent tables of the same columns joined."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            isinstance(block, Table)
            and isinstance(before, Table)
            and before.columns == block.columns
        ):
            joined[-1] = replace(before, rows=before.rows + block.rows, total=())
        else:
            joined.append(block)
    return tuple(joined)
