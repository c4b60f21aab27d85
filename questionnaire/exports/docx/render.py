"""The plan as a Word document: the PDF's sister, made to be edited.

Titles, questions, lists and quotations are real styles; each question's label
bears a bookmark, as q_backup_schedule__fr, and each part's, as
q_file_formats__formats__fr, which survives editing in Word and LibreOffice and tells
where the answer begins, whatever number a newer template gives it. The table of
contents is a field filled in with titles; its page numbers appear once it is updated
(F9). Word would do so by itself on opening only after a warning that frightens more
than it helps.
"""

from datetime import UTC

from docx.oxml.ns import qn
from docx.shared import Pt

from questionnaire.exports import selection, wording
from questionnaire.exports.characters import printable
from questionnaire.exports.docx.blocks import BlockWriter
from questionnaire.exports.docx.front import write_contents, write_cover, write_margins
from questionnaire.exports.docx.template import document_bytes, empty_document
from questionnaire.exports.docx.xml import (
    Bookmarks,
    add_run,
    bookmark_name,
    last_paragraph,
    link_runs,
)


def render(plan, options):
    """The bytes of the document; the same plan and options give the same bytes."""
    return document_bytes(_PlanWriter(plan, options).write())


class _PlanWriter:
    """Writes one plan into one document, from cover to last page."""

    def __init__(self, plan, options):
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

    def write(self):
        """The finished python-docx Document."""
        self._describe()
        write_margins(self.document, self.plan, self.words)
        write_cover(self.document, self.plan, self.words)
        write_contents(self.document, self.words.contents, self._entries())
        if self.summary:
            self._heading("", self.words.summary, _of_page("summary"))
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

    def _describe(self):
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

    def _entries(self):
        """(level, number, title, bookmark) of every line of the contents."""
        if self.summary:
            yield 1, "", self.words.summary, _of_page("summary")
        for chapter in self.chapters:
            number = str(chapter.section.number)
            yield 1, number, chapter.section.title, _of_section(chapter.section)
            for question in chapter.questions:
                title = selection.short_question(question.text)
                yield 2, question.label, title, _of_question(question)
        if self.plan.review:
            yield 1, "", self.words.review, _of_page("review")
        if self.contributors:
            yield 1, "", self.words.contributors, _of_page("contributors")
        yield 1, "", self.words.about, _of_page("about")

    def _chapter(self, chapter):
        section = chapter.section
        self._heading(str(section.number), section.title, _of_section(section))
        self._text(wording.section_count(section, self.plan), "Section Count")
        for question in chapter.questions:
            self._question(question)

    def _question(self, question):
        label = self._numbered(question.label, question.text, "Heading 2")
        begins = bookmark_name("q_", question.slug, question.answer_language)
        self.bookmarks.put(label, _of_question(question), begins)
        if self.options.guidance:
            self._guidance(question)
        if not question.is_answered:
            self._text(wording.gap_text(question, self.words), "Unanswered")
            return
        if note := wording.language_note(question, self.plan):
            self._text(note, "Note")
        for part in question.parts:
            if part.is_answered or self.options.unanswered:
                self._part(question, part)
        if self.options.provenance:
            if made := wording.provenance_text(question, self.plan):
                self._text(made, "Note")

    def _part(self, question, part):
        if part.letter or part.label:
            label = self._numbered(part.letter, part.label, "Heading 3")
            where = (question.slug, part.key, question.answer_language)
            self.bookmarks.put(label, bookmark_name("q_", *where))
        if not part.is_answered:
            self._text(self.words.unanswered, "Unanswered")
            return
        language = wording.LANGUAGE_TAGS[question.answer_language]
        BlockWriter(self.document, language, "Answer").write(part.blocks)

    def _guidance(self, question):
        for advice in question.guidance:
            title = " – ".join(filter(None, (self.words.guidance, advice.title)))
            self._text(title, "Guidance Title")
            BlockWriter(self.document, self.tag, "Guidance").write(advice.blocks)
        if question.guidance:
            last_paragraph(self.document).paragraph_format.space_after = Pt(9)

    def _review(self):
        self._heading("", self.words.review, _of_page("review"))
        for reviewed in self.plan.review:
            question = selection.find_question(self.plan, reviewed.label)
            title = selection.short_question(question.text)
            self._numbered(question.label, title, "Heading 2")
            for entry in reviewed.entries:
                first, *more = wording.review_lines(entry, self.plan)
                self._text(first, "Note")
                for line in more:
                    self._text(line, "Answer")

    def _last_page(self):
        if self.contributors:
            self._heading("", self.words.contributors, _of_page("contributors"))
        for person in self.contributors:
            self._text(person.name, "Contributor Name")
            if person.affiliation:
                self._text(person.affiliation, "Contributor")
            if person.orcid:
                self._address(f"https://orcid.org/{person.orcid}", "Contributor")
            if person.labels:
                carried = wording.carried_answers(person.labels, self.plan)
                self._text(carried, "Contributor")
        heading = self._heading("", self.words.about, _of_page("about"))
        if self.contributors:
            heading.paragraph_format.page_break_before = False
            heading.paragraph_format.space_before = Pt(36)
        self._text(self.words.template, "About")
        if self.plan.template.doi:
            self._address(f"https://doi.org/{self.plan.template.doi}", "About")
        if self.plan.template.licence:
            self._text(self.plan.template.licence, "About")
        self._text(f"{self.words.stamp}, {self.words.date}", "About")
        self._text(f"{self.words.made_from}\n{self.plan.digest}", "About")

    def _heading(self, number, title, bookmark):
        heading = self._numbered(number, title, "Heading 1")
        self.bookmarks.put(heading, bookmark)
        return heading

    def _numbered(self, number, text, style):
        paragraph = self.document.add_paragraph(style=style)
        if number:
            add_run(paragraph, number, self.tag, style="Number")
            paragraph.add_run("\t")
        elif style == "Heading 1":
            paragraph.paragraph_format.left_indent = 0
            paragraph.paragraph_format.first_line_indent = 0
        add_run(paragraph, text, self.tag)
        return paragraph

    def _text(self, text, style, language=None):
        paragraph = self.document.add_paragraph(style=style)
        add_run(paragraph, text, language or self.tag)
        return paragraph

    def _address(self, address, style):
        paragraph = self.document.add_paragraph(style=style)
        run = add_run(paragraph, address, self.tag, style="Hyperlink")
        link_runs(paragraph, [run], address)


# Bookmarks that the contents lead to; their names begin as Word's own do.


def _of_page(name):
    return f"_Toc_{name}"


def _of_section(section):
    return bookmark_name("_Toc_s_", section.slug)


def _of_question(question):
    return bookmark_name("_Toc_q_", question.slug)
