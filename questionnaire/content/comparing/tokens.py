"""The words of a text as comparisons see them.

An elided article or pronoun is a word of its own (l’ | équipe), every kind of
space is a space and is not compared, and composed and decomposed letters are the
same letter.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from questionnaire.content.blocks import Run

# Letters, digits and the marks that combine with them.
_LETTER = r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s*)
    (?:
        (?P<elided>(?:[cdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu)['’])
        (?={_LETTER})
      | (?P<word>{_LETTER}+(?:(?:['’\-\u2010\u2011]|(?<=\d)[.,](?=\d)){_LETTER}+)*)
      | (?P<other>\S)
    )
    (?P<after>\s*)
    """,
    re.VERBOSE | re.IGNORECASE,
)


# (letters, bold, italic, address) of a piece.
Look: TypeAlias = tuple[str, bool, bool, str | None]


class Token(NamedTuple):
    """A word or a sign with the space after it, as pieces each in one style."""

    key: str
    pieces: tuple[Run, ...]

    @property
    def look(self) -> list[Look]:
        """[(letters, bold, italic, address)], by which changes of style are found."""
        return [
            (normalise(piece.text), piece.bold, piece.italic, piece.href)
            for piece in self.pieces
            if not piece.text.isspace()
        ]

    @property
    def hrefs(self) -> set[str | None]:
        return {piece.href for piece in self.pieces}


def tokens(runs: Sequence[Run]) -> list[Token]:
    """The tokens of a paragraph's runs, in order; together they are its text."""
    text = "".join(run.text for run in runs)
    cut = _Cutter(runs).cut
    return [
        Token(
            normalise(found["elided"] or found["word"] or found["other"]),
            cut(found.end()),
        )
        for found in _TOKEN.finditer(text)
    ]


def normalise(text: str) -> str:
    """The text without spaces, in composed letters: how words are compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "".join(text.split())


class _Cutter:
    """Cuts runs at given places of the text they make up together."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.index = 0
        # Positions in the text: where the current run begins, and the last cut.
        self.start = 0
        self.done = 0

    def cut(self, end: int) -> tuple[Run, ...]:
        """The pieces from the last cut to `end`."""
        pieces = []
        while self.done < end:
            run = self.runs[self.index]
            stop = min(end, self.start + len(run.text))
            if stop > self.done:
                text = run.text[self.done - self.start : stop - self.start]
                pieces.append(Run(text, run.bold, run.italic, run.href))
                self.done = stop
            if stop == self.start + len(run.text):
                self.start = stop
                self.index += 1
        return tuple(pieces)
