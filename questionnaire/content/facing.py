"""Passages of two languages facing each other: a guess by their place."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeAlias

from questionnaire.content.blocks import Block
from questionnaire.content.prose import blocks_to_text

# Positions on both sides; None where one has nothing opposite.
Facing: TypeAlias = tuple[int | None, int | None]

# Beyond this many pairs, the first faces the first, and so on.
_MANY_PAIRS = 40_000
# Words of this length are written alike in two languages for a reason: they are names.
# So are all numbers.
_NAME = 4
# However many names two passages share, place counts as well.
_MOST_NAMES = 3


def face(
    left: Sequence[Sequence[Block]], right: Sequence[Sequence[Block]]
) -> list[Facing]:
    """[(position on the left, position on the right)], in order and without crossing.

    The first faces the first, and so on, unless numbers and names that passages share
    speak for others.
    """
    if len(left) * len(right) > _MANY_PAIRS:
        return list(zip_longest(range(len(left)), range(len(right))))
    lefts, rights = [_names(each) for each in left], [_names(each) for each in right]
    gains = [[_gain(here, there) for there in rights] for here in lefts]
    return _traced(gains, _totals(gains, len(rights)))


def _names(blocks: Sequence[Block]) -> frozenset[str]:
    words = (word.strip(".,;:!?()«»“”\"'") for word in blocks_to_text(blocks).split())
    return frozenset(
        word.casefold()
        for word in words
        if len(word) >= _NAME or any(sign.isdigit() for sign in word)
    )


def _gain(left: frozenset[str], right: frozenset[str]) -> int:
    return 1 + min(len(left & right), _MOST_NAMES)


def _totals(gains: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    """The greatest total of what is left on both sides, from each position on."""
    totals = [[0] * (width + 1) for _ in range(len(gains) + 1)]
    for i in reversed(range(len(gains))):
        for j in reversed(range(width)):
            together = gains[i][j] + totals[i + 1][j + 1]
            totals[i][j] = max(together, totals[i + 1][j], totals[i][j + 1])
    return totals


def _traced(
    gains: Sequence[Sequence[int]], totals: Sequence[Sequence[int]]
) -> list[Facing]:
    found: list[Facing] = []
    height, width = len(gains), len(totals[0]) - 1
    i = j = 0
    while i < height and j < width:
        if totals[i][j] == gains[i][j] + totals[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i + 1][j]:
            found.append((i, None))
            i += 1
        else:
            found.append((None, j))
            j += 1
    return [
        *found,
        *((rest, None) for rest in range(i, height)),
        *((None, rest) for rest in range(j, width)),
    ]
