"""Blocks as Word paragraphs: lists with real numbering, quotations, links, tables."""

from copy import copy

from docx.oxml.ns import qn
from docx.shared import Twips

from questionnaire.content.blocks import List, Paragraph, Table
from questionnaire.content.prose.cleaning import is_allowed_address
from questionnaire.exports.characters import is_right_to_left
from questionnaire.exports.docx.tables import write_table
from questionnaire.exports.docx.xml import (
    add_run,
    element,
    link_runs,
    mark_right_to_left,
)
from questionnaire.exports.nesting import shallow

# As in assets/word/numbering.xml.
_BULLETS, _NUMBERS = 1, 2
_ANSWER_INDENT, _GUIDANCE_INDENT, _LEVEL_INDENT = 907, 1134, 360
_DEEPEST_STYLE = 3


class BlockWriter:
    """Writes blocks at the end of a document, in one language and one style."""

    def __init__(self, document, language, style):
        self.document = document
        self.language = language
        self.style = style
        self.level = 0  # of the list being written; 0 outside any

    def write(self, blocks):
        """Append the blocks to the document."""
        self._blocks(shallow(blocks))

    def _blocks(self, blocks):
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, List):
                self._list(block)
            elif isinstance(block, Table):
                write_table(block, self.document, self._runs)
            else:
                self._quoting()._blocks(block.blocks)

    def _paragraph(self, block, style=None):
        added = self.document.add_paragraph(style=style or self._style())
        if self.level and not style:
            indent = _ANSWER_INDENT + _LEVEL_INDENT * self.level
            added.paragraph_format.left_indent = Twips(indent)
        self._runs(added, block.runs)
        return added

    def _style(self):
        continues = self.level and self.style == "Answer"
        return "List Continue" if continues else self.style

    def _runs(self, paragraph, runs):
        for run in runs:
            has_link = bool(run.href and is_allowed_address(run.href))
            added = add_run(
                paragraph,
                run.text,
                self.language,
                style="Hyperlink" if has_link else None,
                bold=run.bold,
                italic=run.italic,
            )
            if has_link:
                link_runs(paragraph, [added], run.href)
        if is_right_to_left("".join(run.text for run in runs)):
            mark_right_to_left(paragraph)

    def _list(self, block):
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
                # The tinted block keeps one left edge.
                label.paragraph_format.left_indent = Twips(
                    _GUIDANCE_INDENT + _LEVEL_INDENT * inside.level
                )
                label.paragraph_format.first_line_indent = Twips(-_LEVEL_INDENT)
            inside._blocks(item[1:] if opening else item)

    def _list_style(self, ordered):
        if self.style not in ("Answer", "Quote"):
            return self.style
        name = "List Number" if ordered else "List Bullet"
        level = min(self.level, _DEEPEST_STYLE)
        return name if level == 1 else f"{name} {level}"

    def _quoting(self):
        quoting = copy(self)
        if quoting.style == "Answer":
            quoting.style = "Quote"
        return quoting

    def _new_numbering(self, block):
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


def _number(paragraph, level, numbering):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = numbering
