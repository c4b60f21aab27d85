"""Blocks as safe HTML for print."""

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from questionnaire.content.blocks import List, Paragraph, Table
from questionnaire.content.prose.cleaning import is_allowed_address
from questionnaire.exports.characters import breakable, is_right_to_left
from questionnaire.exports.nesting import shallow
from questionnaire.exports.pdf.table_widths import MANY_COLUMNS, column_shares


def blocks_to_html(blocks):
    """Safe HTML of `blocks`; every text in it is escaped."""
    return mark_safe("".join(map(_block, shallow(blocks))))  # noqa: S308


def _block(block):
    if isinstance(block, Paragraph):
        return f"<p{_direction(block)}>{_runs(block.runs)}</p>"
    if isinstance(block, List):
        items = "".join(map(_item, block.items))
        if not block.ordered:
            return f"<ul>{items}</ul>"
        # WeasyPrint reads `start` only together with unsafe presentational hints.
        reset = f"counter-reset: list-item {int(block.start) - 1}"
        return f'<ol start="{int(block.start)}" style="{reset}">{items}</ol>'
    if isinstance(block, Table):
        return _table(block)
    return f"<blockquote>{''.join(map(_block, block.blocks))}</blockquote>"


def _table(table):
    caption = format_html("<caption>{}</caption>", table.caption)
    widths = "".join(
        f'<col style="width: {share:.1%}">' for share in column_shares(table)
    )
    name = ' class="wide"' if len(table.columns) > MANY_COLUMNS else ""
    heads = "".join(
        format_html('<th scope="col"{}>{}</th>', _number(column), column.label)
        for column in table.columns
    )
    rows = "".join(_row(table, row) for row in table.rows)
    # No tfoot: it would be printed again at the foot of each page.
    total = _row(table, table.total, "total") if table.total else ""
    return (
        f"<table{name}>{caption if table.caption else ''}"
        f"<colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}{total}</tbody></table>"
    )


def _row(table, row, name=""):
    cells = ""
    for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if index == 0 and cell else ("td", "")
        direction = _direction_of(cell)
        opening = f"<{tag}{scope}{_number(column)}{direction}>"
        cells += f"{opening}{_runs(cell)}</{tag}>"
    return f'<tr class="{name}">{cells}</tr>' if name else f"<tr>{cells}</tr>"


def _number(column):
    return mark_safe(' class="n"' if column.is_number else "")  # noqa: S308 – a literal


def _item(blocks):
    # A paragraph that opens an item is no element of its own: then the PDF's
    # structure has the item's body where PDF/UA wants it.
    if blocks and isinstance(blocks[0], Paragraph):
        opening, rest = blocks[0], blocks[1:]
        text = _runs(opening.runs) + "".join(map(_block, rest))
        return f"<li{_direction(opening)}>{text}</li>"
    return f"<li>{''.join(map(_block, blocks))}</li>"


def _direction(paragraph):
    return _direction_of(paragraph.runs)


def _direction_of(runs):
    text = "".join(run.text for run in runs)
    return ' dir="rtl"' if is_right_to_left(text) else ""


def _runs(runs):
    return "".join(map(_run, runs))


def _run(run):
    text = escape(breakable(run.text)).replace("\n", "<br>")
    if run.href and is_allowed_address(run.href):
        # The link is innermost: WeasyPrint gives any element inside <a> a link
        # annotation that no Link element owns.
        links = (
            f'<a href="{escape(run.href)}">{part}</a>' if part else ""
            for part in text.split("<br>")
        )
        text = "<br>".join(links)
    if run.italic:
        text = f"<em>{text}</em>"
    if run.bold:
        text = f"<strong>{text}</strong>"
    return text
