"""Prose, read into blocks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

from questionnaire.content.blocks import (
    Block,
    Cell,
    Heading,
    List,
    Paragraph,
    Preformatted,
    Quotation,
    Run,
    TextTable,
    text_of,
)
from questionnaire.content.directions import contained
from questionnaire.content.prose.cleaning import HEADINGS, TAGS

_MARKS = ("strong", "em", "a", "sup", "sub")
_CELLS = ("th", "td")


def prose_blocks(html: str) -> tuple[Block, ...]:
    """The blocks that cleaned HTML shows; paragraphs without text are left out."""
    reader = _BlockReader()
    reader.feed(html)
    return reader.blocks()


class _Frame:
    """An open list, item, quotation, table, row or cell, or the whole text."""

    def __init__(self, tag: str, start: int = 1) -> None:
        self.tag = tag
        self.start = start
        # Blocks; of a list its items, each a list of blocks; of a table its rows, each
        # a list of (tag, blocks), which are its cells.
        self.content: list[Any] = []

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
        """The finished list, quotation or table; None when it is empty."""
        if self.tag == "blockquote":
            return Quotation(tuple(self.content)) if self.content else None
        if self.tag == "table":
            return _text_table(self.content)
        items = tuple(tuple(item) for item in self.content if item)
        is_ordered = self.tag == "ol"
        return List(items, ordered=is_ordered, start=self.start) if items else None


class _BlockReader(HTMLParser):
    """Read blocks from sanitised HTML, however its tags are nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.frames = [_Frame("")]
        self.runs: list[Run] = []
        # What is open of _MARKS: (tag, address).
        self.marks: list[tuple[str, str | None]] = []
        # The open tag that says what the runs are, if not a paragraph.
        self.opened = ""

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
            if tag in ("ul", "ol", "blockquote", "table"):
                self.frames.append(_Frame(tag, int(attributes.get("start") or 1)))
            elif tag == "li" and self.frames[-1].is_list:
                self.frames.append(_Frame(tag))
            elif tag == "tr" and self.frames[-1].tag == "table":
                self.frames.append(_Frame(tag))
            elif tag in _CELLS and self.frames[-1].tag == "tr":
                self.frames.append(_Frame(tag))
            elif tag == "pre" or tag in HEADINGS:
                self.opened = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._close_mark(tag)
        elif tag in TAGS:
            self._end_paragraph()
            if tag in [frame.tag for frame in self.frames]:
                while self._close_frame() != tag:
                    pass

    def handle_data(self, data: str) -> None:
        if self.opened != "pre":
            data = re.sub(r"[\t\n\f\r]", " ", data)
        self._add_run(data)

    def _add_run(self, text: str) -> None:
        marks = dict(self.marks)
        script = next((tag for tag in ("sup", "sub") if tag in marks), "")
        self.runs.append(
            Run(text, "strong" in marks, "em" in marks, marks.get("a"), script)
        )

    def _close_mark(self, tag: str) -> None:
        for index in reversed(range(len(self.marks))):
            if self.marks[index][0] == tag:
                del self.marks[index]
                return

    def _end_paragraph(self) -> None:
        block = _finished(self.opened, self.runs)
        self.opened, self.runs = "", []
        if block and self.frames[-1].tag not in ("table", "tr"):
            self.frames[-1].add(block)

    def _close_frame(self) -> str:
        self._end_paragraph()
        frame = self.frames.pop()
        if frame.tag in ("li", "tr"):
            self.frames[-1].content.append(frame.content)
        elif frame.tag in _CELLS:
            self.frames[-1].content.append((frame.tag, _cell(frame.content)))
        elif block := frame.block():
            self.frames[-1].add(block)
        return frame.tag


def _finished(tag: str, runs: Iterable[Run]) -> Block | None:
    """What was opened by this tag, a paragraph by none; None without text."""
    if tag == "pre":
        return preformatted(text_of(runs))
    tidy = contained(_tidy(runs))
    if tag in HEADINGS and tidy:
        return Heading(tidy, 1 + HEADINGS.index(tag))
    return Paragraph(tidy) if tidy else None


def preformatted(text: str) -> Preformatted | None:
    """The lines, without blank ones around them and blanks at their ends."""
    lines = [line.rstrip() for line in text.expandtabs(4).split("\n")]
    filled = [index for index, line in enumerate(lines) if line]
    if not filled:
        return None
    lines = lines[filled[0] : filled[-1] + 1]
    return Preformatted(
        "\n".join(text_of(contained((Run(line),))) if line else "" for line in lines)
    )


def _text_table(rows: list[list[tuple[str, Cell]]]) -> TextTable | None:
    """The rows with as many cells each as the longest has; None without any text."""
    width = max(map(len, rows), default=0)
    if not any(cell for row in rows for _tag, cell in row):
        return None
    cells = tuple(
        (*(cell for _tag, cell in row), *[()] * (width - len(row))) for row in rows
    )
    has_heading = all(tag == "th" for tag, _cell in rows[0]) and bool(rows[0])
    return TextTable(cells, has_heading)


def _cell(blocks: Iterable[Block]) -> Cell:
    """The blocks of a cell as its runs: each on a line of its own."""
    runs: list[Run] = []
    for line in _lines_of(blocks):
        runs += [Run("\n"), *line] if runs else line
    return tuple(runs)


def _lines_of(blocks: Iterable[Block]) -> Iterator[tuple[Run, ...]]:
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            yield block.runs
        elif isinstance(block, Preformatted):
            yield from ((Run(line),) for line in block.lines)
        elif isinstance(block, List):
            for item in block.items:
                yield from _lines_of(item)
        elif isinstance(block, Quotation):
            yield from _lines_of(block.blocks)
        elif isinstance(block, TextTable):
            yield from (cell for row in block.rows for cell in row if cell)


def _tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs, with neighbours of one style joined, each line break separate, and no
    blanks at the ends."""
    joined: list[Run] = []
    for (is_break, style), alike in groupby(runs, _style):
        texts = [run.text for run in alike]
        texts = texts if is_break else ["".join(texts)]
        joined += [replace(style, text=text) for text in texts]
    filled = [index for index, run in enumerate(joined) if run.text.strip()]
    if not filled:
        return ()
    joined = joined[filled[0] : filled[-1] + 1]
    joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
    joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(joined)


def _style(run: Run) -> tuple[bool, Run]:
    """Whether it is a line break; and its style, as a run without text."""
    return run.text == "\n", replace(run, text="")
