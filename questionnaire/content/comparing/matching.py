"""Which pieces of two texts are the same one, wherever they stand.

Equal pieces are found first, those that occur once before all others (as in Heckel's
algorithm); then, among what is left, those that are most alike. Of many pieces each is
only compared with the few that share its rarest words. So the time grows with the
length of the texts, not with its square.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import sqrt

from questionnaire.content.comparing.likeness import ALIKE, Piece
from questionnaire.content.comparing.sequences import common_ends

# A piece is compared with so many that share most of its rare words, which are those
# that so many pieces have at most.
_CANDIDATES = 3
_RARE = 20
# Of what is left then, all are compared if they are so few pairs.
_FEW_PAIRS = 2_500
# What stands where it stood is taken before what is a little more alike elsewhere.
_FOR_ITS_PLACE = 0.1


def match(old: Sequence[Piece], new: Sequence[Piece]) -> dict[int, int]:
    """{old position: new position} of the pieces that belong together."""
    matching = _Matching(old, new)
    matching.match_ends()
    matching.match_unique()
    matching.match_neighbours()
    matching.match_alike()
    matching.match_neighbours()
    matching.match_repeated()
    return matching.partners


def heaviest_in_order(
    partners: dict[int, int], old: Sequence[Piece], new: Sequence[Piece]
) -> dict[int, int]:
    """Of the matched pieces, those that weigh most and stand in the same order.

    The others are what moved: the heaviest increasing subsequence, found with a
    tree of the best totals that end before each position.
    """
    in_order = sorted(partners.items())
    if all(before[1] < after[1] for before, after in pairwise(in_order)):
        return dict(in_order)
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(new) + 1)
    before: dict[int, int] = {}
    for i, j in in_order:
        total, before[i] = _best_before(tree, j)
        entry = (total + _weight(old[i], new[j]), i)
        position = j + 1
        while position < len(tree):
            tree[position] = max(tree[position], entry)
            position += position & -position
    last = _best_before(tree, len(new))[1]
    chosen = {}
    while last >= 0:
        chosen[last] = partners[last]
        last = before[last]
    return dict(reversed(chosen.items()))


def _weight(old: Piece, new: Piece) -> float:
    """Long pieces weigh more than short ones, but less than several half as long.

    Those without text weigh a little.
    """
    return sqrt(min(old.length, new.length)) + 0.01


def _best_before(tree: list[tuple[float, int]], end: int) -> tuple[float, int]:
    best = tree[0]
    while end:
        best = max(best, tree[end])
        end -= end & -end
    return best


class _Matching:
    """Matches so far."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self.old, self.new = old, new
        self.old_keys = [piece.key for piece in old]
        self.new_keys = [piece.key for piece in new]
        self.partners: dict[int, int] = {}
        self.taken: set[int] = set()

    def match_ends(self) -> None:
        start, end = common_ends(self.old_keys, self.new_keys)
        for index in range(start):
            self._match(index, index)
        for index in range(1, end + 1):
            self._match(len(self.old) - index, len(self.new) - index)

    def match_unique(self) -> None:
        """Equal pieces that are left once on each side."""
        olds, news = self._left_by_key()
        for key, (i, *more_old) in olds.items():
            j, *more_new = news.get(key, [-1])
            if j >= 0 and not (more_old or more_new):
                self._match(i, j)

    def match_neighbours(self) -> None:
        """Equal pieces that follow, or precede, matched ones."""
        for step in (1, -1):
            pairs = sorted(self.partners.items(), reverse=step < 0)
            for i, j in pairs:
                while self._may_match(i + step, j + step):
                    i, j = i + step, j + step
                    self._match(i, j)

    def match_repeated(self) -> None:
        """Equal pieces that are left: the first with the first, and so on."""
        olds, news = self._left_by_key()
        for key, positions in olds.items():
            for i, j in zip(positions, news.get(key, ()), strict=False):
                self._match(i, j)

    def match_alike(self) -> None:
        """Pieces that are left and alike, the most alike ones first.

        Those that share their rarest words first: mostly nothing else is left to try.
        Alike is less elsewhere than in place: see Piece.may_be_elsewhere.
        """
        olds, news = self._left_changed()
        if olds and news:
            self._match_best(_pairs_of_rare_words(self.old, self.new, olds, news))
            olds, news = self._left_changed()
        if len(olds) * len(news) <= _FEW_PAIRS:
            self._match_best((i, j) for i in olds for j in news)

    def _match_best(self, pairs: Iterable[tuple[int, int]]) -> None:
        places = _Places(heaviest_in_order(self.partners, self.old, self.new))
        found = []
        for i, j in pairs:
            likeness = self.old[i].likeness(self.new[j])
            is_in_place = places.is_same(i, j)
            if likeness >= ALIKE and (
                is_in_place or self.old[i].may_be_elsewhere(self.new[j])
            ):
                score = likeness + (_FOR_ITS_PLACE if is_in_place else 0)
                found.append((-score, abs(i - j), i, j))
        for _score, _distance, i, j in sorted(found):
            if i not in self.partners and j not in self.taken:
                self._match(i, j)

    def _match(self, i: int, j: int) -> None:
        self.partners[i] = j
        self.taken.add(j)

    def _may_match(self, i: int, j: int) -> bool:
        return (
            0 <= i < len(self.old)
            and 0 <= j < len(self.new)
            and i not in self.partners
            and j not in self.taken
            and self.old_keys[i] == self.new_keys[j]
        )

    def _left(self) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(len(self.old)) if i not in self.partners],
            [j for j in range(len(self.new)) if j not in self.taken],
        )

    def _left_by_key(
        self,
    ) -> tuple[dict[Hashable, list[int]], dict[Hashable, list[int]]]:
        olds, news = self._left()
        return _by_key(self.old_keys, olds), _by_key(self.new_keys, news)

    def _left_changed(self) -> tuple[list[int], list[int]]:
        """What is left, has words, and equals nothing that is left opposite."""
        olds, news = self._left_by_key()
        return (
            sorted(
                i
                for key in olds
                if key not in news
                for i in olds[key]
                if self.old[i].length
            ),
            sorted(
                j
                for key in news
                if key not in olds
                for j in news[key]
                if self.new[j].length
            ),
        )


class _Places:
    """Whether positions on both sides are between the same matched pieces."""

    def __init__(self, in_order: dict[int, int]) -> None:
        self.old, self.new = list(in_order.keys()), list(in_order.values())

    def is_same(self, i: int, j: int) -> bool:
        return bisect(self.old, i) == bisect(self.new, j)


def _by_key(
    keys: Sequence[Hashable], positions: Iterable[int]
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for position in positions:
        found[keys[position]].append(position)
    return found


def _pairs_of_rare_words(
    old: Sequence[Piece], new: Sequence[Piece], olds: list[int], news: list[int]
) -> Iterator[tuple[int, int]]:
    """For each old piece, the new ones that share most of its rare words."""
    index: dict[Hashable, list[int]] = defaultdict(list)
    for j in news:
        for word in new[j].bag:
            index[word].append(j)
    rare = {word: found for word, found in index.items() if len(found) <= _RARE}
    for i in olds:
        shared: Counter[int] = Counter()
        for word in old[i].bag.keys() & rare.keys():
            shared.update(rare[word])
        # In order, as sets are not: the same texts are always compared alike.
        best = sorted(shared.items(), key=lambda found: (-found[1], found[0]))
        yield from ((i, j) for j, _count in best[:_CANDIDATES])
