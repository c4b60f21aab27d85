"""Blocks as lines: one for each paragraph, however deeply nested."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from questionnaire.content.blocks import (
    Block,
    Heading,
    List,
    Paragraph,
    Preformatted,
    Run,
    Table,
    TextTable,
    text_of,
)
from questionnaire.content.comparing.likeness import Piece, words_in
from questionnaire.content.comparing.structure import Structure
from questionnaire.content.comparing.tokens import normalise
from questionnaire.content.prose import count_words


@dataclass(frozen=True, eq=False)
class Line(Piece):
    """A paragraph of text with its position; each is itself, even among equals."""

    runs: tuple[Run, ...]
    structure: Structure

    @cached_property
    def text(self) -> str:
        return text_of(self.runs)

    @cached_property
    def key(self) -> str:  # type: ignore[override]
        return normalise(self.text)

    @property
    def length(self) -> int:  # type: ignore[override]
        return len(self.key)

    @cached_property
    def words(self) -> list[str]:
        return words_in(self.text)


def lines_of(block: Block, structure: Structure | None = None) -> list[Line]:
    """The lines of a block in reading order; a table row gives its filled cells."""
    structure = structure or Structure()
    if isinstance(block, Paragraph):
        return [Line(block.runs, structure)]
    if isinstance(block, Heading):
        return [Line(block.runs, replace(structure, heading=block.level))]
    if isinstance(block, Preformatted):
        return [
            Line((Run(line),), replace(structure, indent=_indent(line)))
            for line in block.lines
            if line
        ]
    if isinstance(block, TextTable):
        return [line for row in block.in_rows() for line in lines_of(row)]
    if isinstance(block, List):
        return [line for item in _items(block, structure) for line in item]
    if isinstance(block, Table):
        return [line for row in block.rows for line in cells_of(block, row)]
    quoted = Structure(structure.list_kind, structure.depth, is_quoted=True)
    return [line for inner in block.blocks for line in lines_of(inner, quoted)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \u00a0"))


def count_each_word(blocks: Iterable[Block]) -> Counter[str]:
    """How often each word is in a text, as it is compared: {word: times}."""
    return Counter(
        normalise(word)
        for block in blocks
        for line in lines_of(block)
        for word in line.text.split()
        if count_words(word)
    )


def cells_of(table: Table, row: tuple[tuple[Run, ...], ...]) -> list[Line]:
    """The filled cells of a row, each as a line under its column."""
    return [
        Line(cell, Structure(column=column.key, label=column.label))
        for column, cell in zip(table.columns, row, strict=True)
        if cell
    ]


def _items(block: List, structure: Structure) -> Iterator[list[Line]]:
    kind = "ordered" if block.ordered else "bullet"
    for index, item in enumerate(block.items):
        marker = f"{block.start + index}." if block.ordered else "•"
        first_number = block.start if block.ordered and not index else 0
        for inner in item:
            place = Structure(
                kind,
                structure.depth + 1,
                structure.is_quoted,
                marker=marker,
                first_number=first_number,
            )
            yield lines_of(inner, place)
            marker, first_number = "", 0
