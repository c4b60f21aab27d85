"""Pieces that were divided into several, or joined of several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from questionnaire.content.comparing.likeness import (
    ALIKE,
    Bag,
    Piece,
    is_part_of,
    likeness_of_bags,
)

# In a stretch of more pairs than this, parts are only sought beside what was matched.
_MANY_PAIRS = 2_500


@dataclass(frozen=True)
class Pair:
    """Positions on the old and the new side that belong together, in a row on each.

    There are several on one side at most: where a piece was divided or some were
    joined. Those that moved are there twice, where they were and where they are;
    `side` is "old" or "new" then, and where the other side has none, else "both".
    """

    old: range
    new: range
    side: str = "both"

    @property
    def is_moved(self) -> bool:
        return self.side != "both" and bool(self.old and self.new)


def with_parts(
    pair: Pair,
    old: Sequence[Piece],
    new: Sequence[Piece],
    free_old: set[int],
    free_new: set[int],
) -> Pair:
    """The pair with the other parts into which it was divided, or it was joined of.

    They are taken from the free positions.
    """
    before, after = old[pair.old.start], new[pair.new.start]
    if before.key == after.key:
        return pair
    parts = _grown(pair.new, before, new, free_new)
    if len(parts) > 1:
        free_new.difference_update(parts)
        return replace(pair, new=parts)
    parts = _grown(pair.old, after, old, free_old)
    free_old.difference_update(parts)
    return replace(pair, old=parts)


def divided(
    pairs: list[Pair],
    old: Sequence[Piece],
    new: Sequence[Piece],
    free_old: set[int],
    free_new: set[int],
) -> list[Pair]:
    """The pairs, and between them those of which no part alone was like the whole.

    Both are in order.
    """
    ends = [(pair.old, pair.new) for pair in pairs]
    found = [
        Pair(whole, parts)
        for whole, parts in _wholes(ends, old, new, free_old, free_new)
    ]
    pairs = sorted([*pairs, *found], key=lambda pair: pair.old.start)
    ends = [(pair.new, pair.old) for pair in pairs]
    found = [
        Pair(parts, whole)
        for whole, parts in _wholes(ends, new, old, free_new, free_old)
    ]
    return sorted([*pairs, *found], key=lambda pair: pair.old.start)


def _wholes(
    ends: list[tuple[range, range]],
    pieces: Sequence[Piece],
    parts: Sequence[Piece],
    free_pieces: set[int],
    free_parts: set[int],
) -> list[tuple[range, range]]:
    """[(position of a whole, positions of its parts)] between these ends."""
    found: list[tuple[range, range]] = []
    i = j = 0
    last = (range(len(pieces), len(pieces)), range(len(parts), len(parts)))
    for piece_end, part_end in [*ends, last]:
        candidates = [k for k in range(i, piece_end.start) if k in free_pieces]
        places = [k for k in range(j, part_end.start) if k in free_parts]
        if len(candidates) * len(places) <= _MANY_PAIRS:
            found += _in_stretch(candidates, places, pieces, parts, free_parts)
        i, j = piece_end.stop, part_end.stop
    for whole, _parts in found:
        free_pieces.difference_update(whole)
    return found


def _in_stretch(
    candidates: list[int],
    places: list[int],
    pieces: Sequence[Piece],
    parts: Sequence[Piece],
    free: set[int],
) -> Iterator[tuple[range, range]]:
    start = 0
    for i in candidates:
        for j in places:
            if j < start or not is_part_of(parts[j], pieces[i].passages):
                continue
            grown = _grown(range(j, j + 1), pieces[i], parts, free & set(places))
            if len(grown) > 1 and _make_up(grown, pieces[i], parts):
                free.difference_update(grown)
                start = grown.stop
                yield range(i, i + 1), grown
                break


def _grown(
    places: range, whole: Piece, pieces: Sequence[Piece], free: set[int]
) -> range:
    """The place of one part of the whole, with its free neighbours that are others."""
    start, stop = places.start, places.stop
    if stop not in free and start - 1 not in free:
        return places
    rest: Bag = whole.passages - pieces[start].passages
    while stop in free and is_part_of(pieces[stop], rest):
        rest = rest - pieces[stop].passages
        stop += 1
    while start - 1 in free and is_part_of(pieces[start - 1], rest):
        start -= 1
        rest = rest - pieces[start].passages
    return range(start, stop)


def _make_up(places: range, whole: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether the parts together are like the whole."""
    together: Bag = sum((pieces[place].bag for place in places), Counter())
    return likeness_of_bags(together, whole.bag) >= ALIKE
