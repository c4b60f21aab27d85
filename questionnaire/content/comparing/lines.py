"""Blocks as lines: one for each paragraph, however deeply nested."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from questionnaire.content.blocks import Block, List, Paragraph, Run, Table
from questionnaire.content.comparing.results import Structure
from questionnaire.content.comparing.tokens import normalise


@dataclass(frozen=True)
class Line:
    runs: tuple[Run, ...]
    structure: Structure

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @cached_property
    def key(self) -> str:
        return normalise(self.text)

    @cached_property
    def bag(self) -> Counter[str]:
        """Its words, to measure how alike two lines are."""
        return Counter(self.text.split())


def lines_of(block: Block, structure: Structure | None = None) -> list[Line]:
    """The lines of a block in reading order; a table row gives its filled cells."""
    structure = structure or Structure()
    if isinstance(block, Paragraph):
        return [Line(block.runs, structure)]
    if isinstance(block, List):
        return [line for item in _items(block, structure) for line in item]
    if isinstance(block, Table):
        return _cells(block)
    quoted = Structure(structure.list_kind, structure.depth, is_quoted=True)
    return [line for inner in block.blocks for line in lines_of(inner, quoted)]


def _cells(table: Table) -> list[Line]:
    return [
        Line(cell, Structure(column=column.key, label=column.label))
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if cell
    ]


def _items(block: List, structure: Structure) -> Iterator[list[Line]]:
    kind = "ordered" if block.ordered else "bullet"
    for index, item in enumerate(block.items):
        marker = f"{block.start + index}." if block.ordered else "•"
        for inner in item:
            place = Structure(
                kind, structure.depth + 1, structure.is_quoted, marker=marker
            )
            yield lines_of(inner, place)
            marker = ""
