"""Filters that show comparisons (see questionnaire/content/comparing/results.py)."""

from dataclasses import replace

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from questionnaire.content.blocks import rows_together
from questionnaire.content.comparing import wording
from questionnaire.content.comparing.table import ComparedTable
from questionnaire.content.prose import blocks_to_html, has_short_words

register = template.Library()


register.filter("opening", wording.opening)
register.filter("number_label", wording.number_label)
register.filter("moved_note", wording.moved_note)
register.filter("line_moved_note", wording.line_moved_note)
register.filter("divided_note", wording.divided_note)
register.filter("place_note", wording.place_note)


@register.filter
def marked(words, lines="together"):
    """Words with their changes marked, for the eye and for screen readers.

    Many screen readers do not announce `<ins>` and `<del>`, so the words “added”
    and “removed” are there for them, visually hidden. Lines that were joined are one
    line, or begin anew with `lines` "apart", as they stood.
    """
    html, before = [], None
    for word in words:
        if _would_touch(before, word):
            html.append(" ")
        html.append(_break(word, lines) if word.is_break else _marked(word))
        before = word
    return mark_safe("".join(html))  # noqa: S308 – escaped


@register.filter
def unmarked(words):
    """The same words without marks."""
    return mark_safe("".join(_styled(word) for word in words))  # noqa: S308 – escaped


@register.filter
def place_on(line, side):
    """Where the line stands on a side, "old" or else the new one."""
    return line.former_structure if side == "old" else line.structure


@register.filter
def new_side(paragraphs):
    """The new text of some paragraphs as HTML."""
    blocks = tuple(block for change in paragraphs for block in change.new_blocks)
    return blocks_to_html(rows_together(blocks))


@register.filter
def as_table(comparison):
    """The rows of a table, compared, under the names of their columns."""
    return ComparedTable(comparison.paragraphs, comparison.total)


@register.filter
def rows_as_table(change):
    """The same of a table within a text, which is one change with its rows."""
    return ComparedTable(change.rows)


@register.filter
def changes_of(rows):
    return [row.change for row in rows]


@register.filter
def cell_class(line, column):
    """The class of a cell: of a number, or of words too short to be broken."""
    if column.is_number:
        return "answer-table__number"
    words = "".join(word.text for word in line.words).split() if line else ()
    return "answer-table__words" if has_short_words(words) else ""


def _would_touch(before, word):
    """Whether nothing separates a removed word from the one that replaces it."""
    return (
        before is not None
        and (before.kind, word.kind) == ("removed", "added")
        and not (before.is_break or word.is_break)
        and not before.text[-1:].isspace()
        and not word.text[:1].isspace()
    )


def _break(word, lines):
    """A break between two lines that only one side has, and the line’s marker."""
    if word.kind == "added":
        mark = _between(
            _("[divided here]"), mark_safe('<ins class="break-mark">¶</ins>'), ""
        )
    else:
        mark = _between(
            _("[joined here]"), mark_safe('<del class="break-mark">¶</del>'), ""
        )
        if lines != "apart":
            return mark + " "
    marker = word.next_line.marker
    return mark + mark_safe("<br>") + (f"{marker} " if marker else "")


def _marked(word):
    """Mark up the words, but not the space after them."""
    words = word.text.rstrip()
    if word.kind == "same" or not words:
        return _styled(word)
    space = word.text[len(words) :].replace("\n", "<br>")
    return _marked_words(replace(word, text=words)) + mark_safe(space)  # noqa: S308


def _marked_words(word):
    text = _styled(word)
    if word.kind == "added":
        return _between(_("[added]"), format_html("<ins>{}</ins>", text), _("[end]"))
    if word.kind == "removed":
        return _between(_("[removed]"), format_html("<del>{}</del>", text), _("[end]"))
    if word.kind == "emphasis":
        marked_text = format_html('<span class="restyled-words">{}</span>', text)
        return _between(_("[emphasis changed]"), marked_text, _("[end]"))
    if not (word.href or word.old_href):
        return text
    marked_text = format_html(
        '<span class="restyled-words">{}</span>'
        ' <span class="address-text">({}{}{})</span>',
        text,
        _address("del", word.old_href),
        " " if word.old_href and word.href else "",
        _address("ins", word.href),
    )
    return _between(_("[link changed]"), marked_text, _("[end]"))


def _address(tag, href):
    if not href:
        return ""
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), href)  # noqa: S308 – a literal


def _between(start, text, end):
    """Wrap the words in hidden text, keeping the spaces around them outside it."""
    after = format_html('<span class="visually-hidden"> {} </span>', end) if end else ""
    return format_html(
        '<span class="visually-hidden"> {} </span>{}{}', start, text, after
    )


def _styled(word):
    text = mark_safe(  # noqa: S308 – escaped
        conditional_escape(word.text).replace("\n", "<br>")
    )
    if word.script:
        text = format_html("<{0}>{1}</{0}>", mark_safe(word.script), text)  # noqa: S308 – sup or sub
    if word.italic:
        text = format_html("<em>{}</em>", text)
    if word.bold:
        text = format_html("<strong>{}</strong>", text)
    return text
