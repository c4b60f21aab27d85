"""Find a quoted passage in a version, whatever happened to its white space."""

import re
from collections.abc import Iterable, Iterator

from questionnaire.content.blocks import (
    Block,
    Heading,
    List,
    Paragraph,
    Preformatted,
    Quotation,
    Table,
    TextTable,
    text_of,
)
from questionnaire.content.kinds import Content, readable_parts
from questionnaire.content.kinds.base import PartLike


def version_text(content: Content, parts: Iterable[PartLike], language: str) -> str:
    """A version as plain text: one line per paragraph, item or row, no markers."""
    lines: list[str] = []
    for _part, blocks in readable_parts(content, parts, language):
        lines.extend(_lines(blocks))
    return "\n".join(lines)


def find_passage(passage: str, text: str) -> str | None:
    """The passage exactly as `text` has it, or None if it is not there.

    Any run of white space matches any other: a browser copies paragraphs, list
    items and non-breaking spaces in its own way.
    """
    wanted = " ".join(passage.split())
    if not wanted:
        return None
    # Searched as plain text: an expression for the white space between so many words
    # would try each place of a repetitive text anew.
    places = [found.span() for found in re.finditer(r"\S+", text)]
    plain = " ".join(text[start:end] for start, end in places)
    at = plain.find(wanted)
    if at < 0:
        return None
    start = _place_of(at, places)
    end = _place_of(at + len(wanted) - 1, places) + 1
    return text[start:end]


def _place_of(index: int, places: list[tuple[int, int]]) -> int:
    """Where a character of the words, joined by single spaces, is in the text."""
    passed = 0
    for start, end in places:
        if index < passed + end - start:
            return start + index - passed
        passed += end - start + 1
    return index


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            yield text_of(block.runs)
        elif isinstance(block, Preformatted):
            yield from block.lines
        elif isinstance(block, TextTable):
            yield from ("\t".join(map(text_of, row)) for row in block.rows)
        elif isinstance(block, Quotation):
            yield from _lines(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from _lines(item)
        elif isinstance(block, Table):
            yield "\t".join(column.label for column in block.columns)
            for row in block.rows:
                yield "\t".join(map(text_of, row))
