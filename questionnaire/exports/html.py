"""Blocks as safe HTML for print."""

from django.utils.html import escape
from django.utils.safestring import mark_safe

from questionnaire.blocks import List, Paragraph
from questionnaire.exports.characters import breakable, is_right_to_left
from questionnaire.exports.nesting import shallow
from questionnaire.prose.cleaning import is_allowed_address


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
    return f"<blockquote>{''.join(map(_block, block.blocks))}</blockquote>"


def _item(blocks):
    # A paragraph that opens an item is no element of its own: then the PDF's
    # structure has the item's body where PDF/UA wants it.
    if blocks and isinstance(blocks[0], Paragraph):
        opening, rest = blocks[0], blocks[1:]
        text = _runs(opening.runs) + "".join(map(_block, rest))
        return f"<li{_direction(opening)}>{text}</li>"
    return f"<li>{''.join(map(_block, blocks))}</li>"


def _direction(paragraph):
    text = "".join(run.text for run in paragraph.runs)
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
