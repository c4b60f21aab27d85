"""Answers and guidance in parsed form: paragraphs, lists, headings, tables."""

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
    # "sup" for raised text, "sub" for lowered text.
    script: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading within an answer: `level` 1 is the next one below the question's."""

    runs: tuple[Run, ...]
    level: int = 1


@dataclass(frozen=True)
class Preformatted:
    """Lines in which each space counts, as in a tree of folders."""

    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


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


@dataclass(frozen=True)
class TextTable:
    """A table within a text: every word of it is its author's.

    All rows have the same number of cells. With `has_heading` the first one names the
    columns.
    """

    rows: tuple[Row, ...]
    has_heading: bool = True

    @property
    def heading(self) -> Row:
        """The cells that name the columns, () without them."""
        return self.rows[0] if self.has_heading else ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """One column for each cell of a row; its key is its name, or its number."""
        names = [text_of(cell) for cell in self.heading or [()] * len(self.rows[0])]
        taken: set[str] = set()
        columns = []
        for number, name in enumerate(names, start=1):
            key = " ".join(name.casefold().split())
            key = key if key and key not in taken else f"{number}:{key}"
            taken.add(key)
            columns.append(Column(key, name.replace("\n", " ")))
        return tuple(columns)

    @property
    def table(self) -> Table:
        """Its rows under the names of its columns, as plain text."""
        return Table(self.columns, self.rows[1:] if self.has_heading else self.rows)

    def in_rows(self) -> tuple[Table, ...]:
        """A table for each row, the one that names the columns among them."""
        columns = self.columns
        return tuple(Table(columns, (row,)) for row in self.rows)


Block: TypeAlias = (
    Paragraph | Heading | Preformatted | List | Quotation | Table | TextTable
)


def text_of(runs: Iterable[Run]) -> str:
    """The letters of runs, whatever their style."""
    return "".join(run.text for run in runs)


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
