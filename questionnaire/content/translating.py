"""How a translation stands, paragraph by paragraph of its source.

When both texts were last known to say the same, their paragraphs were paired in
order. What changed in either since is followed from there: a paragraph that changed
in the source alone is out of date in the translation.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from questionnaire.content.blocks import Block, rows_apart, rows_together
from questionnaire.content.comparing import ParagraphChange, compare_blocks
from questionnaire.content.prose import blocks_to_text

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
        return self.change.new_blocks

    @property
    def has_changed(self) -> bool:
        """Whether it says something else than when it was translated."""
        before = self.change.old_blocks or self.change.blocks_elsewhere
        return bool(before) and self.change.has_other_words


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
            if each.change.kind != "same" and not each.change.is_departure
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
        standing = [each for each in self.paragraphs if each.change.new_blocks]
        done = [each for each in standing if each.target is not None]
        return standing[: len(done)] == done and all(
            each.target == each.change.new_number - 1
            and each.state is not TranslationState.OUT_OF_DATE
            for each in done
        )


def pair_texts(
    source_then: Blocks,
    source: Blocks,
    target_then: Blocks,
    target: Blocks,
    *,
    was_whole: bool = False,
) -> PairedTexts:
    """Pair the paragraphs of a source with those of its translation.

    `…_then` are both texts when they were last known to say the same; empty when they
    never were. `was_whole`: somebody said then that nothing was missing, so that a
    paragraph without one beside it is said elsewhere, until it changes.
    """
    then, now = list(rows_apart(target_then)), list(rows_apart(target))
    source_then = list(rows_apart(source_then))
    changes = compare_blocks(source_then, source).paragraphs
    if not _can_be_paired(source_then, then):
        return _unpaired(changes, is_same=then == now)
    found = _places(then, now)
    said_elsewhere = range(len(then), len(source_then)) if was_whole else ()
    paragraphs = [
        SourceParagraph(change, TranslationState.UP_TO_DATE)
        if change.old_number - 1 in said_elsewhere
        and change.new_blocks
        and not change.has_other_words
        else _paired(change, found.get(change.old_number - 1))
        for change in changes
    ]
    taken = {place for place, _has_changed in found.values()}
    paragraphs = _fill_gaps(paragraphs, len(now), taken)
    return PairedTexts(tuple(paragraphs), _whole(paragraphs), is_paired=True)


def _can_be_paired(source: Blocks, target: Blocks) -> bool:
    """Whether the paragraphs correspond in order; the last ones may be missing.

    They are missing, and none was joined with another, if what there is of the
    translation is as long as its source rather than as all of it.
    """
    count = len(target)
    if count > len(source):
        return False
    if count and count < len(source):
        length = _length(target)
        of_all, of_the_first = _length(source), _length(source[:count])
        if abs(length - of_all) < abs(length - of_the_first):
            return False
    return all(
        type(one) is type(other) for one, other in zip(source, target, strict=False)
    )


def _length(blocks: Blocks) -> int:
    return len(blocks_to_text(blocks))


def _places(then: Blocks, now: Blocks) -> dict[int, tuple[int, bool]]:
    """{position before: (position now, whether it says something else)}."""
    return {
        change.old_number - 1: (change.new_number - 1, change.has_other_words)
        for change in compare_blocks(then, now).paragraphs
        if change.new_blocks and change.old_number
    }


def _paired(change: ParagraphChange, found: tuple[int, bool] | None) -> SourceParagraph:
    """`found` is the place of its translation, and whether that has changed."""
    if not change.new_blocks:
        return SourceParagraph(change)
    if found is None or not change.old_number:
        return SourceParagraph(change, TranslationState.TO_TRANSLATE)
    place, target_has_changed = found
    if not change.has_other_words:
        state = TranslationState.UP_TO_DATE
    elif target_has_changed:
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


def _unpaired(changes: Sequence[ParagraphChange], *, is_same: bool) -> PairedTexts:
    """The texts as wholes; `is_same`: the translation has not changed since."""
    paragraphs = tuple(SourceParagraph(change) for change in changes)
    if all(change.kind == "same" for change in changes):
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
