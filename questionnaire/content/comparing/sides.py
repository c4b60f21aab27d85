"""Blocks as pieces that are found again: paragraphs, lists, and rows of tables."""

from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cached_property

from questionnaire.content.blocks import Block, Table, TextTable, rows_apart
from questionnaire.content.comparing.likeness import Bag, Piece, likeness_of_bags
from questionnaire.content.comparing.lines import Line, lines_of

# A row whose first cell has become less alike than this was not moved: it is gone,
# and another one is new.
_NAME_ALIKE_ELSEWHERE = 0.75


class Side(Piece):
    """A block of one text with its lines."""

    name = ""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.lines = lines_of(block)
        self.key: Hashable = tuple(line.key for line in self.lines)
        self.length = sum(line.length for line in self.lines)

    @cached_property
    def words(self) -> list[Hashable]:
        return [word for line in self.lines for word in line.words]

    def likeness(self, other: Piece) -> float:
        return super().likeness(other) if type(self) is type(other) else 0.0


class Grid(Side):
    """A table within a text, whose rows are found again by themselves."""

    # A table is never a part of anything, and nothing of it.
    phrases: Bag = Counter()
    passages: Bag = Counter()

    def __init__(self, block: TextTable) -> None:
        super().__init__(block)
        self.rows = [Row(row) for row in block.in_rows()]
        # Where a cell stands makes a difference, and so does the row of names.
        self.key = ("grid", block.has_heading, *(row.key for row in self.rows))


class Row(Side):
    """One row of a table, recognised as much by its first cell as by all others."""

    # A row is never a part of anything.
    phrases: Bag = Counter()
    passages: Bag = Counter()

    def __init__(self, block: Table) -> None:
        super().__init__(block)
        self.table = block
        self.columns = block.columns
        self.key = ("row", *((line.structure.column, line.key) for line in self.lines))
        first = self.columns[0].key
        self.first: Line | None = None
        self.others = self.lines
        if self.lines and self.lines[0].structure.column == first:
            self.first, *self.others = self.lines
            self.name = self.first.text

    @cached_property
    def words(self) -> list[Hashable]:
        # The first cell as a whole, too: it is rarer than its words.
        return [
            ("", self.first.key if self.first else ""),
            *(
                (line.structure.column, word)
                for line in self.lines
                for word in line.words
            ),
        ]

    def likeness(self, other: Piece) -> float:
        if not isinstance(other, Row):
            return 0.0
        if not (self.others or other.others):
            return self._likeness_of_names(other)
        rest = likeness_of_bags(self._bag_of_others, other._bag_of_others)
        if not (self.first or other.first):
            return rest
        return (self._likeness_of_names(other) + rest) / 2

    def may_be_elsewhere(self, other: Piece) -> bool:
        return (
            isinstance(other, Row)
            and self._likeness_of_names(other) >= _NAME_ALIKE_ELSEWHERE
            and super().may_be_elsewhere(other)
        )

    def _likeness_of_names(self, other: "Row") -> float:
        if not (self.first and other.first):
            return 0.0 if self.first or other.first else 1.0
        return self.first.likeness(other.first)

    @cached_property
    def _bag_of_others(self) -> Bag:
        return Counter(
            (line.structure.column, word) for line in self.others for word in line.words
        )


def sides_of(blocks: Iterable[Block]) -> list[Side]:
    """The blocks of a text, with each row of a template's table by itself."""
    return [_side(block) for block in rows_apart(blocks)]


def _side(block: Block) -> Side:
    if isinstance(block, Table):
        return Row(block)
    return Grid(block) if isinstance(block, TextTable) else Side(block)
