"""The answers to one question passage by passage: which wordings, and whose."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from questionnaire.content.blocks import Block
from questionnaire.content.collation import Passage as CollatedPassage
from questionnaire.content.collation import collate
from questionnaire.content.comparing import Comparison, block_key, compare_blocks
from questionnaire.content.kinds import KINDS, conform_to_schema
from questionnaire.content.kinds.base import Kind, Value
from questionnaire.content.prose import blocks_to_text
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Part, User

# How many pairs of words may be compared to show how rival wordings differ.
_WORDS_COMPARED = 2_000_000
# A passage is called by its first words: so many, and no more letters than this.
_NAMED_BY = 6
_LONGEST_NAME = 42
# What blocks_to_text writes before an item of a list, a quotation, a heading, a table.
_MARKER = re.compile(r"\A(?:(?:(?:-|>|##|###|\||\d+\.) )+|```\n)")


@dataclass(frozen=True)
class PassageWording:
    """One way in which answers put a passage, word for word."""

    letter: str  # A, B…: among the wordings of this passage
    name: str  # unique on the page, whatever the language; the same for the same text
    value: Value
    blocks: tuple[Block, ...]
    versions: tuple[AnswerVersion, ...]  # that contain exactly this
    # From the first wording to this one; None where nothing is alike, or where the
    # texts are too long to say.
    difference: Comparison | None = None

    @property
    def authors(self) -> tuple[User, ...]:
        """Whose words these are, each once."""
        return tuple(dict.fromkeys(each.answer.author for each in self.versions))


@dataclass(frozen=True)
class Passage:
    """What answers in one language say of the same thing; rival wordings of it."""

    wordings: tuple[PassageWording, ...]

    @property
    def has_rivals(self) -> bool:
        return len(self.wordings) > 1

    @property
    def beginning(self) -> str:
        """Its first words, by which it is called."""
        words = _MARKER.sub("", blocks_to_text(self.wordings[0].blocks)).split()
        text = " ".join(words[:_NAMED_BY])
        is_all = len(words) <= _NAMED_BY and len(text) <= _LONGEST_NAME
        return text if is_all else text[:_LONGEST_NAME].rstrip(" .,;:|") + "…"

    @cached_property
    def letters(self) -> dict[int, str]:
        """{version id: letter of its wording} of the versions that say it."""
        return {
            version.pk: wording.letter
            for wording in self.wordings
            for version in wording.versions
        }

    def authors_of(self, letter: str) -> tuple[User, ...]:
        return next(each.authors for each in self.wordings if each.letter == letter)


@dataclass(frozen=True)
class PartPassages:
    """A part of the question with the passages that all answers have for it."""

    part: Part
    language: str
    passages: tuple[Passage, ...]

    @property
    def wordings(self) -> list[PassageWording]:
        return [wording for each in self.passages for wording in each.wordings]

    def merge(self, names: Collection[str]) -> Value:
        """The value made of the wordings with these names, in the page’s order."""
        taken = [each.value for each in self.wordings if each.name in names]
        return KINDS[self.part.kind].merge_passages(taken)

    def blocks_of(self, value: Value) -> list[Block]:
        """The blocks of a value of this part, one for each piece."""
        kind = KINDS[self.part.kind]
        return [
            block
            for piece in kind.passages(value)
            for block in kind.blocks(piece, self.part.options, self.language)
        ]

    def names_in(self, value: Value) -> set[str]:
        """The names of the wordings that a value of this part says, word for word."""
        keys = {block_key(block) for block in self.blocks_of(value)} if value else set()
        return {
            each.name
            for each in self.wordings
            if {block_key(block) for block in self.blocks_of(each.value)} <= keys
        }

    def names_of(self, version: AnswerVersion) -> set[str]:
        """The names of the wordings that make up this version."""
        return {each.name for each in self.wordings if version in each.versions}


def in_order_of_reading(
    agreed: AnswerVersion | None,
    newest: Iterable[AnswerVersion],
    more: Iterable[AnswerVersion] = (),
) -> tuple[AnswerVersion, ...]:
    """Versions in one language: the agreed one, then the newest ones by time.

    So that the same answers have the same passages on all pages.
    """
    by_time = sorted(newest, key=lambda each: (each.created_at, each.pk))
    ordered = [*([agreed] if agreed else []), *by_time, *more]
    return tuple({each.pk: each for each in ordered}.values())


def part_passages(
    parts: Iterable[Part], versions: Sequence[AnswerVersion], language: str
) -> tuple[PartPassages, ...]:
    """The PartPassages of each part. No query."""
    budget = _Budget(_WORDS_COMPARED)
    return tuple(_Collated(part, versions, language, budget).passages for part in parts)


class _Budget:
    """How many more pairs of words may be compared on this page."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, one: Sequence[Block], other: Sequence[Block]) -> bool:
        cost = _count_words(one) * _count_words(other)
        if cost > self.left:
            return False
        self.left -= cost
        return True


