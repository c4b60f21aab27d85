"""What changed between two plans, as an archival, tagged PDF."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from questionnaire.content.comparing.results import ParagraphChange
from questionnaire.exports import selection
from questionnaire.exports.characters import printable
from questionnaire.exports.comparison_wording import (
    change_notes,
    comparison_wording,
    moved_note,
)
from questionnaire.exports.pdf.comparison_html import paragraph_html
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
                "paragraphs": [
                    _paragraph(paragraph, plan) for paragraph in comparison.paragraphs
                ],
            }
            for part, comparison in change.parts
        ],
    }


def _paragraph(paragraph: ParagraphChange, plan: Plan) -> tuple[bool, str, SafeString]:
    """(whether it is the same in both plans, a note or "", its HTML)."""
    if paragraph.kind == "same" and paragraph.new is not None:
        return True, "", blocks_to_html((paragraph.new,))
    return False, moved_note(paragraph, plan), paragraph_html(paragraph)
