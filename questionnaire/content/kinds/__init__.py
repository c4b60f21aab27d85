"""Kinds of parts: a new one is a file here, a line in `KINDS` and its test."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.content.blocks import Block
from questionnaire.content.comparing import Comparison
from questionnaire.content.kinds.base import Content, Kind, Options, PartLike, Value
from questionnaire.content.kinds.choice import Choice
from questionnaire.content.kinds.prose import Prose
from questionnaire.content.kinds.table import Table

__all__ = ["KINDS", "Content", "Kind", "Options", "PartLike", "Value"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Prose(), Choice(), Table())}
P = TypeVar("P", bound=PartLike)


def clean_content(content: Any, parts: Iterable[PartLike]) -> Content:
    """The content of an answer as it is stored, without empty parts.

    `content` is {part key: value}; `parts` are the question's, each with `key`,
    `kind` and `options`. Raises ValidationError with a dict {part key: messages}
    when a value can't be stored, and with a plain message for a part that the
    question does not have.
    """
    by_key = {part.key: part for part in parts}
    if not isinstance(content, dict) or not by_key.keys() >= content.keys():
        raise ValidationError(
            _("This question does not have such a part."), code="unknown_part"
        )
    cleaned, errors = {}, {}
    for key, value in content.items():
        part = by_key[key]
        if value is None:
            continue
        try:
            value = KINDS[part.kind].clean(value, part.options)
        except ValidationError as error:
            errors[key] = error
            continue
        if value is not None:
            cleaned[key] = value
    if errors:
        raise ValidationError(errors)
    return cleaned


def conform_to_schema(content: Content, parts: Iterable[PartLike]) -> Content:
    """The stored content, without what these parts no longer accept.

    A project may have moved to a newer version of its template: parts that the
    question no longer has, choices that are no longer offered and cells without a
    column are left out.
    """
    by_key = {part.key: part for part in parts}
    fits = {
        key: KINDS[by_key[key].kind].conform(value, by_key[key].options)
        for key, value in content.items()
        if key in by_key
    }
    return {key: value for key, value in fits.items() if value is not None}


def leftovers(content: Content, parts: Iterable[PartLike]) -> Content:
    """What `conform_to_schema` leaves out of a stored content, by part."""
    by_key = {part.key: part for part in parts}
    found = {
        key: KINDS[by_key[key].kind].leftover(value, by_key[key].options)
        if key in by_key
        else value
        for key, value in content.items()
    }
    return {key: value for key, value in found.items() if value is not None}


def readable_parts(
    content: Content, parts: Iterable[P], language: str
) -> list[tuple[P, tuple[Block, ...]]]:
    """[(part, blocks)] of a content; parts without an answer are left out."""
    parts = tuple(parts)
    content = conform_to_schema(content, parts)
    return [
        (part, KINDS[part.kind].blocks(content[part.key], part.options, language))
        for part in parts
        if content.get(part.key) is not None
    ]


def compare_contents(
    old: Content, new: Content, parts: Iterable[P], language: str
) -> tuple[tuple[P, Comparison], ...]:
    """The differences between two contents of an answer: ((part, Comparison), …).

    Parts that neither of them answers are left out. `language` is the language of
    the template's own words, such as the labels of choices.
    """
    return tuple(
        (
            part,
            KINDS[part.kind].compare(
                old.get(part.key), new.get(part.key), part.options, language
            ),
        )
        for part in parts
        if part.key in old or part.key in new
    )


def count_changes(
    old: Content, new: Content, parts: Iterable[PartLike], language: str
) -> tuple[int, int]:
    """(words added, words removed) from one content of an answer to another."""
    comparisons = [
        comparison
        for part, comparison in compare_contents(old, new, parts, language)
        if old.get(part.key) != new.get(part.key)
    ]
    return (
        sum(comparison.added for comparison in comparisons),
        sum(comparison.removed for comparison in comparisons),
    )
