"""How alike two pieces of text are, whatever the order of their words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

# Two pieces that share less of their words are not one changed piece…
ALIKE = 0.4
# …and not one that was moved and changed, if they share less than this,
ALIKE_ELSEWHERE = 0.5
# or so few words.
_FEW_ELSEWHERE = 2
# So much of a piece must have stood in another one to be a part of it.
_IS_PART = 0.5

_WORD = re.compile(r"\w+")

# The words of a piece, counted; words of a cell are counted with its column.
Bag: TypeAlias = Counter[Any]


class Piece:
    """A piece of text that may be found again on the other side of a comparison."""

    # Equal for pieces between which a reader sees no difference of words.
    key: Hashable
    # In characters, spaces aside.
    length: int

    @property
    def words(self) -> Sequence[Hashable]:
        """Its words in order, as they are compared to find it again."""
        raise NotImplementedError

    @cached_property
    def bag(self) -> Bag:
        return Counter(self.words)

    @cached_property
    def size(self) -> int:
        return self.bag.total()

    @cached_property
    def phrases(self) -> Bag:
        """What it is recognised by in another piece: each two words in a row."""
        return Counter(pairwise(self.words) if len(self.words) > 1 else self.words)

    @cached_property
    def passages(self) -> Bag:
        """Its words and phrases, among which those of its parts are."""
        return Counter([*self.words, *pairwise(self.words)])

    def likeness(self, other: Any) -> float:
        """How much of two pieces is shared, from 0 to 1."""
        total = self.size + other.size
        return 2 * _shared(self.bag, other.bag) / total if total else 1.0

    def may_be_elsewhere(self, other: Any) -> bool:
        """Whether `other` would be recognised as this piece, moved and changed."""
        return (
            self.likeness(other) >= ALIKE_ELSEWHERE
            and _shared(self.bag, other.bag) >= _FEW_ELSEWHERE
        )


def words_in(text: str) -> list[str]:
    """The words of a text without case and punctuation; its signs if it has none."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _WORD.findall(text.casefold()) or text.split()


def is_part_of(piece: Piece, passages: Bag) -> bool:
    """Whether most of a piece is among these passages of another one."""
    own = piece.phrases
    return bool(own) and _shared(own, passages) >= _IS_PART * own.total()


def likeness_of_bags(old: Bag, new: Bag) -> float:
    total = old.total() + new.total()
    return 2 * _shared(old, new) / total if total else 1.0


def _shared(old: Bag, new: Bag) -> int:
    return sum(min(old[word], new[word]) for word in old.keys() & new.keys())
