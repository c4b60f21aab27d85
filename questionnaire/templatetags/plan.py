"""Filters and tags that show answers, guidance and questions."""

import json as json_format
import re

from django import template

from questionnaire.content.kinds import conform_to_schema
from questionnaire.content.markdown import markdown_html
from questionnaire.content.prose import blocks_to_html, prose_blocks
from questionnaire.content.tables import rows_for_script
from questionnaire.exports.answer_notes import provenance_text, translation_text
from questionnaire.plan import unsent

register = template.Library()

# The end of a question's first sentence: ". ", "? " or "! " before a capital.
_SENTENCE = re.compile(r"^(.+?[.?!])\s+(?=[A-ZÀ-ÖØ-Þ])(.+)$", re.DOTALL)


@register.filter
def blocks(value, level=3):
    """Blocks of text (see content/blocks.py) as HTML.

    `level` is that of the first headings in it: the next below those around it.
    """
    return blocks_to_html(value, level=level)


@register.filter
def prose(html):
    """Sanitised prose, sanitised once more on output."""
    return blocks_to_html(prose_blocks(html))


@register.filter
def markdown(text):
    """The template's Markdown as HTML."""
    return markdown_html(text)


@register.filter
def json(value):
    """A stored value for a script to read; the page escapes it."""
    return json_format.dumps(value, ensure_ascii=False)


@register.filter
def of_part(pairs, part):
    """What [(part, something)] says of a part."""
    return {each.key: found for each, found in pairs}[part.key]


@register.filter
def value_of(content, part):
    """What an answer says to a part, in what the template still asks for."""
    return conform_to_schema(content, [part]).get(part.key)


@register.filter
def for_script(rows, part):
    """Rows of a table as the script of its form takes them."""
    return rows_for_script(rows or [], part.options)


@register.filter
def provenance(question, plan):
    """Who wrote the text of a question of the plan, and who agreed on it."""
    return provenance_text(question, plan)


@register.filter
def translation_note(question):
    """By whom the text of a question is, as a translation of somebody else’s."""
    return translation_text(question.answer_language, question.provenance)


@register.filter
def first_sentence(text):
    """The first sentence of a question, which names it in short."""
    match = _SENTENCE.match(text)
    return match[1] if match else text


@register.filter
def after_first_sentence(text):
    """The rest of a question; empty when it is one sentence."""
    match = _SENTENCE.match(text)
    return match[2] if match else ""


@register.filter
def by_author(entries):
    """Who has unsent text, and for which of these questions (see plan/unsent.py)."""
    return unsent.by_author(entries)