def _count_words(blocks: Sequence[Block]) -> int:
    return len(blocks_to_text(blocks).split())


class _Collated:
    """One part of several versions, collated."""

    def __init__(
        self,
        part: Part,
        versions: Sequence[AnswerVersion],
        language: str,
        budget: _Budget,
    ) -> None:
        self.part, self.versions, self.language = part, versions, language
        self.budget = budget
        self.kind: Kind = KINDS[part.kind]
        self.values = [self._values_of(version) for version in versions]
        self.names: set[str] = set()

    @property
    def passages(self) -> PartPassages:
        found = collate(
            # A piece is one block, or one row of one.
            [[self._blocks_of(value)[0] for value in values] for values in self.values],
            is_divisible=self.kind.is_divisible,
        )
        return PartPassages(
            self.part, self.language, tuple(self._passage(each) for each in found)
        )

    def _values_of(self, version: AnswerVersion) -> list[Value]:
        value = conform_to_schema(version.content, [self.part]).get(self.part.key)
        pieces = [] if value is None else self.kind.passages(value)
        # A piece that shows nothing can't be picked.
        return [piece for piece in pieces if self._blocks_of(piece)]

    def _blocks_of(self, value: Value) -> tuple[Block, ...]:
        return self.kind.blocks(value, self.part.options, self.language)

    def _passage(self, passage: CollatedPassage) -> Passage:
        first: tuple[Block, ...] | None = None
        wordings = []
        for index, variant in enumerate(passage.variants):
            text = variant.texts[0]
            value = self.kind.merge_passages(
                [self.values[text][at] for at in variant.places]
            )
            blocks = self._blocks_of(value)
            wordings.append(
                PassageWording(
                    letter=letter_of(index),
                    name=self._name(value),
                    value=value,
                    blocks=blocks,
                    versions=tuple(self.versions[text] for text in variant.texts),
                    difference=self._difference(first, blocks),
                )
            )
            first = first or blocks
        return Passage(tuple(wordings))

    def _name(self, value: Value) -> str:
        """A name for the page; the second of two equal passages has another one."""
        stem = f"{self.part.key}-{self.language}-{digest(value)[:16]}"
        name, count = stem, 1
        while name in self.names:
            count += 1
            name = f"{stem}-{count}"
        self.names.add(name)
        return name

    def _difference(
        self, first: tuple[Block, ...] | None, blocks: tuple[Block, ...]
    ) -> Comparison | None:
        if first is None or not self.budget.spend(first, blocks):
            return None
        comparison = compare_blocks(first, blocks)
        is_alike = any(
            change.kind in ("same", "changed") for change in comparison.paragraphs
        )
        return comparison if is_alike else None


def letter_of(index: int) -> str:
    """A to Z, then AA, AB…, as columns of a spreadsheet are named."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
