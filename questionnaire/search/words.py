"""Splitting a text into words, to index and search it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from questionnaire.lib.text import search_key

# Shorter prefixes match too many words: they are searched as whole words.
MIN_PREFIX_LENGTH = 3
# Longer words are cut to this many characters.
MAX_WORD_LENGTH = 60
# PostgreSQL's index of one plan is limited to a megabyte; a word takes a few bytes more
# than its letters, and two for each of its first places.
MAX_BYTES = 900_000
_OVERHEAD_PER_WORD = 8
_BYTES_PER_PLACE = 2
_PLACES = 256
# Of a text that says the same thing again and again, only the beginning is searched.
_MAX_LENGTH = 4_000_000
# Between fields and paragraphs: no phrase goes across it.
_BREAK = " | "
# Letters, digits, and the marks that some scripts write on them.
_IN_WORDS = "LNM"

_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")
_APOSTROPHES = re.compile(
    "[\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
# What is searched as one word, too: Jean-Luc as jeanluc, O'Neill as oneill, the iD
# 0000-0002-1825-0097 by its digits alone, and addresses. Elisions are not, except
# before a capital, as in d'Entremont: "l'ange" must not be found by "lange".
ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ONE_WORD = re.compile(
    rf"{ADDRESS}|[^\W_]+(?:-[^\W_]+)+|(?<!\w)[^\W\d_]{{1,2}}'(?=[^\W\d_])\w+"
)


def words_of(text: str) -> list[str]:
    """The words of the text in order, as search_key writes them.

    A word is letters and digits; every other character separates words, so that both
    databases see the same ones.
    """
    spaced = "".join(
        each if unicodedata.category(each)[0] in _IN_WORDS else " "
        for each in search_key(text)
    )
    return [word[:MAX_WORD_LENGTH] for word in spaced.split()]


def joined(text: str) -> str:
    """All words of the text as one."""
    return "".join(words_of(text))[:MAX_WORD_LENGTH]


def straight(text: str) -> str:
    """The text with one kind of dash and one kind of apostrophe."""
    return _APOSTROPHES.sub("'", _DASHES.sub("-", text))


def indexed_text(text: str) -> str:
    """What is stored of a text: the words of each line, then those joined from several.

    It begins and ends with a space, so that `phrase` finds whole words.
    """
    lines = [words_of(line) for line in text.splitlines()]
    lines.append(list(dict.fromkeys(_joined_words(text))))
    return _BREAK.join(["", *map(" ".join, _fitting(lines)), ""])[:_MAX_LENGTH]


def phrase(words: tuple[str, ...]) -> str:
    """What an indexed text contains that has these words one after the other."""
    return f" {' '.join(words)} "


def _joined_words(text: str) -> Iterator[str]:
    for found in _ONE_WORD.finditer(straight(text)):
        before, apostrophe, after = found[0].partition("'")
        if not apostrophe or after[0].isupper() or before.isupper():
            yield joined(found[0])


def _fitting(lines: list[list[str]]) -> Iterator[list[str]]:
    """The lines as far as the index can hold them."""
    places: Counter[str] = Counter()
    left = MAX_BYTES
    for line in lines:
        kept: list[str] = []
        for word in line:
            if not places[word]:
                left -= len(word.encode()) + _OVERHEAD_PER_WORD
            elif places[word] < _PLACES:
                left -= _BYTES_PER_PLACE
            if left < 0:
                yield kept
                return
            places[word] += 1
            kept.append(word)
        if kept:
            yield kept
