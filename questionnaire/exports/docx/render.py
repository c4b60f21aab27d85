"""The plan as a Word document: the PDF's counterpart, made to be edited.

Titles, questions, lists and quotations have real styles. The label of each question
has a bookmark, such as q_backup_schedule__fr, and so has the label of each part, such
as q_file_formats__formats__fr: bookmarks survive editing in Word and LibreOffice and
mark where the answer begins, whatever number a newer template gives it. The table of
contents is a field filled in with titles; its page numbers appear once it is updated
(F9). Word would update it on opening only after a warning that alarms more than it
helps.
"""

from collections.abc import Iterator
from datetime import UTC

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from questionnaire.exports import answer_notes, review_wording, selection, wording
from questionnaire.exports.characters import printable
from questionnaire.exports.docx.blocks import BlockWriter
from questionnaire.exports.docx.front import (
    ContentsEntry,
    write_contents,
    write_cover,
    write_headers_and_footers,
)
from questionnaire.exports.docx.template import document_bytes, empty_document
from questionnaire.exports.docx.xml import (
    Bookmarks,
    add_run,
    bookmark_name,
    last_paragraph,
    link_runs,
)
from questionnaire.plan.document import (
    ExportOptions,
    Plan,
    PlanPart,
    PlanQuestion,
    PlanSection,
)


def render(plan: Plan, options: ExportOptions) -> bytes:
    """The bytes of the document; the same plan and options give the same bytes."""
    return document_bytes(_PlanWriter(plan, options).write())


