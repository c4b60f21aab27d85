"""The front of a Word document: cover, contents, and what runs through the pages."""

from questionnaire.exports import selection, wording
from questionnaire.exports.docx.xml import (
    add_field,
    add_run,
    begin_field,
    element,
    end_field,
    link_to_bookmark,
)


def write_margins(document, plan, words):
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


def write_cover(document, plan, words):
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


def write_contents(document, title, entries):
    """The table of contents: a field of Word's own, filled in with the titles.

    `entries` are (level, number, title, bookmark). The content control around it
    offers "Update table" in Word.
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


def _entry(document, level, number, title, bookmark):
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


def _line(document, text, style, language):
    add_run(document.add_paragraph(style=style), text, language)
