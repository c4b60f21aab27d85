"""How a translation stands, paragraph by paragraph of its source.

When both texts were last known to say the same, their paragraphs were paired in
order. What changed in either since is followed from there: a paragraph that changed
in the source alone is out of date in the translation.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from questionnaire.content.blocks import Block, rows_apart, rows_together
from questionnaire.content.comparing import ParagraphChange, compare_blocks

Blocks: TypeAlias = Sequence[Block]


class TranslationState(enum.StrEnum):
    """How the translation of a paragraph, or of a whole text, stands."""

    UP_TO_DATE = "up_to_date"
    OUT_OF_DATE = "out_of_date"
    IN_PROGRESS = "in_progress"
    TO_TRANSLATE = "to_translate"


@dataclass(frozen=True)
class SourceParagraph:
    """A paragraph, list or row of the source, with what changed in it.

    `state` is None where paragraphs can't be paired, and for one that is gone.
    `target` is the position of its translation; None without one.
    """

    change: ParagraphChange
    state: TranslationState | None = None
    target: int | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What it says now; nothing for one that is gone."""
        return () if self.change.new is None else (self.change.new,)

    @property
    def is_only_moved(self) -> bool:
        """Whether this is where a paragraph stood that stands elsewhere now."""
        return self.change.new is None and self.change.is_moved


@dataclass(frozen=True)
class PairedTexts:
    """A source beside its translation."""

    paragraphs: tuple[SourceParagraph, ...]
    state: TranslationState | None  # of the whole; None when there is no source
    # Whether each paragraph has its own state.
    is_paired: bool

    @property
    def source(self) -> tuple[Block, ...]:
        """The source as it is now, its tables whole."""
        return rows_together(block for each in self.paragraphs for block in each.blocks)

    @property
    def changed(self) -> tuple[SourceParagraph, ...]:
        """The paragraphs of the source that are not what they were."""
        return tuple(
            each
            for each in self.paragraphs
            if each.change.kind != "same" and not each.is_only_moved
        )

    def count(self, state: TranslationState) -> int:
        return sum(each.state is state for each in self.paragraphs)

    @property
    def is_settled(self) -> bool:
        """Whether the translation, as it stands, says what the source says.

        Paragraphs at the end may still be missing: they are seen to be.
        """
        if not self.is_paired:
            return self.state is TranslationState.UP_TO_DATE
        standing = [each for each in self.paragraphs if each.change.new is not None]
        done = [each for each in standing if each.target is not None]
        return standing[: len(done)] == done and all(
            each.target == index and each.state is not TranslationState.OUT_OF_DATE
            for index, each in enumerate(done)
        )


def pair_texts(
    source_then: Blocks, source: Blocks, target_then: Blocks, target: Blocks
) -> PairedTexts:
    """Pair the paragraphs of a source with those of its translation.

    `…_then` are both texts when they were last known to say the same; empty when they
    never were.
    """
    then, now = list(rows_apart(target_then)), list(rows_apart(target))
    source_then = list(rows_apart(source_then))
    changes = list(_with_origins(source_then, source))
    if not _can_be_paired(source_then, then):
        return _unpaired(changes, is_same=then == now)
    moved_to = {
        origin: (place, change.kind != "same" and not change.is_moved)
        for place, (change, origin) in enumerate(
            each for each in _with_origins(then, target) if each[0].new is not None
        )
        if origin is not None
    }
    paragraphs = [
        _paired(change, moved_to.get(origin) if origin is not None else None)
        for change, origin in changes
    ]
    paragraphs = _fill_gaps(
        paragraphs, len(now), {place for place, _ in moved_to.values()}
    )
    return PairedTexts(tuple(paragraphs), _whole(paragraphs), is_paired=True)


def _can_be_paired(source: Blocks, target: Blocks) -> bool:
    """Whether the paragraphs correspond in order; the last ones may be missing."""
    return len(target) <= len(source) and all(
        type(one) is type(other) for one, other in zip(source, target, strict=False)
    )


def _with_origins(
    then: Blocks, now: Blocks
) -> Iterator[tuple[ParagraphChange, int | None]]:
    """(change, position before) of each paragraph; None for one that is new."""
    place = 0
    for change in compare_blocks(then, now).paragraphs:
        if change.old is None:
            is_known = change.is_moved and change.new in then
            yield change, then.index(change.new) if is_known else None
            continue
        yield change, place
        place += 1


def _paired(change: ParagraphChange, found: tuple[int, bool] | None) -> SourceParagraph:
    """`found` is the place of its translation, and whether that has changed."""
    if change.new is None:
        return SourceParagraph(change)
    if found is None:
        return SourceParagraph(change, TranslationState.TO_TRANSLATE)
    place, target_changed = found
    if change.kind == "same" or change.is_moved:
        state = TranslationState.UP_TO_DATE
    elif target_changed:
        state = TranslationState.IN_PROGRESS
    else:
        state = TranslationState.OUT_OF_DATE
    return SourceParagraph(change, state, place)


def _fill_gaps(
    paragraphs: Sequence[SourceParagraph], count: int, taken: set[int]
) -> list[SourceParagraph]:
    """Pair new paragraphs of the source with new ones in the same place."""
    filled: list[SourceParagraph] = []
    place = 0
    following = _next_places(paragraphs, count)
    for paragraph, end in zip(paragraphs, following, strict=True):
        if paragraph.target is not None:
            place = paragraph.target + 1
        elif paragraph.state is TranslationState.TO_TRANSLATE:
            if place < end and place not in taken:
                paragraph = SourceParagraph(
                    paragraph.change, TranslationState.IN_PROGRESS, place
                )
                place += 1
        filled.append(paragraph)
    return filled


def _next_places(paragraphs: Sequence[SourceParagraph], count: int) -> list[int]:
    """For each paragraph, where the translation of the next paired one begins."""
    places, following = [], count
    for paragraph in reversed(paragraphs):
        places.append(following)
        if paragraph.target is not None:
            following = paragraph.target
    return places[::-1]


def _unpaired(
    changes: Sequence[tuple[ParagraphChange, int | None]], *, is_same: bool
) -> PairedTexts:
    """The texts as wholes; `is_same`: the translation has not changed since."""
    paragraphs = tuple(SourceParagraph(change) for change, _origin in changes)
    if all(change.kind == "same" for change, _origin in changes):
        state = TranslationState.UP_TO_DATE
    elif is_same:
        state = TranslationState.OUT_OF_DATE
    else:
        state = TranslationState.IN_PROGRESS
    return PairedTexts(paragraphs, state, is_paired=False)


def _whole(paragraphs: Sequence[SourceParagraph]) -> TranslationState | None:
    states = {each.state for each in paragraphs if each.state is not None}
    if not states:
        return None
    if states == {TranslationState.TO_TRANSLATE}:
        return TranslationState.TO_TRANSLATE
    if TranslationState.OUT_OF_DATE in states:
        return TranslationState.OUT_OF_DATE
    if len(states) == 1:
        return states.pop()
    return TranslationState.IN_PROGRESS
