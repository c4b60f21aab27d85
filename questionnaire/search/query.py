"""What people type to search: words, “phrases”, OR, and minus.

Words are all to be found, each by its beginning. A phrase in quotation marks is found
as it stands. OR (or OU) between two stands for either, minus right before a word or a
phrase for without. An ORCID iD in any form is one word, and so is a whole e-mail
address.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from questionnaire.lib.orcid import validate_orcid
from questionnaire.search.words import (
    ADDRESS,
    MIN_PREFIX_LENGTH,
    joined,
    straight,
    words_of,
)

# Further words of a query are ignored.
MAX_WORDS = 20
# A further condition in SQL: that the text has a sequence of words.
CONTAINING = " AND body LIKE %s"
_OR, _AND = {"OR", "OU", "|"}, {"AND", "ET", "&"}

_ORCID = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*orcid\.org/(?:\S*?=)?({0})[/?#&]?\S*"
    r"|(?:\borcid(?:\s+id)?\b:?\s*)?(?<![\w-])({0})(?![\w-])".format(
        r"\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{3}[\dXx]"
    ),
    re.ASCII | re.IGNORECASE,
)
_PIECE = re.compile(r'-?(?:"[^"]*"|“[^”]*”|«[^»]*»)|\S+')
_QUOTES = '"“”«»'
_WHOLE_ADDRESS = re.compile(rf"<?(?:mailto:)?({ADDRESS})>?[.,;]?", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """Words that are all to be found; one after the other and whole in a phrase."""

    words: tuple[str, ...]
    is_phrase: bool = False


@dataclass(frozen=True)
class Query:
    """One term of each group is to be found, and none of `without`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[tuple[Term, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.without


def parse_query(text: str) -> Query:
    """The Query that this text means; without terms if it has no letter or digit."""
    groups: list[tuple[Term, ...]] = []
    without: list[tuple[Term, ...]] = []
    joins_next = False
    pieces = list(_pieces(text))
    for position, piece in enumerate(pieces):
        is_between = 0 < position < len(pieces) - 1
        if is_between and piece in _OR:
            joins_next = bool(groups)
            continue
        if is_between and piece in _AND:
            continue
        is_excluded = piece.startswith("-") and len(piece) > 1
        terms = _terms(piece.removeprefix("-") if is_excluded else piece)
        if not terms:
            continue
        if is_excluded:
            without.append(terms)
        elif joins_next:
            groups[-1] += terms
        else:
            groups.append(terms)
        joins_next = False
    return Query(tuple(groups), tuple(without))


def _pieces(text: str) -> Iterator[str]:
    """Words and phrases with their signs, as far as MAX_WORDS go."""
    left = MAX_WORDS
    for found in _PIECE.finditer(_ORCID.sub(_compact, straight(text))):
        left -= max(1, len(words_of(found[0])))
        if left < 0:
            return
        yield found[0]


def _compact(found: re.Match[str]) -> str:
    """An iD as it is indexed; other text unchanged."""
    number = re.sub(r"[\s-]", "", found[1] or found[2])
    try:
        validate_orcid(number)
    except ValidationError:
        return found[0]
    return f" {number} "


def _terms(piece: str) -> tuple[Term, ...]:
    """The alternatives that a piece stands for."""
    if address := _WHOLE_ADDRESS.fullmatch(piece):
        return (Term((joined(address[1]),), is_phrase=True),)
    words = tuple(dict.fromkeys(words_of(piece)))
    if not words:
        return ()
    if piece[0] in _QUOTES and len(piece) > 1 and piece[-1] in _QUOTES:
        return (Term(tuple(words_of(piece)), is_phrase=True),)
    if len(words) > 1 and re.search(r"\w[-']\w", piece):
        # Jean-Luc is Jeanluc, O'Neill is Oneill.
        return Term(words), Term((joined(piece),))
    return (Term(words),)


def combined(
    groups: Sequence[Sequence[Term]],
    every: str,
    either: str,
    asked: Callable[[str, bool], str],
) -> str:
    """The groups in the language of an engine.

    `every` and `either` are its operators; `asked` writes a word, whole or by prefix.
    """

    def written(term: Term) -> str:
        return f" {every} ".join(
            asked(word, term.is_phrase or len(word) < MIN_PREFIX_LENGTH)
            for word in term.words
        )

    return f" {every} ".join(
        f"({f' {either} '.join(f'({written(term)})' for term in group)})"
        for group in groups
    )
