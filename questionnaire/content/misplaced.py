"""Paragraphs and rows of an answer that are plainly in the other language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from questionnaire.content.kinds import KINDS, Content, PartLike
from questionnaire.content.languages import language_of
from questionnaire.vocabulary import Language

# Longer answers are not looked through while somebody types.
MAX_LENGTH = 200_000
# {part key: positions among the pieces that `Kind.split` gives}.
Places: TypeAlias = Mapping[str, frozenset[int]]


def misplaced_pieces(
    content: Content,
    parts: Iterable[PartLike],
    language: str,
    *,
    sources: Content | None = None,
) -> Places:
    """Where an answer that is written in `language` is plainly in the other one.

    Parts where it is not are left out. `sources` is a text in sight: what is copied
    from it in order to be translated is where its author wants it.
    """
    other = Language(language).other
    found = {}
    for part in parts:
        value = content.get(part.key)
        if value is None or len(value) > MAX_LENGTH:
            continue
        kind = KINDS[part.kind]
        known = (sources or {}).get(part.key)
        copied = kind.split(known) if known is not None else []
        passages = [
            "" if piece in copied else kind.own_words(piece, part.options)
            for piece in kind.split(value)
        ]
        if places := _misplaced(passages, other):
            found[part.key] = places
    return found


def _misplaced(passages: Sequence[str], other: Language) -> frozenset[int]:
    """The positions of the passages in the language `other`.

    All of them where short ones say too little by themselves, but together they are
    plain and none speaks against it.
    """
    said = [language_of(passage) for passage in passages]
    if other.other not in said and language_of("\n".join(passages)) is other:
        return frozenset(index for index, each in enumerate(passages) if each.strip())
    return frozenset(index for index, each in enumerate(said) if each is other)


def without_pieces(
    content: Content, parts: Iterable[PartLike], places: Places
) -> Content:
    """The content without the pieces at these places."""
    return _pick(content, parts, lambda key, index: index not in places.get(key, ()))


def only_pieces(content: Content, parts: Iterable[PartLike], places: Places) -> Content:
    """Only the pieces of the content at these places."""
    return _pick(content, parts, lambda key, index: index in places.get(key, ()))


def _pick(
    content: Content, parts: Iterable[PartLike], is_wanted: Callable[[str, int], bool]
) -> Content:
    picked = {}
    for part in parts:
        if content.get(part.key) is None:
            continue
        kind = KINDS[part.kind]
        pieces = [
            piece
            for index, piece in enumerate(kind.split(content[part.key]))
            if is_wanted(part.key, index)
        ]
        picked[part.key] = kind.merge(pieces)
    return {key: value for key, value in picked.items() if value is not None}
