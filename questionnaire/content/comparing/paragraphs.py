"""Paragraph by paragraph, line by line within lists and quotations.

A table is compared row by row, and a row cell by cell.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import cast

from questionnaire.content.blocks import Block, Table, rows_apart
from questionnaire.content.comparing.aligning import Bag, Pair, align
from questionnaire.content.comparing.lines import Line, lines_of
from questionnaire.content.comparing.results import (
    Comparison,
    LineChange,
    ParagraphChange,
    WordChange,
)
from questionnaire.content.comparing.words import Budget, compare_runs, one_sided

# The first cell weighs as much as this many words: rows with the same first cell
# are one row, changed.
_FIRST_CELL_WEIGHS = 20


def compare_blocks(old: Iterable[Block], new: Iterable[Block]) -> Comparison:
    """Compare two texts (tuples of blocks); spacing makes no difference."""
    old_sides = [_side(block) for block in rows_apart(old)]
    new_sides = [_side(block) for block in rows_apart(new)]
    budget = Budget()
    return Comparison(
        tuple(
            _paragraph(pair, old_sides, new_sides, budget)
            for pair in _align(old_sides, new_sides)
        )
    )


class _Side:
    """A block of one text with its lines."""

    name = ""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.lines = lines_of(block)
        self.key: Hashable = tuple(line.key for line in self.lines)

    @property
    def bag(self) -> Bag:
        return sum((line.bag for line in self.lines), Counter())


class _Row(_Side):
    """One row of a table, recognised mostly by its first cell."""

    def __init__(self, block: Table) -> None:
        super().__init__(block)
        self.columns = block.columns
        self.key = ("row", *((line.structure.column, line.key) for line in self.lines))
        first = self.columns[0].key
        self.name = next(
            (line.text for line in self.lines if line.structure.column == first), ""
        )

    @property
    def bag(self) -> Bag:
        words = Counter(
            (line.structure.column, word) for line in self.lines for word in line.bag
        )
        for word in self.name.split():
            words[self.columns[0].key, word] += _FIRST_CELL_WEIGHS
        return words


def _side(block: Block) -> "_Side":
    return _Row(block) if isinstance(block, Table) else _Side(block)


class _Bags:
    """The bags of words of some items, computed on demand."""

    def __init__(self, items: "Sequence[_Side | Line]") -> None:
        self.items = items
        self.made: dict[int, Bag] = {}

    def __getitem__(self, index: int) -> Bag:
        if index not in self.made:
            self.made[index] = self.items[index].bag
        return self.made[index]


def _align(
    old: "Sequence[_Side | Line]", new: "Sequence[_Side | Line]"
) -> Iterator[Pair]:
    return align(
        [item.key for item in old], [item.key for item in new], _Bags(old), _Bags(new)
    )


def _paragraph(
    pair: Pair, old_sides: list[_Side], new_sides: list[_Side], budget: Budget
) -> ParagraphChange:
    if pair.old is None:
        return _one_sided(pair, new_sides[cast(int, pair.new)], is_new=True)
    if pair.new is None:
        return _one_sided(pair, old_sides[pair.old], is_new=False)
    old, new = old_sides[pair.old], new_sides[pair.new]
    lines = _compare_sides(old, new, budget)
    is_same = all(line.kind == "same" for line in lines)
    return ParagraphChange(
        kind="same" if is_same else "changed",
        old=old.block,
        new=new.block,
        lines=lines,
        number=1 + pair.new,
        is_moved=pair.is_moved,
        row_name=new.name,
    )


def _one_sided(pair: Pair, side: _Side, *, is_new: bool) -> ParagraphChange:
    kind = "added" if is_new else "removed"
    position = pair.new if is_new else pair.old
    return ParagraphChange(
        kind=kind,
        old=None if is_new else side.block,
        new=side.block if is_new else None,
        lines=tuple(_one_sided_line(line, kind, pair.is_moved) for line in side.lines),
        number=1 + cast(int, position),
        is_moved=pair.is_moved,
        row_name=side.name,
    )


def _compare_sides(old: _Side, new: _Side, budget: Budget) -> tuple[LineChange, ...]:
    if isinstance(old, _Row) and isinstance(new, _Row):
        return tuple(_compare_cells(old, new, budget))
    return _compare_lines(old.lines, new.lines, budget)


def _compare_cells(old: _Row, new: _Row, budget: Budget) -> Iterator[LineChange]:
    """Pair cells by column, in the order of the new columns."""
    before = {line.structure.column: line for line in old.lines}
    after = {line.structure.column: line for line in new.lines}
    columns = {each.key: each for each in (*new.columns, *old.columns)}
    for key, column in columns.items():
        was, now = before.get(key), after.get(key)
        if was and now and column.is_number and was.key != now.key:
            yield _other_number(was, now)
        elif was and now:
            yield _line(was, now, budget)
        elif now:
            yield _one_sided_line(now, "added", False)
        elif was:
            yield _one_sided_line(was, "removed", False)


def _other_number(was: Line, now: Line) -> LineChange:
    """A number changes as a whole, not digit by digit."""
    words = (
        *one_sided(was.runs, "removed"),
        WordChange("same", " "),
        *one_sided(now.runs, "added"),
    )
    return LineChange("changed", words, now.structure)


def _compare_lines(
    old: list[Line], new: list[Line], budget: Budget
) -> tuple[LineChange, ...]:
    if len(old) == len(new) == 1:
        return (_line(old[0], new[0], budget),)
    changes = []
    for pair in _align(old, new):
        if pair.old is None:
            line = new[cast(int, pair.new)]
            changes.append(_one_sided_line(line, "added", pair.is_moved))
        elif pair.new is None:
            changes.append(_one_sided_line(old[pair.old], "removed", pair.is_moved))
        else:
            changes.append(_line(old[pair.old], new[pair.new], budget))
    return tuple(changes)


def _line(old: Line, new: Line, budget: Budget) -> LineChange:
    words = compare_runs(old.runs, new.runs, budget)
    is_elsewhere = not old.structure.resembles(new.structure)
    is_same = not is_elsewhere and all(word.kind == "same" for word in words)
    return LineChange(
        kind="same" if is_same else "changed",
        words=words,
        structure=new.structure,
        old_structure=old.structure if is_elsewhere else None,
    )


def _one_sided_line(line: Line, kind: str, is_moved: bool) -> LineChange:
    words = one_sided(line.runs, "same" if is_moved else kind)
    return LineChange(kind, words, line.structure, is_moved=is_moved)
