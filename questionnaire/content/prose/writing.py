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
    Heading,
    List,
    Paragraph,
    Preformatted,
    Row,
    Run,
    Table,
    TextTable,
)
from questionnaire.content.prose.cleaning import is_allowed_address
from questionnaire.content.prose.marks import (
    FENCE,
    HEADING_MARKS,
    row_text,
    rule,
    script_text,
)

# Of the headings of an answer, unless a page says otherwise: as they are stored.
_LEVEL = 3
_LAST_LEVEL = 6


def blocks_to_html(
    blocks: Iterable[Block],
    rel: str | None = "noopener noreferrer",
    level: int = _LEVEL,
) -> SafeString:
    """Safe HTML of the blocks, for pages; links get `rel`. Without it, as it is stored.

    `level` is that of the first headings in it: the next below those around it.
    """
    return mark_safe("".join(_block_html(block, rel, level) for block in blocks))  # noqa: S308


def _block_html(block: Block, rel: str | None, level: int) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_runs_html(block.runs, rel)}</p>"
    if isinstance(block, Heading):
        tag = f"h{min(level + block.level - 1, _LAST_LEVEL)}"
        return f"<{tag}>{_runs_html(block.runs, rel)}</{tag}>"
    if isinstance(block, Preformatted):
        return f"<pre>{escape(block.text)}</pre>"
    if isinstance(block, List):
        items = "".join(
            f"<li>{blocks_to_html(item, rel, level)}</li>" for item in block.items
        )
        if not block.ordered:
            return f"<ul>{items}</ul>"
        start = f' start="{int(block.start)}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"
    if isinstance(block, Table):
        return _table_html(block, (), rel)
    if isinstance(block, TextTable):
        if rel is None:
            return _stored_table_html(block)
        return _table_html(block.table, block.heading, rel)
    return f"<blockquote>{blocks_to_html(block.blocks, rel, level)}</blockquote>"


def _stored_table_html(block: TextTable) -> str:
    rows = ""
    for index, row in enumerate(block.rows):
        tag = "th" if block.has_heading and not index else "td"
        cells = (f"<{tag}>{_runs_html(cell, None)}</{tag}>" for cell in row)
        rows += f"<tr>{''.join(cells)}</tr>"
    return f"<table>{rows}</table>"


# More columns than these are too many for a phone or tablet, and for any screen.
# Only in the latter are short words broken.
_MANY, _CROWDED = 5, 8
_SHORT_WORD = 12


def _table_html(table: Table, heading: Row, rel: str | None) -> str:
    """With explicit roles: on narrow screens the style sheet turns rows into cards.

    `heading` is how the author of a text wrote the names of the columns.
    """
    caption = table.caption and format_html("<caption>{}</caption>", table.caption)
    names = heading or tuple((Run(column.label),) for column in table.columns)
    heads = "".join(
        format_html(
            '<th scope="col" role="columnheader"{}>{}</th>',
            _number(column),
            mark_safe(_runs_html(name, rel)),  # noqa: S308 – escaped
        )
        for column, name in zip(table.columns, names, strict=True)
    )
    if any(column.label for column in table.columns):
        heads = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    else:
        heads = ""
    rows = "".join(_row_html(table, row, rel) for row in table.rows)
    foot = f"<tfoot>{_row_html(table, table.total, rel)}</tfoot>" if table.total else ""
    return (
        f'<table class="{_table_class(table)}" role="table">{caption}'
        f'{heads}<tbody role="rowgroup">{rows}</tbody>{foot}</table>'
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
        _wrapped("em", italic, _scripts_html(alike))
        for italic, alike in groupby(runs, attrgetter("italic"))
    )


def _scripts_html(runs: Iterable[Run]) -> str:
    return "".join(
        _wrapped(script, bool(script), "".join(_text_html(run.text) for run in alike))
        for script, alike in groupby(runs, attrgetter("script"))
    )


def _wrapped(tag: str, is_wanted: bool, html: str) -> str:
    return f"<{tag}>{html}</{tag}>" if is_wanted else html


def _text_html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def blocks_to_text(blocks: Iterable[Block]) -> str:
    """The text of the blocks: an empty line between them, "- ", "1. " and "> ".

    Headings, tables in the text and preformatted lines have the marks of marks.py. A
    table as the template has it has a line for each row, with " | " between its cells;
    the names of its columns are left out, because the author did not write them.
    """
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return runs_text(block.runs)
    if isinstance(block, Heading):
        return f"{HEADING_MARKS[block.level - 1]} {_on_one_line(block.runs)}"
    if isinstance(block, Preformatted):
        # A line that is a fence itself is not one after a space.
        fenced = (f" {line}" if line == FENCE else line for line in block.lines)
        return "\n".join([FENCE, *fenced, FENCE])
    if isinstance(block, List):
        return "\n".join(
            _item_text(f"{block.start + index}. " if block.ordered else "- ", item)
            for index, item in enumerate(block.items)
        )
    if isinstance(block, Table):
        return _table_text(block)
    if isinstance(block, TextTable):
        lines = [row_text(list(map(runs_text, row))) for row in block.rows]
        rules = [rule(len(block.heading))] if block.has_heading else []
        return "\n".join([lines[0], *rules, *lines[1:]])
    return _prefixed("> ", "> ", blocks_to_text(block.blocks))


def runs_text(runs: Iterable[Run]) -> str:
    """The text of runs, with the signs that say what was raised or lowered."""
    return "".join(script_text(run.text, run.script) for run in runs)


def _on_one_line(runs: Iterable[Run]) -> str:
    return runs_text(runs).replace("\n", " ")


def _table_text(table: Table) -> str:
    rows = (map(_on_one_line, row) for row in table.rows)
    return "\n".join(" | ".join(filter(None, row)) for row in rows)


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
