"""The words of a text as comparisons see them.

An elided article or pronoun is a word of its own (l’ | équipe), a number is one word
with the spaces between its groups of digits (1 200), and what nobody sees makes no
difference: kinds of spaces, straight or curly apostrophes and quotation marks,
composed or decomposed letters, hyphens at which a line may or may not break.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from questionnaire.content.blocks import Run
from questionnaire.content.comparing.structure import Structure

# Characters without any width of their own: places where a word may break, or not.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_APOSTROPHES = "'’‘ʼ"
_HYPHENS = "\u2010\u2011-"
# What looks the same is the same; None for what can't be seen.
_SEEN_AS = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys(_HYPHENS, "-"),
    }
)
# Letters, digits and the marks that combine with them.
_LETTERS = r"\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_LETTER = rf"[{_LETTERS}]"
_STRETCH = rf"{_LETTER}[{_LETTERS}{_INVISIBLE}]*"
_SPACES = rf"[\s{_INVISIBLE}]*"
_TOKEN = re.compile(
    rf"""
    (?P<space>{_SPACES})
    (?P<seen>
        # An elided word
        (?:[cdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu)[{_APOSTROPHES}](?={_LETTER})
        # A number in groups of three digits
      | (?<!\d)\d{{1,3}}(?:[\ \u00a0\u2009\u202f]\d{{3}})+(?:[.,]\d+)?(?!\d)
        # A word
      | {_STRETCH}(?:(?:[{_APOSTROPHES}{_HYPHENS}]|(?<=\d)[.,](?=\d)){_STRETCH})*
        # Any other sign
      | [^\s{_INVISIBLE}]
    )
    (?P<after>{_SPACES})
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The key of a break between two lines, unlike that of any word.
_BREAK_KEY = "\n"


# Bold, italic, address, raised or lowered.
Style: TypeAlias = tuple[bool, bool, str | None, str]
# Letters and style of a piece.
Look: TypeAlias = tuple[str, Style]


class Token(NamedTuple):
    """A word or a sign with the space after it.

    `style` is None where it has several: `pieces` then has a run for each. A break
    between two lines is a token too; `next_line` says where the line after it stands.
    """

    key: str
    text: str
    style: Style | None
    pieces: tuple[Run, ...] = ()
    next_line: Structure | None = None

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its text as runs, each in one style."""
        return self.pieces if self.style is None else (Run(self.text, *self.style),)

    @property
    def look(self) -> list[Look]:
        """[(letters, style)], by which changes of style are found."""
        return [
            (normalise(run.text), style_of(run))
            for run in self.runs
            if not run.text.isspace()
        ]

    @property
    def hrefs(self) -> set[str | None]:
        return {run.href for run in self.runs}


def style_of(run: Run) -> Style:
    return run.bold, run.italic, run.href, run.script


def line_break(next_line: Structure) -> Token:
    """The break before a line that stands at `next_line`."""
    return Token(_BREAK_KEY, "\n", None, (Run("\n"),), next_line)


def tokens(runs: Sequence[Run]) -> list[Token]:
    """The tokens of a paragraph's runs, in order; together they are its text."""
    styles = {style_of(run) for run in runs}
    found = _TOKEN.finditer("".join(run.text for run in runs))
    if len(styles) == 1:
        style = styles.pop()
        return [Token(normalise(each["seen"]), each[0], style) for each in found]
    cut = _Cutter(runs).cut
    return [_styled(each, cut(each.end())) for each in found]


def _styled(found: re.Match[str], pieces: tuple[Run, ...]) -> Token:
    style = style_of(pieces[0]) if len(pieces) == 1 else None
    return Token(normalise(found["seen"]), found[0], style, pieces)


def normalise(text: str) -> str:
    """The text without spaces, as it is seen: how words are compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SEEN_AS)
    return "".join(text.split())


def cut_runs(runs: Sequence[Run], ends: Sequence[int]) -> list[tuple[Run, ...]]:
    """The runs cut at these places of the text they make up together, in order."""
    cut = _Cutter(runs).cut
    return [cut(end) for end in ends]


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
                pieces.append(Run(text, *style_of(run)))
                self.done = stop
            if stop == self.start + len(run.text):
                self.start = stop
                self.index += 1
        return tuple(pieces)
