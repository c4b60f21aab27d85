"""Paragraph by paragraph, line by line within lists and quotations.

A table is compared row by row, and a row cell by cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from questionnaire.content.blocks import Block
from questionnaire.content.comparing.aligning import align
from questionnaire.content.comparing.cells import compare_cells, compare_totals
from questionnaire.content.comparing.columns import with_columns_of
from questionnaire.content.comparing.dividing import Pair
from questionnaire.content.comparing.line_pairs import (
    LineComparer,
    LinePair,
    match_across_blocks,
    pair_lines,
)
from questionnaire.content.comparing.lines import Line
from questionnaire.content.comparing.results import (
    Comparison,
    LineChange,
    ParagraphChange,
)
from questionnaire.content.comparing.sides import Grid, Row, Side, sides_of
from questionnaire.content.comparing.words import Budget


def compare_blocks(old: Iterable[Block], new: Iterable[Block]) -> Comparison:
    """Compare two texts (tuples of blocks); spacing makes no difference."""
    old, new = tuple(old), tuple(new)
    budget = Budget()
    return Comparison(
        tuple(_Paragraphs(sides_of(old), sides_of(new), budget).changes()),
        tuple(compare_totals(old, new, budget)),
    )


def block_key(block: Block) -> object:
    """Equal for two blocks (a table row is one) that read the same, word for word."""
    return tuple(side.key for side in sides_of((block,)))


def pair_blocks(
    old: Iterable[Block], new: Iterable[Block]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """[(positions on one side, on the other)] of what says the same or nearly so.

    For two texts neither of which is older. Each position (of a block, or of a row of
    a table) is there once, with none opposite where the other text says nothing of
    it; there are several where one text has in one paragraph what the other divides.
    """
    return [
        (tuple(pair.old), tuple(pair.new))
        for pair in align(sides_of(old), sides_of(new))
        if not (pair.is_moved and pair.side == "new")
    ]


class _Paragraphs:
    """The blocks of two texts side by side, then the lines in them."""

    def __init__(
        self, old: Sequence[Side], new: Sequence[Side], budget: Budget
    ) -> None:
        self.old, self.new, self.budget = old, new, budget
        self.pairs = align(old, new)
        # What stands at two places is compared once.
        self.lines: dict[tuple[range, range], list[LinePair]] = {}
        for pair in self.pairs:
            is_of_lines = not (self._is_of(Row, pair) or self._is_of(Grid, pair))
            if is_of_lines and (pair.old, pair.new) not in self.lines:
                self.lines[pair.old, pair.new] = pair_lines(
                    _lines(old, pair.old), _lines(new, pair.new)
                )
        match_across_blocks(self.lines.values())
        self.compare = LineComparer(budget)

    def changes(self) -> Iterator[ParagraphChange]:
        for pair in self.pairs:
            if self._is_of(Grid, pair):
                yield self._grid(pair)
            elif self._is_of(Row, pair):
                yield self._change(pair, tuple(self._cells(pair)))
            else:
                lines = map(self.compare, self.lines[pair.old, pair.new])
                yield self._change(pair, tuple(lines))

    def _is_of(self, kind: type[Side], pair: Pair) -> bool:
        if pair.old:
            return isinstance(self.old[pair.old.start], kind)
        return isinstance(self.new[pair.new.start], kind)

    def _grid(self, pair: Pair) -> ParagraphChange:
        """A table within a text: its rows are compared as those of any table."""
        old, new = (cast("list[Grid]", sides) for sides in self._sides(pair))
        old_rows = [row for grid in old for row in grid.rows]
        new_rows = [row for grid in new for row in grid.rows]
        if old and new:
            old_rows = with_columns_of(old_rows, new_rows)
        rows = tuple(_Paragraphs(old_rows, new_rows, self.budget).changes())
        change = self._change(pair, tuple(line for row in rows for line in row.lines))
        has_changed = any(row.kind != "same" for row in rows)
        if change.kind == "same" and has_changed:
            change = replace(change, kind="changed")
        return replace(change, rows=rows)

    def _cells(self, pair: Pair) -> Iterator[LineChange]:
        old, new = (cast("list[Row]", sides) for sides in self._sides(pair))
        return compare_cells(
            [line for row in old for line in row.lines],
            [line for row in new for line in row.lines],
            [column for row in (*new, *old) for column in row.columns],
            self.budget,
        )

    def _change(self, pair: Pair, lines: tuple[LineChange, ...]) -> ParagraphChange:
        old, new = self._sides(pair)
        was = tuple(side.block for side in old)
        now = tuple(side.block for side in new)
        is_moved = pair.is_moved or (
            pair.side != "both" and bool(lines) and all(line.is_moved for line in lines)
        )
        return ParagraphChange(
            kind=_kind(pair, lines),
            old_blocks=was if pair.side != "new" else (),
            new_blocks=now if pair.side != "old" else (),
            lines=lines,
            old_number=1 + pair.old.start if old else 0,
            new_number=1 + pair.new.start if new else 0,
            is_moved=is_moved,
            blocks_elsewhere={"old": now, "new": was, "both": ()}[pair.side],
            old_row_name=old[0].name if old else "",
            new_row_name=new[0].name if new else "",
        )

    def _sides(self, pair: Pair) -> tuple[Sequence[Side], Sequence[Side]]:
        return (
            self.old[pair.old.start : pair.old.stop],
            self.new[pair.new.start : pair.new.stop],
        )


def _lines(sides: Sequence[Side], places: range) -> list[Line]:
    return [line for place in places for line in sides[place].lines]


def _kind(pair: Pair, lines: tuple[LineChange, ...]) -> str:
    if pair.side != "both":
        return "removed" if pair.side == "old" else "added"
    is_divided = len(pair.old) > 1 or len(pair.new) > 1
    is_same = not is_divided and all(line.kind == "same" for line in lines)
    return "same" if is_same else "changed"
