"""The words of a text, as they are indexed and searched."""

import unicodedata
from itertools import takewhile

from questionnaire.lib.text import search_key

# Fewer letters begin too many words: they are looked for as words of their own.
SHORTEST_BEGINNING = 3
# The longest word worth telling from others, in characters.
LONGEST_WORD = 60
# What PostgreSQL keeps of one plan ends at a megabyte, and a word costs a few
# bytes more than its letters.
MOST_BYTES = 900_000
_BYTES_BESIDE_A_WORD = 8
# Letters, digits, and the marks that some scripts write on them.
_IN_WORDS = "LNM"


def distinct_words(text: str) -> list[str]:
    """Each word of the text once, in order, as search_key writes it.

    A word is letters and digits; every other character parts two words, so that
    both databases see the same ones.
    """
    spaced = "".join(
        each if unicodedata.category(each)[0] in _IN_WORDS else " "
        for each in search_key(text)
    )
    words = dict.fromkeys(word[:LONGEST_WORD] for word in spaced.split())
    left = MOST_BYTES

    def fits(word: str) -> bool:
        nonlocal left
        left -= len(word.encode()) + _BYTES_BESIDE_A_WORD
        return left >= 0

    return list(takewhile(fits, words))
