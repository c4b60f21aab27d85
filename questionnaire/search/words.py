"""Splitting a text into words, to index and search it."""

import unicodedata
from itertools import takewhile

from questionnaire.lib.text import search_key

# Shorter prefixes match too many words: they are searched as whole words.
MIN_PREFIX_LENGTH = 3
# Longer words are cut to this many characters.
MAX_WORD_LENGTH = 60
# PostgreSQL's index of one plan is limited to a megabyte, and a word takes a few
# bytes more than its letters.
MAX_BYTES = 900_000
_OVERHEAD_PER_WORD = 8
# Letters, digits, and the marks that some scripts write on them.
_IN_WORDS = "LNM"


def distinct_words(text: str) -> list[str]:
    """Each word of the text once, in order, as search_key writes it.

    A word is letters and digits; every other character separates words, so that both
    databases see the same ones.
    """
    spaced = "".join(
        each if unicodedata.category(each)[0] in _IN_WORDS else " "
        for each in search_key(text)
    )
    words = dict.fromkeys(word[:MAX_WORD_LENGTH] for word in spaced.split())
    left = MAX_BYTES

    def fits(word: str) -> bool:
        nonlocal left
        left -= len(word.encode()) + _OVERHEAD_PER_WORD
        return left >= 0

    return list(takewhile(fits, words))
