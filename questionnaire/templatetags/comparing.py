"""Filters that show comparisons (see questionnaire/content/comparing/results.py)."""

from dataclasses import replace

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from questionnaire.content.blocks import rows_together
from questionnaire.content.prose import blocks_to_html

register = template.Library()


@register.filter
def marked(words):
    """Words with their changes marked, for the eye and for screen readers.

    Many screen readers do not announce `<ins>` and `<del>`, so the words “added”
    and “removed” are there for them, visually hidden.
    """
    return mark_safe("".join(_marked(word) for word in words))  # noqa: S308 – escaped


@register.filter
def unmarked(words):
    """The same words without marks."""
    return mark_safe("".join(_styled(word) for word in words))  # noqa: S308 – escaped


@register.filter
def new_side(paragraphs):
    """The new text of some paragraphs as HTML."""
    blocks = tuple(change.new for change in paragraphs if change.new is not None)
    return blocks_to_html(rows_together(blocks))


@register.filter
def place_note(line):
    """How the position of a line changed, in words; empty if it did not."""
    old, new = line.old_structure, line.structure
    if old is None:
        return ""
    if old.is_quoted != new.is_quoted:
        if new.is_quoted:
            return _("now in a quotation")
        return _("no longer in a quotation")
    if old.list_kind and not new.list_kind:
        return _("no longer a list item")
    if new.list_kind and not old.list_kind:
        return _("now a list item")
    if old.list_kind != new.list_kind:
        if new.list_kind == "ordered":
            return _("now numbered")
        return _("no longer numbered")
    return _("now at another level of the list")


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
    return format_html(
        '<span class="visually-hidden"> {} </span>{}'
        '<span class="visually-hidden"> {} </span>',
        start,
        text,
        end,
    )


def _styled(word):
    text = mark_safe(  # noqa: S308 – escaped
        conditional_escape(word.text).replace("\n", "<br>")
    )
    if word.italic:
        text = format_html("<em>{}</em>", text)
    if word.bold:
        text = format_html("<strong>{}</strong>", text)
    return text
