"""How much of a passage is left in a text that was made from it."""

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

from questionnaire.content.blocks import Block
from questionnaire.content.prose import blocks_to_text

# Words, and each two words in a row.
Phrases: TypeAlias = frozenset[tuple[str, ...]]

# A passage of fewer words than this is recognised by words, others by two in a row.
_SHORT = 6


def phrases_in(blocks: Iterable[Block]) -> Phrases:
    """What a text has that passages are recognised by."""
    words = _words(blocks)
    return frozenset(pairwise(words)) | frozenset((word,) for word in words)


def share_left(passage: Iterable[Block], text: Phrases) -> float:
    """How much of a passage is left in a text with these phrases, from 0 to 1."""
    words = _words(passage)
    own = {(word,) for word in words} if len(words) < _SHORT else {*pairwise(words)}
    return len(own & text) / len(own) if own else 0.0


def _words(blocks: Iterable[Block]) -> list[str]:
    """The words without signs, so that l’équipe and l'équipe are one."""
    return [
        word
        for part in blocks_to_text(blocks).casefold().split()
        if (word := "".join(sign for sign in part if sign.isalnum()))
    ]
