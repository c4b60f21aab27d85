"""Paragraph by paragraph, line by line within lists and quotations.

A table is compared row by row, and a row cell by cell.
"""

from collections import Counter

from questionnaire.content.blocks import Table, rows_apart
from questionnaire.content.comparing.aligning import align
from questionnaire.content.comparing.lines import lines_of
from questionnaire.content.comparing.results import (
    Comparison,
    LineChange,
    ParagraphChange,
    WordChange,
)
from questionnaire.content.comparing.words import Budget, compare_runs, one_sided

# As many words as this: rows that begin alike are the same row, changed.
_FIRST_CELL_WEIGHS = 20


def compare_blocks(old, new):
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

    def __init__(self, block):
        self.block = block
        self.lines = lines_of(block)
        self.key = tuple(line.key for line in self.lines)

    @property
    def bag(self):
        return sum((line.bag for line in self.lines), Counter())


class _Row(_Side):
    """One row of a table, told from others by its first cell above all."""

    def __init__(self, block):
        super().__init__(block)
        self.key = ("row", *((line.structure.column, line.key) for line in self.lines))
        first = block.columns[0].key
        self.name = next(
            (line.text for line in self.lines if line.structure.column == first), ""
        )

    @property
    def bag(self):
        words = Counter(
            (line.structure.column, word) for line in self.lines for word in line.bag
        )
        for word in self.name.split():
            words[self.block.columns[0].key, word] += _FIRST_CELL_WEIGHS
        return words


def _side(block):
    return _Row(block) if isinstance(block, Table) else _Side(block)


class _Bags:
    """The bags of words of some items, made when they are asked for."""

    def __init__(self, items):
        self.items = items
        self.made = {}

    def __getitem__(self, index):
        if index not in self.made:
            self.made[index] = self.items[index].bag
        return self.made[index]


def _align(old, new):
    return align(
        [item.key for item in old], [item.key for item in new], _Bags(old), _Bags(new)
    )


def _paragraph(pair, old_sides, new_sides, budget):
    old = None if pair.old is None else old_sides[pair.old]
    new = None if pair.new is None else new_sides[pair.new]
    if old is None or new is None:
        kind = "added" if old is None else "removed"
        lines = tuple(
            _one_sided_line(line, kind, pair.is_moved) for line in (new or old).lines
        )
    else:
        lines = _compare_sides(old, new, budget)
        kind = "same" if all(line.kind == "same" for line in lines) else "changed"
    return ParagraphChange(
        kind=kind,
        old=old.block if old else None,
        new=new.block if new else None,
        lines=lines,
        number=1 + (pair.old if new is None else pair.new),
        is_moved=pair.is_moved,
        row_name=(new or old).name,
    )


def _compare_sides(old, new, budget):
    if isinstance(old, _Row) and isinstance(new, _Row):
        return tuple(_compare_cells(old, new, budget))
    return _compare_lines(old.lines, new.lines, budget)


def _compare_cells(old, new, budget):
    """Cells of one column belong together, in the order of the new columns."""
    before = {line.structure.column: line for line in old.lines}
    after = {line.structure.column: line for line in new.lines}
    columns = {each.key: each for each in (*new.block.columns, *old.block.columns)}
    for key, column in columns.items():
        was, now = before.get(key), after.get(key)
        if was and now and column.is_number and was.key != now.key:
            yield _other_number(was, now)
        elif was and now:
            yield _line(was, now, budget)
        elif was or now:
            yield _one_sided_line(was or now, "removed" if was else "added", False)


def _other_number(was, now):
    """A number is another one as a whole, not digit by digit."""
    words = (
        *one_sided(was.runs, "removed"),
        WordChange("same", " "),
        *one_sided(now.runs, "added"),
    )
    return LineChange("changed", words, now.structure)


def _compare_lines(old, new, budget):
    if len(old) == len(new) == 1:
        return (_line(old[0], new[0], budget),)
    changes = []
    for pair in _align(old, new):
        if pair.old is None:
            changes.append(_one_sided_line(new[pair.new], "added", pair.is_moved))
        elif pair.new is None:
            changes.append(_one_sided_line(old[pair.old], "removed", pair.is_moved))
        else:
            changes.append(_line(old[pair.old], new[pair.new], budget))
    return tuple(changes)


def _line(old, new, budget):
    words = compare_runs(old.runs, new.runs, budget)
    is_elsewhere = not old.structure.resembles(new.structure)
    is_same = not is_elsewhere and all(word.kind == "same" for word in words)
    return LineChange(
        kind="same" if is_same else "changed",
        words=words,
        structure=new.structure,
        old_structure=old.structure if is_elsewhere else None,
    )


def _one_sided_line(line, kind, is_moved):
    words = one_sided(line.runs, "same" if is_moved else kind)
    return LineChange(kind, words, line.structure, is_moved=is_moved)
