"""All answers to one question at once: passages × people, French beside English.

Wordings are only ever called the same within a language. Across languages, passages
stand beside each other by their place, which is a guess.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from questionnaire.content.facing import face
from questionnaire.models import AnswerVersion, Part, User
from questionnaire.queries.review.passages import (
    PartPassages,
    Passage,
    PassageWording,
    part_passages,
)


@dataclass(frozen=True)
class Side:
    """The answers in one language, and their passages part by part."""

    language: str
    versions: tuple[AnswerVersion, ...]
    parts: tuple[PartPassages, ...]
    # Ids of those that are their authors' newest: an older one that is agreed on has
    # a column, but is not counted as somebody's answer.
    newest: frozenset[int]

    @property
    def count(self) -> int:
        return len(self.newest)

    def names_of(self, author_id: int) -> set[str]:
        """The wordings of the first version by this person; none without any."""
        theirs = [each for each in self.versions if each.answer.author_id == author_id][
            :1
        ]
        return {
            name
            for version in theirs
            for each in self.parts
            for name in each.names_of(version)
        }


@dataclass(frozen=True)
class Cell:
    """The letter of one version's wording of a passage; "" if it is silent."""

    version: AnswerVersion
    letter: str


@dataclass(frozen=True)
class Share:
    """How many of the answers in one language have the most frequent wording."""

    language: str
    letter: str
    count: int
    of: int
    silent: tuple[User, ...]  # those who say nothing of the passage

    @property
    def is_all(self) -> bool:
        return self.count == self.of


@dataclass(frozen=True)
class Facet:
    """A passage in one language, None where nothing there faces the other language."""

    side: Side
    passage: Passage | None

    @property
    def cells(self) -> list[Cell]:
        letters = self.passage.letters if self.passage else {}
        return [Cell(each, letters.get(each.pk, "")) for each in self.side.versions]

    @property
    def wordings(self) -> list[tuple[PassageWording, int]]:
        """[(wording, how many answers have it)]."""
        if self.passage is None:
            return []
        return [(each, self._count(each)) for each in self.passage.wordings]

    @cached_property
    def share(self) -> Share | None:
        """None where nothing is said in this language."""
        if self.passage is None:
            return None
        wording, count = max(self.wordings, key=lambda each: each[1])
        silent = [
            version.answer.author
            for version in self.side.versions
            if version.pk in self.side.newest and version.pk not in self.passage.letters
        ]
        return Share(
            self.side.language, wording.letter, count, self.side.count, tuple(silent)
        )

    def _count(self, wording: PassageWording) -> int:
        return sum(version.pk in self.side.newest for version in wording.versions)


@dataclass(frozen=True)
class Row:
    """A passage, in each language in which there are answers."""

    number: int
    facets: tuple[Facet, ...]

    @property
    def first(self) -> Facet:
        """The facet by which the passage is called."""
        return next(each for each in self.facets if each.passage)

    @property
    def shares(self) -> list[Share]:
        return [each.share for each in self.facets if each.share]

    @property
    def is_guess(self) -> bool:
        """Whether two languages stand beside each other here."""
        return len(self.shares) > 1


@dataclass(frozen=True)
class PartRows:
    part: Part
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WhoSaysWhat:
    """All answers to a question, passage by passage."""

    sides: tuple[Side, ...]  # the language of the first answer first
    parts: tuple[PartRows, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for each in self.parts for row in each.rows]

    @property
    def people(self) -> int:
        """How many people have answered, in either language."""
        return len(
            {
                version.answer.author_id
                for side in self.sides
                for version in side.versions
                if version.pk in side.newest
            }
        )

    @property
    def ticked(self) -> set[str]:
        """The names of the wordings that are ticked to begin with.

        Those of the first answer, in each language in which its author wrote: texts
        of two people are no answer.
        """
        if not self.sides:
            return set()
        author_id = self.sides[0].versions[0].answer.author_id
        return {name for side in self.sides for name in side.names_of(author_id)}

    @property
    def is_guess(self) -> bool:
        return any(row.is_guess for row in self.rows)


def who_says_what(
    parts: Iterable[Part],
    by_language: Sequence[tuple[str, tuple[AnswerVersion, ...]]],
    newest: Collection[int],
) -> WhoSaysWhat:
    """The WhoSaysWhat of `by_language`: [(language, versions)]. No query.

    `newest` are the ids of the versions that are their authors' newest.
    """
    parts = tuple(parts)
    sides = tuple(
        Side(
            language,
            versions,
            part_passages(parts, versions, language),
            frozenset(each.pk for each in versions if each.pk in newest),
        )
        for language, versions in by_language
        if versions
    )
    found = []
    number = 0
    for index, part in enumerate(parts):
        rows = []
        for passages in _faced([side.parts[index].passages for side in sides]):
            number += 1
            facets = [
                Facet(side, passage)
                for side, passage in zip(sides, passages, strict=True)
            ]
            rows.append(Row(number, tuple(facets)))
        found.append(PartRows(part, tuple(rows)))
    return WhoSaysWhat(sides, tuple(found))


def _faced(
    sides: Sequence[Sequence[Passage]],
) -> list[tuple[Passage | None, ...]]:
    """The passages of one language, or of two beside each other."""
    if len(sides) < 2:
        return [(passage,) for side in sides for passage in side]
    left, right = sides
    faced = face(*([each.wordings[0].blocks for each in side] for side in sides))
    return [
        (None if i is None else left[i], None if j is None else right[j])
        for i, j in faced
    ]
