"""What is said of an answer that seems to be in the other language."""

from dataclasses import dataclass

from questionnaire.content.kinds import KINDS, Content
from questionnaire.content.misplaced import Places, misplaced_pieces
from questionnaire.queries.answering.worksheet import Worksheet

_EXCERPT = 90


@dataclass(frozen=True)
class LanguageNote:
    """How many passages of an answer seem to be in the other language.

    `excerpt` is the beginning of the first one; `is_whole`: all the answer is.
    """

    count: int
    is_whole: bool
    excerpt: str


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
    pieces = [
        (
            KINDS[part.kind].own_words(piece, part.options),
            index in places.get(part.key, ()),
        )
        for part in sheet.parts
        if content.get(part.key) is not None
        for index, piece in enumerate(KINDS[part.kind].split(content[part.key]))
    ]
    misplaced = [
        " ".join(words.split()) for words, is_misplaced in pieces if is_misplaced
    ]
    return LanguageNote(
        count=len(misplaced),
        is_whole=all(is_misplaced for words, is_misplaced in pieces if words.strip()),
        excerpt=_shortened(misplaced[0]),
    )


def _shortened(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text
    return text[:_EXCERPT].rsplit(" ", 1)[0] + "…"
