"""Which items of two sequences belong together."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Protocol, TypeAlias

# Two paragraphs that share less of their words are not one changed paragraph.
ALIKE = 0.4
# Beyond this many pairs, matches are only sought near the diagonal.
_MANY_PAIRS = 2_500
_BAND = 4
# Beyond this many, they are not sought at all.
_TOO_MANY_PAIRS = 10_000_000
# Above, frequent items no longer serve as anchors (difflib's own heuristic).
_MANY_ITEMS = 2_000


# (tag, start and end on the old side, start and end on the new side), as difflib.
Opcode: TypeAlias = tuple[str, int, int, int, int]
# The words of an item, counted; words of a cell are counted with its column.
Bag: TypeAlias = Counter[Any]


# Pairs of positions, the last one first, each with those before it.
_Chain: TypeAlias = "tuple[tuple[int, int], _Chain] | None"


class Bags(Protocol):
    """The bag of each item of a sequence."""

    def __getitem__(self, index: int, /) -> Bag: ...


@dataclass(frozen=True)
class Pair:
    """Positions on the old and the new side; None where one has no partner."""

    old: int | None
    new: int | None
    is_moved: bool = False


def common_ends(
    old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> tuple[int, int]:
    """How many keys the two sequences share at their start and at their end."""
    start = 0
    shortest = min(len(old_keys), len(new_keys))
    while start < shortest and old_keys[start] == new_keys[start]:
        start += 1
    end = 0
    while end < shortest - start and old_keys[-1 - end] == new_keys[-1 - end]:
        end += 1
    return start, end


def opcodes(
    old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> Iterator[Opcode]:
    """difflib's opcodes, computed quickly for long, mostly equal sequences."""
    start, end = common_ends(old_keys, new_keys)
    old_end, new_end = len(old_keys) - end, len(new_keys) - end
    old_middle, new_middle = old_keys[start:old_end], new_keys[start:new_end]
    if start:
        yield "equal", 0, start, 0, start
    matcher = SequenceMatcher(
        None, old_middle, new_middle, autojunk=len(new_middle) > _MANY_ITEMS
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag, i1 + start, i2 + start, j1 + start, j2 + start
    if end:
        yield "equal", old_end, len(old_keys), new_end, len(new_keys)


def align(
    old_keys: Sequence[Hashable],
    new_keys: Sequence[Hashable],
    old_bags: Bags,
    new_bags: Bags,
) -> Iterator[Pair]:
    """Pairs in reading order.

    Equal keys are paired first; then, where one stretch replaces another, the items
    whose bags (Counters of words) are most alike, in order. Items with equal keys
    that are left over on both sides have moved.
    """
    runs = list(opcodes(old_keys, new_keys))
    moved_old, moved_new = _moves(runs, old_keys, new_keys)
    for tag, i1, i2, j1, j2 in runs:
        if tag == "equal":
            yield from (
                Pair(i, j) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            )
            continue
        pairs = _best_pairs(
            [i for i in range(i1, i2) if i not in moved_old],
            [j for j in range(j1, j2) if j not in moved_new],
            old_bags,
            new_bags,
        )
        yield from _in_reading_order((i1, i2), (j1, j2), pairs, moved_old, moved_new)


def _moves(
    runs: list[Opcode], old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> tuple[set[int], set[int]]:
    """Positions, on either side, of items with equal keys that have moved."""
    left: dict[Hashable, list[int]] = {}
    for tag, i1, i2, _j1, _j2 in runs:
        if tag in ("delete", "replace"):
            for i in range(i1, i2):
                left.setdefault(old_keys[i], []).append(i)
    moved_old: set[int] = set()
    moved_new: set[int] = set()
    for tag, _i1, _i2, j1, j2 in runs:
        if tag in ("insert", "replace"):
            for j in range(j1, j2):
                if left.get(new_keys[j]):
                    moved_old.add(left[new_keys[j]].pop(0))
                    moved_new.add(j)
    return moved_old, moved_new


def _in_reading_order(
    old_range: tuple[int, int],
    new_range: tuple[int, int],
    pairs: list[tuple[int, int]],
    moved_old: set[int],
    moved_new: set[int],
) -> Iterator[Pair]:
    i, j = old_range[0], new_range[0]
    for pair_old, pair_new in [*pairs, (old_range[1], new_range[1])]:
        yield from (Pair(k, None, k in moved_old) for k in range(i, pair_old))
        yield from (Pair(None, k, k in moved_new) for k in range(j, pair_new))
        if (pair_old, pair_new) != (old_range[1], new_range[1]):
            yield Pair(pair_old, pair_new)
        i, j = pair_old + 1, pair_new + 1


def _best_pairs(
    olds: list[int], news: list[int], old_bags: Bags, new_bags: Bags
) -> list[tuple[int, int]]:
    """[(old, new)] in order, with the greatest total likeness."""
    if not 0 < len(olds) * len(news) <= _TOO_MANY_PAIRS:
        return []
    band = None if len(olds) * len(news) <= _MANY_PAIRS else _BAND
    best: dict[tuple[int, int], tuple[float, _Chain]] = {}
    for row, i in enumerate(olds):
        for column in _columns(row, len(olds), len(news), band):
            likeness = _likeness(old_bags[i], new_bags[news[column]])
            above = best.get((row - 1, column), (0.0, None))
            before = best.get((row, column - 1), (0.0, None))
            choice = max(above, before, key=lambda entry: entry[0])
            if likeness >= ALIKE:
                corner = best.get((row - 1, column - 1), (0.0, None))
                if corner[0] + likeness > choice[0]:
                    pair = (i, news[column])
                    choice = (corner[0] + likeness, (pair, corner[1]))
            best[row, column] = choice
    chain = max(best.values(), key=lambda entry: entry[0])[1]
    pairs = []
    while chain is not None:
        pair, chain = chain
        pairs.append(pair)
    return pairs[::-1]


def _columns(row: int, rows: int, columns: int, band: int | None) -> range:
    if band is None:
        return range(columns)
    middle = row * columns // rows
    return range(max(0, middle - band), min(columns, middle + band + 1))


def _likeness(old: Bag, new: Bag) -> float:
    """How much of two bags is shared, from 0 to 1."""
    total = old.total() + new.total()
    if not total:
        return 1.0
    if len(old) > len(new):
        old, new = new, old
    shared = sum(min(count, new[word]) for word, count in old.items() if word in new)
    return 2 * shared / total
