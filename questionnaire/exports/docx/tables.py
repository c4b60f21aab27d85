"""Tables of answers as Word tables: a repeated heading row, alternative text."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from questionnaire.content.blocks import Cell, Column, Row, Run, Table
from questionnaire.exports.characters import printable
from questionnaire.exports.docx.xml import element
from questionnaire.exports.pdf.table_widths import MANY_COLUMNS, column_shares

# In twentieths of a point, as in assets/word/document.xml and styles.xml.
_TEXT_WIDTH, _INDENT, _CELL_MARGIN = 9632, 907, 80

# Appends runs of text to a paragraph.
RunWriter: TypeAlias = Callable[[Paragraph, Iterable[Run]], None]


def write_table(
    table: Table, document: Document, write_runs: RunWriter, heading: Row = ()
) -> None:
    """Append `table`, whose text is written by `write_runs`.

    `heading` is how the author of a text wrote the names of the columns.
    """
    if table.caption:
        caption = document.add_paragraph(style="Caption")
        if len(table.columns) > MANY_COLUMNS:
            caption.paragraph_format.left_indent = 0
        write_runs(caption, (Run(table.caption),))
    _Writer(table, document, write_runs).write(heading)


class _Writer:
    def __init__(self, table: Table, document: Document, write_runs: RunWriter) -> None:
        self.table = table
        self.document = document
        self.write_runs = write_runs
        self.indent = 0 if len(table.columns) > MANY_COLUMNS else _INDENT
        room = _TEXT_WIDTH - self.indent
        self.widths = [round(room * share) for share in column_shares(table)]

    def write(self, heading: Row) -> None:
        """Append the w:tbl, with its heading row if it has one, to the document."""
        columns = self.table.columns
        has_heading = any(column.label for column in columns)
        heading = heading or tuple((Run(column.label),) for column in columns)
        table = element("w:tbl", self._properties(has_heading), self._grid())
        self.document.element.body.sectPr.addprevious(table)
        if has_heading:
            self._row(table, heading, "Table Heading", is_heading=True)
        for row in self.table.rows:
            self._row(table, row, "Table Text")
        if self.table.total:
            self._row(table, self.table.total, "Table Text")

    def _properties(self, has_heading: bool) -> BaseOxmlElement:
        headings = ", ".join(
            column.label for column in self.table.columns if column.label
        )
        name = self.table.caption or headings
        return element(
            "w:tblPr",
            element("w:tblStyle", val="AnswerTable"),
            element("w:tblW", w=sum(self.widths), type="dxa"),
            element("w:tblInd", w=self.indent + _CELL_MARGIN, type="dxa"),
            element("w:tblLayout", type="fixed"),
            element(
                "w:tblLook",
                val="0420" if has_heading else "0400",
                firstRow=int(has_heading),
                noVBand=1,
            ),
            element("w:tblCaption", val=printable(name)[:255]),
            element("w:tblDescription", val=printable(headings)[:255]),
        )

    def _grid(self) -> BaseOxmlElement:
        return element(
            "w:tblGrid", *(element("w:gridCol", w=width) for width in self.widths)
        )

    def _row(
        self,
        table: BaseOxmlElement,
        cells: Sequence[Cell],
        style: str,
        is_heading: bool = False,
    ) -> None:
        properties = element("w:trPr", element("w:cantSplit"))
        if is_heading:
            properties.append(element("w:tblHeader"))
        row = element("w:tr", properties)
        table.append(row)
        for column, width, cell in zip(
            self.table.columns, self.widths, cells, strict=True
        ):
            paragraph = element("w:p")
            row.append(
                element(
                    "w:tc",
                    element("w:tcPr", element("w:tcW", w=width, type="dxa")),
                    paragraph,
                )
            )
            self._text(Paragraph(paragraph, self.document), cell, style, column)

    def _text(
        self, paragraph: Paragraph, cell: Cell, style: str, column: Column
    ) -> None:
        paragraph.style = style
        if column.is_number:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(element("w:jc", val="end"))
        self.write_runs(paragraph, cell)
