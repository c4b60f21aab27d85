"""One's own text beside the text in the other language that it is to say."""

from collections.abc import Sequence
from dataclasses import dataclass

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import KINDS, Content, conform_to_schema
from questionnaire.content.translating import (
    PairedTexts,
    TranslationState,
    pair_texts,
)
from questionnaire.models import AnswerVersion, Part
from questionnaire.plan.texts import Wording
from questionnaire.plan.translations import LastMatch, last_match
from questionnaire.queries.answering.worksheet import Worksheet
from questionnaire.vocabulary import Language

# How an address names my own text; a colleague's goes by the id of its version.
MINE = "mine"


@dataclass(frozen=True)
class Source:
    """A text in the other language that one can translate."""

    version: AnswerVersion
    is_mine: bool
    is_agreed: bool  # the plan carries it, by a decision

    @property
    def name(self) -> str:
        """What addresses call it."""
        return MINE if self.is_mine else str(self.version.pk)


@dataclass(frozen=True)
class SideBySide:
    """What a page of two languages shows; `source` is the one in sight."""

    source: Source
    sources: tuple[Source, ...]
    match: LastMatch
    parts: tuple[tuple[Part, PairedTexts], ...]
    # My newest version, which can be marked as up to date; None before the first.
    target: AnswerVersion | None

    @property
    def is_older(self) -> bool:
        """Whether the source has changed since my text was known to say the same."""
        return (
            self.match.source is not None
            and self.match.source.content_digest != self.source.version.content_digest
        )

    @property
    def counts(self) -> list[tuple[TranslationState, int]]:
        """How many paragraphs stand how, those that need work last; none where they
        can't be paired.
        """
        counted = [
            (state, sum(paired.count(state) for _part, paired in self.parts))
            for state in TranslationState
        ]
        return [(state, count) for state, count in counted if count]

    def of_part(self, key: str) -> PairedTexts:
        return next(paired for part, paired in self.parts if part.key == key)


def texts_to_translate(
    sheet: Worksheet, language: str, *, with_others: bool
) -> list[Wording]:
    """The texts in `language` that I could translate: mine, the agreed, the others'."""
    mine = [each for each in sheet.mine.get(language, ())[:1] if not each.is_empty]
    if not with_others:
        return mine
    carried = sheet.entry.resolution
    others = [each for each in sheet.others if each.language == language]
    return mine + sorted(
        others, key=lambda each: not carried.is_effective(each.version_id)
    )


def translation_target(sheet: Worksheet, *, with_others: bool) -> Language | None:
    """The language to translate to: that of the worksheet, where there is a source.

    None as long as there is nothing to translate.
    """
    for target in (Language(sheet.language), sheet.other_language):
        if texts_to_translate(sheet, target.other, with_others=with_others):
            return target
    return None


def read_side_by_side(
    sheet: Worksheet, wanted: str, *, with_others: bool
) -> SideBySide | None:
    """My text on `sheet` beside the source that an address calls `wanted`.

    Beside the first one otherwise; None when there is none. At most four queries: the
    texts, the newest note and what the source said earlier.
    """
    found = texts_to_translate(sheet, sheet.other_language, with_others=with_others)
    if not found:
        return None
    mine = sheet.wording
    versions = AnswerVersion.objects.select_related("answer__author").in_bulk(
        [each.version_id for each in found] + ([mine.version_id] if mine else [])
    )
    my_own = {each.version_id for each in sheet.mine.get(sheet.other_language, ())}
    sources = [
        Source(
            versions[each.version_id],
            is_mine=each.version_id in my_own,
            is_agreed=sheet.entry.resolution.is_decided
            and sheet.entry.resolution.is_effective(each.version_id),
        )
        for each in found
    ]
    source = next((each for each in sources if each.name == wanted), sources[0])
    target = versions[mine.version_id] if mine and not mine.is_empty else None
    match = last_match(source.version, target)
    return SideBySide(
        source,
        tuple(sources),
        match,
        _pair_parts(sheet, source.version, match),
        target,
    )


def _pair_parts(
    sheet: Worksheet, source: AnswerVersion, match: LastMatch
) -> tuple[tuple[Part, PairedTexts], ...]:
    language = sheet.other_language
    then = match.source.content if match.source else {}
    target_then = match.target.content if match.target else {}
    return tuple(
        (
            part,
            pair_texts(
                _blocks(then, part, language),
                _blocks(source.content, part, language),
                _blocks(target_then, part, sheet.language),
                _blocks(sheet.editor_content, part, sheet.language),
                was_whole=match.is_whole,
            ),
        )
        for part in sheet.parts
    )


def _blocks(content: Content, part: Part, language: str) -> Sequence[Block]:
    fitting = conform_to_schema(content, [part])
    if part.key not in fitting:
        return ()
    return KINDS[part.kind].blocks(fitting[part.key], part.options, language)
