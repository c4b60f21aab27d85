"""Blocks, written as HTML and as plain text."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from questionnaire.content.blocks import (
    Block,
    Cell,
    Column,
    List,
    Paragraph,
    Row,
    Run,
    Table,
)
from questionnaire.content.prose.cleaning import is_allowed_address


def blocks_to_html(
    blocks: Iterable[Block], rel: str | None = "noopener noreferrer"
) -> SafeString:
    """Safe HTML of the blocks, for pages and for PDF files; links get `rel`."""
    return mark_safe("".join(_block_html(block, rel) for block in blocks))  # noqa: S308


def _block_html(block: Block, rel: str | None) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_runs_html(block.runs, rel)}</p>"
    if isinstance(block, List):
        items = "".join(f"<li>{blocks_to_html(item, rel)}</li>" for item in block.items)
        if not block.ordered:
            return f"<ul>{items}</ul>"
        start = f' start="{int(block.start)}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"
    if isinstance(block, Table):
        return _table_html(block, rel)
    return f"<blockquote>{blocks_to_html(block.blocks, rel)}</blockquote>"


# More columns than these are too many for a phone or tablet, and for any screen.
# Only in the latter are short words broken.
_MANY, _CROWDED = 5, 8
_SHORT_WORD = 12


def _table_html(table: Table, rel: str | None) -> str:
    """With explicit roles: on narrow screens the style sheet turns rows into cards."""
    caption = table.caption and format_html("<caption>{}</caption>", table.caption)
    heads = "".join(
        format_html(
            '<th scope="col" role="columnheader"{}>{}</th>',
            _number(column),
            column.label,
        )
        for column in table.columns
    )
    rows = "".join(_row_html(table, row, rel) for row in table.rows)
    foot = f"<tfoot>{_row_html(table, table.total, rel)}</tfoot>" if table.total else ""
    return (
        f'<table class="{_table_class(table)}" role="table">{caption}'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody>{foot}</table>'
    )


def _table_class(table: Table) -> str:
    columns = len(table.columns)
    names = ["answer-table"]
    if columns > _MANY:
        names.append("answer-table--many")
    if columns > _CROWDED:
        names.append("answer-table--crowded")
    return " ".join(names)


def _row_html(table: Table, row: Row, rel: str | None) -> str:
    cells = "".join(
        _cell_html(column, cell, rel, is_first=index == 0)
        for index, (column, cell) in enumerate(zip(table.columns, row, strict=True))
    )
    return f'<tr role="row">{cells}</tr>'


def _cell_html(column: Column, cell: Cell, rel: str | None, is_first: bool) -> str:
    text = mark_safe(_runs_html(cell, rel))  # noqa: S308 – escaped
    if is_first and cell:
        return format_html('<th scope="row" role="rowheader">{}</th>', text)
    words = "".join(run.text for run in cell).split()
    name = "words" if has_short_words(words) else ""
    if column.is_number:
        name = "number"
    return format_html(
        '<td role="cell" data-label="{}"{}>{}</td>',
        column.label,
        mark_safe(f' class="answer-table__{name}"' if name else ""),  # noqa: S308 – a literal
        text,
    )


def has_short_words(words: Iterable[str]) -> bool:
    """Whether none of these words of a cell needs to be broken."""
    return all(len(word) <= _SHORT_WORD for word in words)


def _number(column: Column) -> SafeString:
    name = ' class="answer-table__number"' if column.is_number else ""
    return mark_safe(name)  # noqa: S308 – a literal


def _runs_html(runs: Iterable[Run], rel: str | None) -> str:
    html = ""
    for href, linked in groupby(runs, attrgetter("href")):
        text = "".join(
            _wrapped("strong", bold, _emphasis_html(alike))
            for bold, alike in groupby(linked, attrgetter("bold"))
        )
        if href and is_allowed_address(href):
            rel_attribute = f' rel="{rel}"' if rel else ""
            text = f'<a href="{escape(href)}"{rel_attribute}>{text}</a>'
        html += text
    return html


def _emphasis_html(runs: Iterable[Run]) -> str:
    return "".join(
        _wrapped("em", italic, "".join(_text_html(run.text) for run in alike))
        for italic, alike in groupby(runs, attrgetter("italic"))
    )


def _wrapped(tag: str, is_wanted: bool, html: str) -> str:
    return f"<{tag}>{html}</{tag}>" if is_wanted else html


def _text_html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def blocks_to_text(blocks: Iterable[Block]) -> str:
    """The text of the blocks: an empty line between them, "- ", "1. " and "> ".

    A table has a line for each row, with " | " between its cells; the names of its
    columns are left out, because the author did not write them.
    """
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "".join(run.text for run in block.runs)
    if isinstance(block, List):
        return "\n".join(
            _item_text(f"{block.start + index}. " if block.ordered else "- ", item)
            for index, item in enumerate(block.items)
        )
    if isinstance(block, Table):
        return _table_text(block)
    return _prefixed("> ", "> ", blocks_to_text(block.blocks))


def _table_text(table: Table) -> str:
    rows = (("".join(run.text for run in cell) for cell in row) for row in table.rows)
    return "\n".join(
        " | ".join(text.replace("\n", " ") for text in row if text) for row in rows
    )


def _item_text(marker: str, blocks: Iterable[Block]) -> str:
    text = "\n".join(_block_text(block) for block in blocks)
    return _prefixed(marker, " " * len(marker), text)


def _prefixed(first: str, others: str, text: str) -> str:
    return first + text.replace("\n", f"\n{others}")


def count_words(text: str) -> int:
    """How many words the text has, counted as word processors do.

    A word is a stretch between spaces, non-breaking ones included, that has a
    letter or a digit. So “l’étude”, “peut-être” and “3-2-1” are one word each,
    and a lone « or – is not a word.
    """
    return sum(
        word.isalnum() or any(mark.isalnum() for mark in word) for word in text.split()
    )
