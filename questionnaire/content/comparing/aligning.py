"""Two sequences of pieces side by side, in reading order.

Pieces are matched wherever they stand (matching.py); those that cross heavier ones have
moved. What is left between them is matched in order, and to what was divided or joined,
the parts are added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from questionnaire.content.comparing.dividing import Pair, divided, with_parts
from questionnaire.content.comparing.likeness import ALIKE, Piece
from questionnaire.content.comparing.matching import heaviest_in_order, match

# Beyond this many pairs, matches in order are only sought near the diagonal.
_MANY_PAIRS = 2_500
_BAND = 4

_NONE = range(0)
# Pairs of positions, the last one first, each with those before it.
_Chain: TypeAlias = "tuple[tuple[int, int], _Chain] | None"


def align(old: Sequence[Piece], new: Sequence[Piece]) -> list[Pair]:
    """All positions of both sides as Pairs, in reading order."""
    partners = match(old, new)
    in_order = heaviest_in_order(partners, old, new)
    moved = {
        i: j
        for i, j in partners.items()
        if i not in in_order and _is_seen_to_move(old[i], new[j])
    }
    gaps = _Gaps(len(old), len(new), in_order, moved)
    for olds, news in gaps.between(in_order):
        in_order.update(_best_pairs(old, new, olds, news))
    gaps = _Gaps(len(old), len(new), in_order, moved)
    pairs = [
        with_parts(_pair(i, j, side), old, new, gaps.old, gaps.new)
        for side, found in (("both", in_order), ("moved", moved))
        for i, j in sorted(found.items())
    ]
    staying = [pair for pair in pairs if pair.side == "both"]
    moving = [pair for pair in pairs if pair.side == "moved"]
    staying = divided(staying, old, new, gaps.old, gaps.new)
    return list(_in_reading_order(staying, moving, len(old), len(new)))


def _pair(i: int, j: int, side: str) -> Pair:
    return Pair(range(i, i + 1), range(j, j + 1), side)


def _is_seen_to_move(old: Piece, new: Piece) -> bool:
    """Whether a matched piece that crosses others is worth being called moved."""
    if old.key == new.key:
        return bool(old.length)
    return old.may_be_elsewhere(new)


@dataclass
class _Gaps:
    """What has no partner yet, on either side."""

    old_length: int
    new_length: int
    in_order: dict[int, int]
    moved: dict[int, int]
    old: set[int] = field(init=False)
    new: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.old = (
            set(range(self.old_length)) - self.in_order.keys() - self.moved.keys()
        )
        self.new = (
            set(range(self.new_length))
            - set(self.in_order.values())
            - set(self.moved.values())
        )

    def between(
        self, in_order: dict[int, int]
    ) -> Iterator[tuple[list[int], list[int]]]:
        """What is left on both sides between each two pairs that stand in order."""
        i = j = 0
        ends = [*sorted(in_order.items()), (self.old_length, self.new_length)]
        for old_end, new_end in ends:
            olds = [k for k in range(i, old_end) if k in self.old]
            news = [k for k in range(j, new_end) if k in self.new]
            if olds and news:
                yield olds, news
            i, j = old_end + 1, new_end + 1


def _best_pairs(
    old: Sequence[Piece], new: Sequence[Piece], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """[(old, new)] in order, with the greatest total likeness."""
    band = None if len(olds) * len(news) <= _MANY_PAIRS else _BAND
    best: dict[tuple[int, int], tuple[float, _Chain]] = {}
    for row, i in enumerate(olds):
        for column in _columns(row, len(olds), len(news), band):
            likeness = _likeness_in_place(old[i], new[news[column]])
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


def _likeness_in_place(old: Piece, new: Piece) -> float:
    return 1.0 if old.key == new.key else old.likeness(new)


def _columns(row: int, rows: int, columns: int, band: int | None) -> range:
    if band is None:
        return range(columns)
    middle = row * columns // rows
    return range(max(0, middle - band), min(columns, middle + band + 1))


def _in_reading_order(
    staying: list[Pair], moving: list[Pair], old_length: int, new_length: int
) -> Iterator[Pair]:
    departures = {pair.old.start: replace(pair, side="old") for pair in moving}
    arrivals = {pair.new.start: replace(pair, side="new") for pair in moving}
    end = Pair(range(old_length, old_length), range(new_length, new_length))
    i = j = 0
    for pair in [*staying, end]:
        while i < pair.old.start:
            shown = departures.get(i) or Pair(range(i, i + 1), _NONE, "old")
            yield shown
            i = shown.old.stop
        while j < pair.new.start:
            shown = arrivals.get(j) or Pair(_NONE, range(j, j + 1), "new")
            yield shown
            j = shown.new.stop
        if pair is not end:
            yield pair
        i, j = pair.old.stop, pair.new.stop
