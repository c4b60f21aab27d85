"""Prose: sanitised HTML of a few tags, converted to and from blocks and text."""

from questionnaire.content.prose.cleaning import (
    MAX_DEPTH,
    MAX_LENGTH,
    clean_prose,
    sanitise,
    validate_prose_source,
)
from questionnaire.content.prose.plain_text import text_blocks
from questionnaire.content.prose.reading import prose_blocks
from questionnaire.content.prose.writing import (
    blocks_to_html,
    blocks_to_text,
    count_words,
    has_short_words,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "blocks_to_html",
    "blocks_to_text",
    "clean_prose",
    "count_words",
    "has_short_words",
    "prose_blocks",
    "prose_to_text",
    "sanitise",
    "text_blocks",
    "text_to_prose",
    "validate_prose_source",
]


def prose_to_text(html: str) -> str:
    """The text that the HTML shows; "- ", "1. ", "> " and others mark what it is."""
    return blocks_to_text(prose_blocks(html))


def text_to_prose(text: str) -> str:
    """Prose for text typed without the editor, the reverse of `prose_to_text`."""
    return sanitise(blocks_to_html(text_blocks(text), rel=None))
