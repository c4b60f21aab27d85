"""Blocks as safe HTML for print."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from questionnaire.content.blocks import (
    Block,
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
from questionnaire.exports.characters import breakable, is_right_to_left
from questionnaire.exports.nesting import limit_nesting
from questionnaire.exports.pdf.table_widths import MANY_COLUMNS, column_shares

# The next headings below a question's.
_LEVEL = 4


def blocks_to_html(blocks: Iterable[Block], level: int = _LEVEL) -> SafeString:
    """Safe HTML of `blocks`; every text in it is escaped.

    `level` is that of the first headings in it.
    """
    return mark_safe("".join(_blocks(limit_nesting(blocks), level)))  # noqa: S308


def _blocks(blocks: Iterable[Block], level: int) -> Iterator[str]:
    return (_block(block, level) for block in blocks)


def _block(block: Block, level: int) -> str:
    if isinstance(block, Paragraph):
        return f"<p{_direction(block)}>{_runs(block.runs)}</p>"
    if isinstance(block, Heading):
        tag = f"h{level + block.level - 1}"
        name = f"heading-{block.level}"
        return f'<{tag} class="{name}"{_direction(block)}>{_runs(block.runs)}</{tag}>'
    if isinstance(block, Preformatted):
        return f"<pre>{escape(breakable(block.text))}</pre>"
    if isinstance(block, List):
        items = "".join(_item(item, level) for item in block.items)
        if not block.ordered:
            return f"<ul>{items}</ul>"
        # WeasyPrint reads `start` only with presentational hints, which are unsafe.
        reset = f"counter-reset: list-item {int(block.start) - 1}"
        return f'<ol start="{int(block.start)}" style="{reset}">{items}</ol>'
    if isinstance(block, Table):
        return _table(block, ())
    if isinstance(block, TextTable):
        return _table(block.table, block.heading)
    return f"<blockquote>{''.join(_blocks(block.blocks, level))}</blockquote>"


def _table(table: Table, heading: Row) -> str:
    """`heading` is how the author of a text wrote the names of the columns."""
    caption = format_html("<caption>{}</caption>", table.caption)
    widths = "".join(
        f'<col style="width: {share:.1%}">' for share in column_shares(table)
    )
    table_class = ' class="wide"' if len(table.columns) > MANY_COLUMNS else ""
    names = heading or tuple((Run(column.label),) for column in table.columns)
    headers = "".join(
        f'<th scope="col"{_number_class(column)}{_direction_of(name)}>'
        f"{_runs(name)}</th>"
        for column, name in zip(table.columns, names, strict=True)
    )
    if any(column.label for column in table.columns):
        headers = f"<thead><tr>{headers}</tr></thead>"
    else:
        headers = ""
    rows = "".join(_row(table, row) for row in table.rows)
    # No tfoot: it would be repeated at the foot of each page.
    total = _row(table, table.total, class_name="total") if table.total else ""
    return (
        f"<table{table_class}>{caption if table.caption else ''}"
        f"<colgroup>{widths}</colgroup>{headers}"
        f"<tbody>{rows}{total}</tbody></table>"
    )


def _row(table: Table, row: Row, class_name: str = "") -> str:
    cells = ""
    for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if index == 0 and cell else ("td", "")
        direction = _direction_of(cell)
        opening = f"<{tag}{scope}{_number_class(column)}{direction}>"
        cells += f"{opening}{_runs(cell)}</{tag}>"
    return (
        f'<tr class="{class_name}">{cells}</tr>' if class_name else f"<tr>{cells}</tr>"
    )


def _number_class(column: Column) -> SafeString:
    return mark_safe(' class="n"' if column.is_number else "")  # noqa: S308 – a literal


def _item(blocks: Sequence[Block], level: int) -> str:
    # The first paragraph of an item is not an element of its own: this puts the
    # item's body where PDF/UA requires it in the structure of the PDF.
    if blocks and isinstance(blocks[0], Paragraph):
        opening, rest = blocks[0], blocks[1:]
        text = _runs(opening.runs) + "".join(_blocks(rest, level))
        return f"<li{_direction(opening)}>{text}</li>"
    return f"<li>{''.join(_blocks(blocks, level))}</li>"


def _direction(paragraph: Paragraph | Heading) -> str:
    return _direction_of(paragraph.runs)


def _direction_of(runs: Iterable[Run]) -> str:
    text = "".join(run.text for run in runs)
    return ' dir="rtl"' if is_right_to_left(text) else ""


def _runs(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(breakable(run.text)).replace("\n", "<br>")
    if run.href and is_allowed_address(run.href):
        # The link is innermost: WeasyPrint gives every element inside <a> a link
        # annotation that belongs to no Link element.
        links = (
            f'<a href="{escape(run.href)}">{part}</a>' if part else ""
            for part in text.split("<br>")
        )
        text = "<br>".join(links)
    if run.script:
        text = f"<{run.script}>{text}</{run.script}>"
    if run.italic:
        text = f"<em>{text}</em>"
    if run.bold:
        text = f"<strong>{text}</strong>"
    return text
