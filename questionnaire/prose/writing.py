"""Blocks, written as HTML and as plain text."""

from itertools import groupby
from operator import attrgetter

from django.utils.html import escape
from django.utils.safestring import mark_safe

from questionnaire.blocks import List, Paragraph
from questionnaire.prose.cleaning import is_allowed_address


def blocks_to_html(blocks, rel="noopener noreferrer"):
    """Safe HTML of the blocks, for pages and for the PDF; `rel` is put on links."""
    return mark_safe("".join(_block_html(block, rel) for block in blocks))  # noqa: S308


def _block_html(block, rel):
    if isinstance(block, Paragraph):
        return f"<p>{_runs_html(block.runs, rel)}</p>"
    if isinstance(block, List):
        items = "".join(f"<li>{blocks_to_html(item, rel)}</li>" for item in block.items)
        if not block.ordered:
            return f"<ul>{items}</ul>"
        start = f' start="{int(block.start)}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"
    return f"<blockquote>{blocks_to_html(block.blocks, rel)}</blockquote>"


def _runs_html(runs, rel):
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


def _emphasis_html(runs):
    return "".join(
        _wrapped("em", italic, "".join(_text_html(run.text) for run in alike))
        for italic, alike in groupby(runs, attrgetter("italic"))
    )


def _wrapped(tag, is_wanted, html):
    return f"<{tag}>{html}</{tag}>" if is_wanted else html


def _text_html(text):
    return escape(text).replace("\n", "<br>")


def blocks_to_text(blocks):
    """The text of the blocks: an empty line between them, "- ", "1. " and "> "."""
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block):
    if isinstance(block, Paragraph):
        return "".join(run.text for run in block.runs)
    if isinstance(block, List):
        return "\n".join(
            _item_text(f"{block.start + index}. " if block.ordered else "- ", item)
            for index, item in enumerate(block.items)
        )
    return _prefixed("> ", "> ", blocks_to_text(block.blocks))


def _item_text(marker, blocks):
    text = "\n".join(_block_text(block) for block in blocks)
    return _prefixed(marker, " " * len(marker), text)


def _prefixed(first, others, text):
    return first + text.replace("\n", f"\n{others}")


def count_words(text):
    """How many words the text has, counted as word processors do.

    A word is a stretch between spaces, non-breaking ones included, that has a
    letter or a digit. So “l’étude”, “peut-être” and “3-2-1” are one word each,
    and a lone « or – is none.
    """
    return sum(any(mark.isalnum() for mark in word) for word in text.split())
