"""Plain text, typed without the editor, read into blocks."""

import re
from collections.abc import Iterable, Iterator

from questionnaire.content.blocks import (
    Block,
    Cell,
    Heading,
    List,
    Paragraph,
    Quotation,
    Run,
    TextTable,
)
from questionnaire.content.directions import contained
from questionnaire.content.prose.marks import (
    CELL_BREAK,
    FENCE,
    HEADING_MARKS,
    IS_RULE,
    split_row,
)
from questionnaire.content.prose.reading import preformatted

_BULLET = re.compile(r"( {0,3}[-*•–][ \t]+)(?=\S)")
# At most three digits: four before a full stop are a year that ends a sentence.
_NUMBER = re.compile(r"( {0,3}([0-9]{1,3})[.)][ \t]+)(?=\S)")
_QUOTE = re.compile(r" {0,3}> ?")
_HEADING = re.compile(rf"({'|'.join(HEADING_MARKS)}) +(?=\S)")
_FENCE = re.compile(rf"^{FENCE}[ \t]*$", re.MULTILINE)
_ROW = re.compile(r"\|.*\|\s*$")
_MAX_LEVELS = 6


def text_blocks(text: str, level: int = 1) -> tuple[Block, ...]:
    """Blocks for text typed without the editor.

    An empty line ends a paragraph; "- ", "1. " and "> " begin list items and
    quotations, and lines indented under an item belong to it. What marks headings,
    tables and preformatted lines is in marks.py.
    """
    if level > _MAX_LEVELS:
        return (_plain_paragraph(text.split("\n")),) if text.strip() else ()
    blocks: list[Block] = []
    for kind, lines in _grouped(text.split("\n")):
        if kind == "quote":
            inner = "\n".join(_QUOTE.sub("", line, count=1) for line in lines)
            if quoted := text_blocks(inner, level + 1):
                blocks.append(Quotation(quoted))
        elif kind in ("ul", "ol"):
            blocks.append(_text_list(kind, lines, level))
        elif kind == "heading":
            blocks += map(_heading, lines)
        elif kind == "row":
            blocks.append(_table(lines))
        elif kind == "pre":
            blocks += _preformatted(lines)
        elif kind == "p":
            blocks.append(_plain_paragraph(lines))
    return tuple(blocks)


def _grouped(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Neighbouring lines of one kind: "p", "ul", "row", "blank"…

    Preformatted lines stand between two fences, whatever they say.
    """
    kind = "blank"
    group: list[str] = []
    is_fenced = False
    for line in lines:
        if _FENCE.fullmatch(line):
            is_fenced = not is_fenced
            new_kind = "pre"
        else:
            new_kind = "pre" if is_fenced else _line_kind(line, kind)
        if new_kind != kind and group:
            yield kind, group
            group = []
        kind = new_kind
        group.append(line)
    yield kind, group


def _line_kind(line: str, previous: str) -> str:
    if not line.strip():
        return "blank"
    if previous in ("ul", "ol") and line.startswith("  "):
        return previous
    if _QUOTE.match(line):
        return "quote"
    if _BULLET.match(line):
        return "ul"
    if _NUMBER.match(line):
        return "ol"
    if _HEADING.match(line):
        return "heading"
    if _ROW.match(line) and split_row(line):
        return "row"
    return "p"


def _heading(line: str) -> Heading:
    mark, text = line.split(" ", 1)
    runs = contained((Run(text.strip(" \t")),))
    return Heading(runs, 1 + HEADING_MARKS.index(mark))


def _table(lines: list[str]) -> Block:
    """A table; its first line names the columns if the second one is a rule."""
    has_heading = len(lines) > 1 and bool(IS_RULE.fullmatch(lines[1].strip()))
    if has_heading:
        lines = [lines[0], *lines[2:]]
    rows = [split_row(line) for line in lines]
    width = max(map(len, rows), default=0)
    if not any(text for row in rows for text in row):
        return _plain_paragraph(lines)
    return TextTable(
        tuple(
            tuple(_cell(text) for text in (*row, *[""] * (width - len(row))))
            for row in rows
        ),
        has_heading,
    )


def _cell(text: str) -> Cell:
    return _plain_paragraph(text.split(CELL_BREAK)).runs if text else ()


def _preformatted(lines: list[str]) -> Iterator[Block]:
    """What stands between fences; one that is not closed goes on to the end."""
    for index, text in enumerate(_FENCE.split("\n".join(lines))):
        if index % 2 and (block := preformatted(text)):
            yield block


def _plain_paragraph(lines: Iterable[str]) -> Paragraph:
    runs: list[Run] = []
    for line in lines:
        if line := line.strip(" \t"):
            runs += [Run("\n"), Run(line)] if runs else [Run(line)]
    return Paragraph(contained(runs))


def _text_list(kind: str, lines: list[str], level: int) -> List:
    marker = _BULLET if kind == "ul" else _NUMBER
    items: list[list[str]] = []
    start, width = 1, 0
    for line in lines:
        found = None if items and line.startswith("  ") else marker.match(line)
        if found:
            if not items and kind == "ol":
                start = int(found[2])
            width = found.end()
            items.append([line[width:]])
        else:
            items[-1].append(_outdented(line, width))
    blocks = tuple(text_blocks("\n".join(item), level + 1) for item in items)
    return List(blocks, ordered=kind == "ol", start=start)


def _outdented(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" "))) :]
