"""Blocks as Word paragraphs: lists with real numbering, headings, links, tables."""

from collections.abc import Iterable
from copy import copy

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from questionnaire.content.blocks import (
    Block,
    Heading,
    List,
    Paragraph,
    Preformatted,
    Run,
    Table,
    TextTable,
)
from questionnaire.content.prose.cleaning import is_allowed_address
from questionnaire.exports.characters import is_right_to_left
from questionnaire.exports.docx.tables import write_table
from questionnaire.exports.docx.xml import (
    add_run,
    element,
    link_runs,
    mark_right_to_left,
)
from questionnaire.exports.nesting import limit_nesting

# As in assets/word/numbering.xml.
_BULLETS, _NUMBERS = 1, 2
_ANSWER_INDENT, _GUIDANCE_INDENT, _LEVEL_INDENT = 907, 1134, 360
_MAX_STYLE_LEVEL = 3


class BlockWriter:
    """Appends blocks to a document, in one language and one style."""

    def __init__(
        self, document: Document, language: str, style: str, heading_level: int = 3
    ) -> None:
        self.document = document
        self.language = language
        self.style = style
        # Of the first headings in it: the next below those around it.
        self.heading_level = heading_level
        self.level = 0  # of the list being written; 0 outside any

    def write(self, blocks: Iterable[Block]) -> None:
        """Append the blocks to the document."""
        self._blocks(limit_nesting(blocks))

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, List):
                self._list(block)
            elif isinstance(block, Table):
                write_table(block, self.document, self._runs)
            elif isinstance(block, TextTable):
                write_table(block.table, self.document, self._runs, block.heading)
                self._after_table()
            elif isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Preformatted):
                self._preformatted(block)
            else:
                self._for_quotations()._blocks(block.blocks)

    def _paragraph(self, block: Paragraph, style: str | None = None) -> WordParagraph:
        added = self.document.add_paragraph(style=style or self._style())
        if self.level and not style:
            indent = _ANSWER_INDENT + _LEVEL_INDENT * self.level
            added.paragraph_format.left_indent = Twips(indent)
        self._runs(added, block.runs)
        return added

    def _heading(self, block: Heading) -> None:
        level = self.heading_level + block.level - 1
        added = self.document.add_paragraph(style=f"Heading {level}")
        # Nothing hangs before it, as letters do before the labels of parts.
        added.paragraph_format.left_indent = Twips(_ANSWER_INDENT)
        added.paragraph_format.first_line_indent = Twips(0)
        self._runs(added, block.runs)

    def _preformatted(self, block: Preformatted) -> None:
        added = self.document.add_paragraph(style="Preformatted")
        for index, line in enumerate(block.lines):
            if index:
                added.add_run().add_break()
            if line:
                add_run(added, line, self.language)

    def _after_table(self) -> None:
        """Word joins tables that follow each other, and sets text close below them."""
        added = self.document.add_paragraph(style="After Table")
        added.paragraph_format.left_indent = Twips(_ANSWER_INDENT)

    def _style(self) -> str:
        continues = self.level and self.style == "Answer"
        return "List Continue" if continues else self.style

    def _runs(self, paragraph: WordParagraph, runs: Iterable[Run]) -> None:
        for run in runs:
            href = run.href if run.href and is_allowed_address(run.href) else None
            added = add_run(
                paragraph,
                run.text,
                self.language,
                style="Hyperlink" if href else None,
                bold=run.bold,
                italic=run.italic,
                script=run.script,
            )
            if href:
                link_runs(paragraph, [added], href)
        if is_right_to_left("".join(run.text for run in runs)):
            mark_right_to_left(paragraph)

    def _list(self, block: List) -> None:
        numbering = self._new_numbering(block) if block.ordered else _BULLETS
        inside = copy(self)
        inside.level = self.level + 1
        for item in block.items:
            opening = item[0] if item and isinstance(item[0], Paragraph) else None
            label = inside._paragraph(
                opening or Paragraph(()), style=inside._list_style(block.ordered)
            )
            _number(label, self.level, numbering)
            if self.style == "Guidance":
                # The tinted block keeps a straight left edge.
                label.paragraph_format.left_indent = Twips(
                    _GUIDANCE_INDENT + _LEVEL_INDENT * inside.level
                )
                label.paragraph_format.first_line_indent = Twips(-_LEVEL_INDENT)
            inside._blocks(item[1:] if opening else item)

    def _list_style(self, ordered: bool) -> str:
        if self.style not in ("Answer", "Quote"):
            return self.style
        name = "List Number" if ordered else "List Bullet"
        level = min(self.level, _MAX_STYLE_LEVEL)
        return name if level == 1 else f"{name} {level}"

    def _for_quotations(self) -> "BlockWriter":
        quotation = copy(self)
        if quotation.style == "Answer":
            quotation.style = "Quote"
        return quotation

    def _new_numbering(self, block: List) -> int:
        """A numbering that starts where this list does; returns its number."""
        numbering = self.document.part.numbering_part.element
        number = 1 + max(
            int(num.get(qn("w:numId"))) for num in numbering.findall(qn("w:num"))
        )
        numbering.append(
            element(
                "w:num",
                element("w:abstractNumId", val=_NUMBERS),
                element(
                    "w:lvlOverride",
                    element("w:startOverride", val=block.start),
                    ilvl=self.level,
                ),
                numId=number,
            )
        )
        return number


def _number(paragraph: WordParagraph, level: int, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = numbering
