"""What is said of an answer that seems to be in the other language."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaire.content.kinds import KINDS, Content
from questionnaire.content.languages import language_of
from questionnaire.content.misplaced import Places, misplaced_pieces
from questionnaire.queries.answering.worksheet import Worksheet
from questionnaire.vocabulary import Language

_EXCERPT = 90


@dataclass(frozen=True)
class LanguageNote:
    """How many passages of an answer seem to be in the other language.

    `excerpt` is the beginning of the first one, in the part with this `letter`;
    `is_whole`: all the answer is.
    """

    count: int
    is_whole: bool
    letter: str
    excerpt: str


@dataclass(frozen=True)
class _Passage:
    letter: str
    words: str
    is_misplaced: bool


def note_language(
    sheet: Worksheet, sources: Content | None = None
) -> LanguageNote | None:
    """What to say of my text on `sheet`; None if nothing, or if I said it is right.

    `sources` is the text in sight that it translates, if any.
    """
    if sheet.is_language_confirmed:
        return None
    content = sheet.editor_content
    places = misplaced_pieces(content, sheet.parts, sheet.language, sources=sources)
    return _note(sheet, content, places) if places else None


def _note(sheet: Worksheet, content: Content, places: Places) -> LanguageNote:
    passages = list(_passages(sheet, content, places))
    misplaced = [each for each in passages if each.is_misplaced]
    return LanguageNote(
        count=len(misplaced),
        is_whole=all(each.is_misplaced for each in passages if each.words.strip()),
        letter=misplaced[0].letter,
        excerpt=_excerpt(misplaced[0].words, sheet.other_language),
    )


def _passages(sheet: Worksheet, content: Content, places: Places) -> Iterator[_Passage]:
    for part in sheet.parts:
        if content.get(part.key) is None:
            continue
        kind = KINDS[part.kind]
        for index, piece in enumerate(kind.split(content[part.key])):
            yield _Passage(
                part.letter,
                kind.own_words(piece, part.options),
                index in places.get(part.key, ()),
            )


def _excerpt(words: str, language: Language) -> str:
    """The beginning of the first line that is plainly in this language."""
    lines = words.splitlines()
    told = next((line for line in lines if language_of(line) is language), words)
    return _shortened(" ".join(told.split()))


def _shortened(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text
    return text[:_EXCERPT].rsplit(" ", 1)[0] + "…"
