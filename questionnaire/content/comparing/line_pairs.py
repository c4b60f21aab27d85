"""Which lines of two texts belong together, in the same blocks or in others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionnaire.content.comparing.aligning import align
from questionnaire.content.comparing.lines import Line
from questionnaire.content.comparing.matching import match
from questionnaire.content.comparing.results import LineChange, WordChange
from questionnaire.content.comparing.sentences import in_pieces
from questionnaire.content.comparing.words import Budget, compare_words, one_sided

# Fewer words that are found elsewhere were not moved there: "CSV", "yes".
_FEW_WORDS = 2


@dataclass
class LinePair:
    """Lines that belong together; several on one side where one was divided.

    `side` is "both", or "old" or "new" where the line stands on that side only; if
    there are lines of the other side nevertheless, they stand elsewhere.
    """

    old: tuple[Line, ...]
    new: tuple[Line, ...]
    side: str

    @property
    def is_moved(self) -> bool:
        return self.side != "both" and bool(self.old and self.new)


def pair_lines(old: Sequence[Line], new: Sequence[Line]) -> list[LinePair]:
    """The lines of blocks that belong together, in reading order."""
    if len(old) == len(new) == 1:
        return [LinePair(tuple(old), tuple(new), "both")]
    if not (old and new):
        return [
            *(LinePair((line,), (), "old") for line in old),
            *(LinePair((), (line,), "new") for line in new),
        ]
    if len(old) == 1:
        old = in_pieces(old[0], new)
    elif len(new) == 1:
        new = in_pieces(new[0], old)
    return [
        LinePair(
            tuple(old[pair.old.start : pair.old.stop]),
            tuple(new[pair.new.start : pair.new.stop]),
            pair.side,
        )
        for pair in align(old, new)
    ]


def match_across_blocks(blocks: Iterable[list[LinePair]]) -> None:
    """Complete the pairs of lines that stand in other blocks now: in another list.

    Blocks of one line were matched as blocks already.
    """
    left = [
        (pair, len(pairs) > 1)
        for pairs in blocks
        for pair in pairs
        if not (pair.old and pair.new)
    ]
    if not any(is_of_several for _pair, is_of_several in left):
        return
    olds = [pair for pair, _is_of_several in left if pair.old]
    news = [pair for pair, _is_of_several in left if pair.new]
    found = match([pair.old[0] for pair in olds], [pair.new[0] for pair in news])
    for i, j in found.items():
        old, new = olds[i], news[j]
        if _is_seen_to_move(old.old[0], new.new[0]):
            old.new, new.old = new.new, old.old


def _is_seen_to_move(old: Line, new: Line) -> bool:
    if old.key == new.key:
        return old.size >= _FEW_WORDS
    return old.may_be_elsewhere(new)


class LineComparer:
    """Pairs of lines as changes; those that stand at two places are compared once."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.compared: dict[
            tuple[tuple[Line, ...], tuple[Line, ...]], tuple[WordChange, ...]
        ] = {}

    def __call__(self, pair: LinePair) -> LineChange:
        if not (pair.old and pair.new):
            line = (pair.old or pair.new)[0]
            return one_sided_line(line, "removed" if pair.old else "added")
        if pair.side == "both":
            return compared_line(pair.old, pair.new, self.budget)
        old, new = pair.old[0].structure, pair.new[0].structure
        return LineChange(
            kind="removed" if pair.side == "old" else "added",
            words=self._words(pair),
            structure=old if pair.side == "old" else new,
            old_structure=old,
            is_moved=True,
        )

    def _words(self, pair: LinePair) -> tuple[WordChange, ...]:
        lines = (pair.old, pair.new)
        if lines not in self.compared:
            self.compared[lines] = compare_words(*lines, self.budget)
        return self.compared[lines]


def compared_line(
    old: Sequence[Line], new: Sequence[Line], budget: Budget
) -> LineChange:
    """The change of lines that belong together and stand where they stood."""
    words = compare_words(old, new, budget)
    before, after = old[0].structure, new[0].structure
    is_same = before.resembles(after) and all(word.kind == "same" for word in words)
    return LineChange(
        kind="same" if is_same else "changed",
        words=words,
        structure=after,
        old_structure=before,
    )


def one_sided_line(line: Line, kind: str) -> LineChange:
    """A line that the other side has nothing of."""
    return LineChange(kind, one_sided(line.runs, kind), line.structure)
