"""What an answer that was started from an example still has of its made-up details.

The words of a detail are not enough to know it by: somebody's own plan may need 500 GB,
too. It is taken for the example's where at least half of the pairs of neighbouring
words around it are the example's as well, and it is gone as soon as its own words are:
whoever wrote another name there has filled the gap, whatever else was kept. Around it
are the nearest words of its sentence; made-up details among them say nothing, as they
are to be replaced. Spaces and apostrophes count as the same however they are written.

static/questionnaire/js/answering/invented.js marks the same passages, and gets the
words around them from here; tests/vectors/invented.json has cases for both.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# How many words of its sentence are around a detail, and how far from it, in
# characters, they may stand in an answer, in which others have come between.
_AROUND = 12
_NEAR = 200
# What stands for the detail, and for another one, among the words around it.
_ITSELF = "…"
_GAP = "_"

_SAME = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\u202f": " ", "\n": " ", "’": "'"})
_WORD = re.compile(r"\w+(?:['-]\w+)*")
_END_OF_SENTENCE = re.compile(r"[.!?] +")


@dataclass(frozen=True)
class InventedDetail:
    """A passage that an example made up, and the words around it there."""

    passage: str
    around: str

    @property
    def line(self) -> str:
        """The same for the script of the page."""
        return f"{self.passage}\t{self.around}"


def details_of(example: str, passages: Sequence[str]) -> list[InventedDetail]:
    """The made-up details of an example, wherever they stand in it."""
    text = _plain(example)
    ends = [match.end() for match in _END_OF_SENTENCE.finditer(text)]
    details = []
    for passage in dict.fromkeys(passages):
        others = [each for each in passages if each != passage]
        for start, end in _places(text, passage):
            sentence = max((each for each in ends if each <= start), default=0)
            following = min((each for each in ends if each >= end), default=len(text))
            before = _words(_without(text[sentence:start], others))
            after = _words(_without(text[end:following], others))
            details.append(InventedDetail(passage, _nearest(before, after)))
    return details


def invented_left(text: str, details: Iterable[InventedDetail]) -> list[str]:
    """The passages of those details that stand in the text as the example's, once."""
    plain = _plain(text)
    return list(
        dict.fromkeys(
            detail.passage
            for detail in details
            if any(
                _is_of_the_example(plain, start, end, detail)
                for start, end in _places(plain, detail.passage)
            )
        )
    )


def without_names(
    details: Iterable[InventedDetail], people: Collection[str]
) -> list[InventedDetail]:
    """Those that are not the names of a project's members, who are real."""
    return [detail for detail in details if detail.passage not in people]


def _is_of_the_example(text: str, start: int, end: int, detail: InventedDetail) -> bool:
    near = [
        *_words(text[max(0, start - _NEAR) : start]),
        _ITSELF,
        *_words(text[end : end + _NEAR]),
    ]
    around = _pairs(detail.around.split(" "))
    return 2 * len(around & _pairs(near)) >= len(around)


def _nearest(before: list[str], after: list[str]) -> str:
    """As many words on each side; more on one where the other has too few."""
    half = _AROUND // 2
    of_before = max(half, _AROUND - len(after))
    of_after = max(half, _AROUND - len(before))
    return " ".join([*before[-of_before:], _ITSELF, *after[:of_after]])


def _pairs(words: list[str]) -> set[tuple[str, str]]:
    return {pair for pair in zip(words, words[1:], strict=False) if _GAP not in pair}


def _without(text: str, passages: Iterable[str]) -> str:
    """The text with a sign for a gap in the place of each passage."""
    for passage in sorted(passages, key=len, reverse=True):
        for start, end in reversed(_places(text, passage)):
            text = f"{text[:start]} {_GAP} {text[end:]}"
    return text


def _places(text: str, passage: str) -> list[tuple[int, int]]:
    """Where the passage stands as words of its own; a figure, as a whole one."""
    words = re.escape(_plain(passage))
    whole = rf"(?<!\w)(?!(?<=\d[ ,.])\d){words}(?!\w|[,.]\d)"
    return [match.span() for match in re.finditer(whole, text)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _plain(text: str) -> str:
    return text.translate(_SAME)
