"""The front of a Word document: cover and contents, with headers and footers."""

from collections.abc import Iterable
from typing import TypeAlias

from docx.document import Document
from docx.text.paragraph import Paragraph

from questionnaire.exports import selection, wording
from questionnaire.exports.docx.xml import (
    add_field,
    add_run,
    begin_field,
    element,
    end_field,
    link_to_bookmark,
)
from questionnaire.plan.document import Plan

# (level, number, title, bookmark) of a line of the contents.
ContentsEntry: TypeAlias = tuple[int, str, str, str]


def write_headers_and_footers(
    document: Document, plan: Plan, words: wording.Wording
) -> None:
    """Headers and footers; a draft says so in the header of every page."""
    tag = wording.LANGUAGE_TAGS[plan.language]
    section = document.sections[0]
    header = section.header.paragraphs[0]
    add_run(header, plan.short_title, wording.LANGUAGE_TAGS[plan.title_language])
    footer = section.footer.paragraphs[0]
    add_run(footer, words.running_footer, tag)
    footer.add_run("\t")
    add_run(footer, words.page_before, tag)
    add_field(footer, "PAGE", "1", tag)
    add_run(footer, words.page_between, tag)
    add_field(footer, "NUMPAGES", "1", tag)
    add_run(footer, words.page_after, tag)
    cover_header = section.first_page_header.paragraphs[0]
    section.first_page_footer.paragraphs[0].style = "Footer"
    if plan.is_draft:
        for paragraph in (header, cover_header):
            paragraph.add_run("\t")
            add_run(paragraph, words.stamp, tag, style="Number", bold=True)


def write_cover(document: Document, plan: Plan, words: wording.Wording) -> None:
    """The first page."""
    tag = wording.LANGUAGE_TAGS[plan.language]
    title_tag = wording.LANGUAGE_TAGS[plan.title_language]
    _line(document, words.kind, "Cover Kind", tag)
    _line(document, plan.short_title, "Title", title_tag)
    if subtitle := selection.subtitle(plan):
        _line(document, subtitle, "Subtitle", title_tag)
    _line(document, words.stamp, "Cover Stamp", tag)
    for fact in words.facts:
        _line(document, fact.label, "Cover Label", tag)
        for text in fact.lines:
            _line(document, text, "Cover Text", tag)


def write_contents(
    document: Document, title: str, entries: Iterable[ContentsEntry]
) -> None:
    """The table of contents: a field that Word can update, filled in with the titles.

    The content control around it offers "Update table" in Word.
    """
    heading = document.add_paragraph(title, style="TOC Heading")
    lines = [_entry(document, *entry) for entry in entries]
    begin_field(lines[0], 'TOC \\o "1-2" \\h \\z \\u')
    end_field(lines[-1])
    gallery = element(
        "w:docPartObj",
        element("w:docPartGallery", val="Table of Contents"),
        element("w:docPartUnique"),
    )
    content = element("w:sdtContent")
    control = element("w:sdt", element("w:sdtPr", gallery), content)
    heading._p.addprevious(control)
    content.extend(paragraph._p for paragraph in (heading, *lines))


def _entry(
    document: Document, level: int, number: str, title: str, bookmark: str
) -> Paragraph:
    paragraph = document.add_paragraph(style=f"toc {level}")
    runs = [
        add_run(paragraph, number, style="Number"),
        paragraph.add_run("\t"),
        add_run(paragraph, title),
        paragraph.add_run("\t"),
        *add_field(paragraph, f"PAGEREF {bookmark} \\h"),
    ]
    link_to_bookmark(runs, bookmark)
    return paragraph


def _line(document: Document, text: str, style: str, language: str) -> None:
    add_run(document.add_paragraph(style=style), text, language)
