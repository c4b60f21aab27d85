"""What changed between two plans, as an archival, tagged PDF."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questionnaire.content.comparing import Comparison, ParagraphChange
from questionnaire.content.comparing.table import ComparedTable
from questionnaire.content.comparing.wording import opening
from questionnaire.exports import selection
from questionnaire.exports.characters import printable
from questionnaire.exports.comparison_wording import (
    change_notes,
    comparison_wording,
    line_notes,
    place_notes,
)
from questionnaire.exports.pdf.comparison_html import paragraph_html
from questionnaire.exports.pdf.comparison_table import table_html
from questionnaire.exports.pdf.html import blocks_to_html
from questionnaire.exports.pdf.render import cover_context, html_to_pdf
from questionnaire.exports.wording import LANGUAGE_TAGS
from questionnaire.plan.document import Plan
from questionnaire.plan.edition_changes import PlanChanges, QuestionChange


def render(changes: PlanChanges) -> bytes:
    """The bytes of the PDF; the same two plans give the same bytes."""
    return html_to_pdf(changes_html(changes))


def changes_html(changes: PlanChanges) -> str:
    """The whole comparison as the HTML to lay out."""
    plan = changes.new
    context = {
        **cover_context(plan),
        "words": comparison_wording(changes),
        "questions": [_question(change, plan) for change in changes.changed],
        "unchanged": [
            (change.question.label, selection.short_question(change.question.text))
            for change in changes.unchanged
        ],
    }
    return printable(render_to_string("exports/comparison.html", context))


def _question(change: QuestionChange, plan: Plan) -> dict[str, Any]:
    return {
        "label": change.question.label,
        "anchor": selection.anchor(change.question),
        "text": change.question.text,
        "short": selection.short_question(change.question.text),
        "notes": change_notes(change, plan),
        "language_tag": LANGUAGE_TAGS[change.question.answer_language],
        "parts": [
            {
                "letter": part.letter,
                "label": part.label,
                "passages": list(_passages(comparison, plan)),
            }
            for part, comparison in change.parts
        ],
    }


def _passages(
    comparison: Comparison, plan: Plan
) -> Iterator[tuple[str, list[str], SafeString]]:
    """(class, notes, HTML) of each paragraph, and of a table as a whole."""
    for is_row, paragraphs in groupby(
        comparison.paragraphs, key=lambda paragraph: paragraph.is_row
    ):
        if is_row:
            table = ComparedTable(tuple(paragraphs), comparison.total)
            yield "compared", [], table_html(table, plan)
        else:
            yield from (_paragraph(paragraph, plan) for paragraph in paragraphs)


def _paragraph(
    paragraph: ParagraphChange, plan: Plan
) -> tuple[str, list[str], SafeString]:
    if paragraph.kind == "same":
        return "same", [], blocks_to_html(paragraph.new_blocks)
    notes = place_notes(paragraph, plan)
    if paragraph.is_departure:
        return "changed", notes, format_html("<p>{}</p>", opening(paragraph))
    if paragraph.rows:
        return "compared", notes, table_html(ComparedTable(paragraph.rows), plan)
    tag = LANGUAGE_TAGS[plan.language]
    return (
        "changed",
        notes,
        paragraph_html(paragraph, lambda line: (line_notes(line, plan), tag)),
    )
