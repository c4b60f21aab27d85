"""Prose and plain text, read into blocks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

from questionnaire.content.blocks import Block, List, Paragraph, Quotation, Run
from questionnaire.content.directions import contained
from questionnaire.content.prose.cleaning import TAGS

_MARKS = ("strong", "em", "a")


def prose_blocks(html: str) -> tuple[Block, ...]:
    """The blocks that cleaned HTML shows; paragraphs without text are left out."""
    reader = _BlockReader()
    reader.feed(html)
    return reader.blocks()


class _Frame:
    """An open list, item or quotation, or the whole text."""

    def __init__(self, tag: str, start: int = 1) -> None:
        self.tag = tag
        self.start = start
        self.content: list[
            Any
        ] = []  # blocks; of a list: its items, each a list of blocks

    @property
    def is_list(self) -> bool:
        return self.tag in ("ul", "ol")

    def add(self, block: Block) -> None:
        """Add a block; a list also accepts one that is outside its items."""
        if not self.is_list:
            self.content.append(block)
        elif isinstance(block, List) and self.content:
            self.content[-1].append(block)
        else:
            self.content.append([block])

    def block(self) -> Block | None:
        """The finished list or quotation; None when it is empty."""
        if self.tag == "blockquote":
            return Quotation(tuple(self.content)) if self.content else None
        items = tuple(tuple(item) for item in self.content if item)
        is_ordered = self.tag == "ol"
        return List(items, ordered=is_ordered, start=self.start) if items else None


class _BlockReader(HTMLParser):
    """Read blocks from sanitised HTML, however its tags are nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.frames = [_Frame("")]
        self.runs: list[Run] = []
        self.marks: list[
            tuple[str, str | None]
        ] = []  # open strong, em and a: (tag, address)

    def blocks(self) -> tuple[Block, ...]:
        """What was read."""
        self.close()
        while len(self.frames) > 1:
            self._close_frame()
        self._end_paragraph()
        return tuple(self.frames[0].content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _MARKS:
            self.marks.append((tag, attributes.get("href")))
        elif tag == "br":
            self._add_run("\n")
        elif tag in TAGS:
            self._end_paragraph()
            if tag in ("ul", "ol", "blockquote"):
                self.frames.append(_Frame(tag, int(attributes.get("start") or 1)))
            elif tag == "li" and self.frames[-1].is_list:
                self.frames.append(_Frame(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._close_mark(tag)
        elif tag in TAGS:
            self._end_paragraph()
            if tag in [frame.tag for frame in self.frames]:
                while self._close_frame() != tag:
                    pass

    def handle_data(self, data: str) -> None:
        self._add_run(re.sub(r"[\t\n\f\r]", " ", data))

    def _add_run(self, text: str) -> None:
        marks = dict(self.marks)
        self.runs.append(Run(text, "strong" in marks, "em" in marks, marks.get("a")))

    def _close_mark(self, tag: str) -> None:
        for index in reversed(range(len(self.marks))):
            if self.marks[index][0] == tag:
                del self.marks[index]
                return

    def _end_paragraph(self) -> None:
        runs, self.runs = contained(_tidy(self.runs)), []
        if runs:
            self.frames[-1].add(Paragraph(runs))

    def _close_frame(self) -> str:
        self._end_paragraph()
        frame = self.frames.pop()
        if frame.tag == "li":
            self.frames[-1].content.append(frame.content)
        elif block := frame.block():
            self.frames[-1].add(block)
        return frame.tag


def _tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs, with neighbours of one style joined, each line break separate, and no
    blanks at the ends."""
    joined: list[Run] = []
    for (is_break, bold, italic, href), alike in groupby(runs, _style):
        texts = [run.text for run in alike]
        texts = texts if is_break else ["".join(texts)]
        joined += [Run(text, bold, italic, href) for text in texts]
    filled = [index for index, run in enumerate(joined) if run.text.strip()]
    if not filled:
        return ()
    joined = joined[filled[0] : filled[-1] + 1]
    joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
    joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(joined)


def _style(run: Run) -> tuple[bool, bool, bool, str | None]:
    return run.text == "\n", run.bold, run.italic, run.href


# --- Plain text ---------------------------------------------------------------

_BULLET = re.compile(r"( {0,3}[-*•–][ \t]+)(?=\S)")
# At most three digits: four before a full stop are a year that ends a sentence.
_NUMBER = re.compile(r"( {0,3}([0-9]{1,3})[.)][ \t]+)(?=\S)")
_QUOTE = re.compile(r" {0,3}> ?")
_MAX_LEVELS = 6


def text_blocks(text: str, level: int = 1) -> tuple[Block, ...]:
    """Blocks for text typed without the editor.

    An empty line ends a paragraph; "- ", "1. " and "> " begin list items and
    quotations, and lines indented under an item belong to it.
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
        elif kind == "p":
            blocks.append(_plain_paragraph(lines))
    return tuple(blocks)


def _grouped(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Neighbouring lines of one kind: "p", "ul", "ol", "quote" or "blank"."""
    kind = "blank"
    group: list[str] = []
    for line in lines:
        new_kind = _line_kind(line, kind)
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
    return "p"


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
