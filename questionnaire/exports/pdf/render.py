"""The plan as an archival, tagged PDF (PDF/A-3a and PDF/UA-1)."""

from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.template.loader import render_to_string

from questionnaire.exports import answer_notes, review_wording, selection, wording
from questionnaire.exports.characters import printable
from questionnaire.exports.pdf.html import blocks_to_html
from questionnaire.plan.document import (
    ExportOptions,
    Plan,
    PlanPart,
    PlanQuestion,
    ReviewedQuestion,
    ReviewEntry,
)

ASSETS = Path(__file__).resolve().parent / "assets"
_MEDIA_TYPES = {".css": "text/css", ".ttf": "font/ttf"}


def render(plan: Plan, options: ExportOptions) -> bytes:
    """The bytes of the PDF; the same plan and options give the same bytes."""
    return html_to_pdf(plan_html(plan, options))


def plan_html(plan: Plan, options: ExportOptions) -> str:
    """The whole plan as the HTML to lay out."""
    words = wording.wording(plan)
    context = {
        **cover_context(plan),
        "words": words,
        "summary": selection.paragraphs(plan.summary),
        "chapters": [
            _chapter(chapter, plan, words, options)
            for chapter in selection.chapters(plan, options)
        ],
        "contributors": [
            (person, wording.answer_list(person.labels, plan))
            for person in (selection.contributors(plan) if options.contributors else ())
        ],
        "review": [_reviewed(reviewed, plan) for reviewed in plan.review],
    }
    return printable(render_to_string("exports/plan.html", context))


def cover_context(plan: Plan) -> dict[str, Any]:
    """The context of the head and the cover of a file about this plan."""
    return {
        "plan": plan,
        "language_tag": wording.LANGUAGE_TAGS[plan.language],
        "title_tag": wording.LANGUAGE_TAGS[plan.title_language],
        "has_long_title": len(plan.short_title) > 36,
        "moment": plan.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "subtitle": selection.subtitle(plan),
    }


def html_to_pdf(html: str) -> bytes:
    """Lay out `html` with the style sheet and fonts next to this module."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from questionnaire.exports.pdf.conformance import finish, languages_in_tags

    document = HTML(
        string=html, base_url=f"{ASSETS.as_uri()}/", url_fetcher=_fetcher()
    ).render(font_config=FontConfiguration())
    with languages_in_tags():
        content: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a")
    return content


def _chapter(
    chapter: selection.Chapter,
    plan: Plan,
    words: wording.Wording,
    options: ExportOptions,
) -> dict[str, Any]:
    return {
        "number": chapter.section.number,
        "slug": chapter.section.slug,
        "title": chapter.section.title,
        "count": wording.section_count(chapter.section, plan),
        "questions": [
            _question(question, plan, words, options) for question in chapter.questions
        ],
    }


def _question(
    question: PlanQuestion, plan: Plan, words: wording.Wording, options: ExportOptions
) -> dict[str, Any]:
    return {
        "label": question.label,
        "anchor": selection.anchor(question),
        "text": question.text,
        "short": selection.short_question(question.text),
        "guidance": [
            {"title": advice.title, "html": blocks_to_html(advice.blocks)}
            for advice in (question.guidance if options.guidance else ())
        ],
        "note": answer_notes.language_note(question, plan)
        if question.is_answered
        else "",
        "provenance": answer_notes.provenance_text(question, plan)
        if options.provenance
        else "",
        "language_tag": wording.LANGUAGE_TAGS[question.answer_language],
        "is_answered": question.is_answered,
        "parts": [
            _part(part)
            for part in question.parts
            if question.is_answered and (part.is_answered or options.unanswered)
        ],
        "gap": answer_notes.gap_text(question, words),
        "unit_notes": answer_notes.unit_notes(question, plan),
        "former_note": answer_notes.former_note(plan),
        "former": [_part(part) for part in question.former],
    }


def _part(part: PlanPart) -> dict[str, str]:
    """Headings in it come below its label, or below the question."""
    has_label = bool(part.letter or part.label)
    return {
        "letter": part.letter,
        "label": part.label,
        "html": blocks_to_html(part.blocks, 5 if has_label else 4),
    }


def _reviewed(
    reviewed: ReviewedQuestion, plan: Plan
) -> tuple[str, str, str, list[list[dict[str, str]]]]:
    question = selection.find_question(plan, reviewed.label)
    lines = [
        [_review_line(line, entry) for line in review_wording.review_lines(entry, plan)]
        for entry in reviewed.entries
    ]
    short = selection.short_question(question.text)
    return question.label, question.slug, short, lines


def _review_line(line: review_wording.ReviewLine, entry: ReviewEntry) -> dict[str, str]:
    if isinstance(line, str):
        return {"text": line}
    tag = wording.LANGUAGE_TAGS[entry.language]
    return {"html": blocks_to_html(line), "language_tag": tag}


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetsFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Give WeasyPrint our own style sheet and fonts, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            """The asset at `url`; raises PermissionError for any other address."""
            address = urlsplit(url)
            path = Path(unquote(address.path)).resolve()
            if (
                address.scheme != "file"
                or address.netloc
                or not path.is_relative_to(ASSETS)
            ):
                raise PermissionError("exports load their own assets only")
            media_type = {"Content-Type": _MEDIA_TYPES[path.suffix]}
            return URLFetcherResponse(url, path.read_bytes(), media_type)

    return AssetsFetcher()