class _PlanWriter:
    """Writes one plan into one document, from cover to last page."""

    def __init__(self, plan: Plan, options: ExportOptions) -> None:
        self.plan = plan
        self.options = options
        self.words = wording.wording(plan)
        self.tag = wording.LANGUAGE_TAGS[plan.language]
        self.title_tag = wording.LANGUAGE_TAGS[plan.title_language]
        self.summary = selection.paragraphs(plan.summary)
        self.chapters = selection.chapters(plan, options)
        self.contributors = selection.contributors(plan) if options.contributors else ()
        self.document = empty_document()
        self.bookmarks = Bookmarks()

    def write(self) -> Document:
        """The finished python-docx Document."""
        self._describe()
        write_headers_and_footers(self.document, self.plan, self.words)
        write_cover(self.document, self.plan, self.words)
        write_contents(self.document, self.words.contents, self._entries())
        if self.summary:
            self._heading("", self.words.summary, _page_bookmark("summary"))
            for text in self.summary:
                self._text(text, "Normal", self.title_tag)
        if not self.chapters:
            gap = self._text(self.words.nothing_answered, "Unanswered")
            gap.paragraph_format.page_break_before = True
        for chapter in self.chapters:
            self._chapter(chapter)
        if self.plan.review:
            self._review()
        self._last_page()
        return self.document

    def _describe(self) -> None:
        defaults = self.document.styles.element.xpath(".//w:rPrDefault/w:rPr/w:lang")[0]
        for name in ("val", "eastAsia"):
            defaults.set(qn(f"w:{name}"), self.tag)
        about = self.document.core_properties
        about.title = printable(f"{self.words.kind} – {self.plan.title}")[:255]
        leaders = self.plan.principal_investigators
        about.author = printable("; ".join(person.name for person in leaders))[:255]
        about.last_modified_by = about.comments = about.keywords = about.category = ""
        about.subject = printable(self.words.running_footer)
        about.language = self.tag
        about.identifier = self.plan.digest
        about.revision = 1
        about.created = about.modified = self.plan.as_of.astimezone(UTC).replace(
            tzinfo=None, microsecond=0
        )

    def _entries(self) -> Iterator[ContentsEntry]:
        """Every line of the table of contents."""
        if self.summary:
            yield 1, "", self.words.summary, _page_bookmark("summary")
        for chapter in self.chapters:
            number = str(chapter.section.number)
            yield 1, number, chapter.section.title, _section_bookmark(chapter.section)
            for question in chapter.questions:
                title = selection.short_question(question.text)
                yield 2, question.label, title, _question_bookmark(question)
        if self.plan.review:
            yield 1, "", self.words.review, _page_bookmark("review")
        if self.contributors:
            yield 1, "", self.words.contributors, _page_bookmark("contributors")
        yield 1, "", self.words.about, _page_bookmark("about")

    def _chapter(self, chapter: selection.Chapter) -> None:
        section = chapter.section
        self._heading(str(section.number), section.title, _section_bookmark(section))
        self._text(wording.section_count(section, self.plan), "Section Count")
        for question in chapter.questions:
            self._question(question)

    def _question(self, question: PlanQuestion) -> None:
        label = self._numbered(question.label, question.text, "Heading 2")
        bookmark = bookmark_name("q_", question.slug, question.answer_language)
        self.bookmarks.add(label, _question_bookmark(question), bookmark)
        if self.options.guidance:
            self._guidance(question)
        if not question.is_answered:
            self._text(answer_notes.gap_text(question, self.words), "Unanswered")
            return
        if note := answer_notes.language_note(question, self.plan):
            self._text(note, "Note")
        for part in question.parts:
            if part.is_answered or self.options.unanswered:
                self._part(question, part)
        for note in answer_notes.unit_notes(question, self.plan):
            self._text(note, "Note")
        for part in question.former:
            self._text(answer_notes.former_note(self.plan), "Note")
            self._part(question, part)
        if self.options.provenance:
            if provenance := answer_notes.provenance_text(question, self.plan):
                self._text(provenance, "Note")

    def _part(self, question: PlanQuestion, part: PlanPart) -> None:
        if part.letter or part.label:
            label = self._numbered(part.letter, part.label, "Heading 3")
            slugs = (question.slug, part.key, question.answer_language)
            self.bookmarks.add(label, bookmark_name("q_", *slugs))
        if not part.is_answered:
            self._text(self.words.unanswered, "Unanswered")
            return
        language = wording.LANGUAGE_TAGS[question.answer_language]
        level = 4 if part.letter or part.label else 3
        BlockWriter(self.document, language, "Answer", level).write(part.blocks)

    def _guidance(self, question: PlanQuestion) -> None:
        for advice in question.guidance:
            title = " – ".join(filter(None, (self.words.guidance, advice.title)))
            self._text(title, "Guidance Title")
            BlockWriter(self.document, self.tag, "Guidance").write(advice.blocks)
        if question.guidance:
            last_paragraph(self.document).paragraph_format.space_after = Pt(9)

    def _review(self) -> None:
        self._heading("", self.words.review, _page_bookmark("review"))
        for reviewed in self.plan.review:
            question = selection.find_question(self.plan, reviewed.label)
            title = selection.short_question(question.text)
            self._numbered(question.label, title, "Heading 2")
            for entry in reviewed.entries:
                for number, line in enumerate(
                    review_wording.review_lines(entry, self.plan)
                ):
                    if isinstance(line, str):
                        self._text(line, "Answer" if number else "Note")
                        continue
                    language = wording.LANGUAGE_TAGS[entry.language]
                    BlockWriter(self.document, language, "Answer").write(line)

    def _last_page(self) -> None:
        if self.contributors:
            self._heading("", self.words.contributors, _page_bookmark("contributors"))
        for person in self.contributors:
            self._text(person.name, "Contributor Name")
            if person.affiliation:
                self._text(person.affiliation, "Contributor")
            if person.orcid:
                self._link(f"https://orcid.org/{person.orcid}", "Contributor")
            if person.labels:
                answers = wording.answer_list(person.labels, self.plan)
                self._text(answers, "Contributor")
        heading = self._heading("", self.words.about, _page_bookmark("about"))
        if self.contributors:
            heading.paragraph_format.page_break_before = False
            heading.paragraph_format.space_before = Pt(36)
        self._text(self.words.template, "About")
        if self.plan.template.doi:
            self._link(f"https://doi.org/{self.plan.template.doi}", "About")
        if self.plan.template.licence:
            self._text(self.plan.template.licence, "About")
        self._text(f"{self.words.stamp}, {self.words.date}", "About")
        self._text(f"{self.words.made_from}\n{self.plan.digest}", "About")

    def _heading(self, number: str, title: str, bookmark: str) -> Paragraph:
        heading = self._numbered(number, title, "Heading 1")
        self.bookmarks.add(heading, bookmark)
        return heading

    def _numbered(self, number: str, text: str, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        if number:
            add_run(paragraph, number, self.tag, style="Number")
            paragraph.add_run("\t")
        elif style == "Heading 1":
            paragraph.paragraph_format.left_indent = 0
            paragraph.paragraph_format.first_line_indent = 0
        add_run(paragraph, text, self.tag)
        return paragraph

    def _text(self, text: str, style: str, language: str | None = None) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        add_run(paragraph, text, language or self.tag)
        return paragraph

    def _link(self, address: str, style: str) -> None:
        paragraph = self.document.add_paragraph(style=style)
        run = add_run(paragraph, address, self.tag, style="Hyperlink")
        link_runs(paragraph, [run], address)


# Bookmarks that the table of contents links to, named as Word names its own.


def _page_bookmark(name: str) -> str:
    return f"_Toc_{name}"


def _section_bookmark(section: PlanSection) -> str:
    return bookmark_name("_Toc_s_", section.slug)


def _question_bookmark(question: PlanQuestion) -> str:
    return bookmark_name("_Toc_q_", question.slug)
