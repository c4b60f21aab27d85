"""Tables as spreadsheets (Office Open XML, ECMA-376), with one sheet and no formulas.

Text is stored as text, and what a spreadsheet would take for a formula if somebody
edited the cell is marked as text for good (quotePrefix), as by a typed apostrophe.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO
from xml.sax.saxutils import escape

from questionnaire.lib.csv_tables import looks_like_formula

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell holds no more characters.
LONGEST_CELL = 32_767
_CUT = " […]"
_LONGEST_NAME = 31

# What a cell holds; nothing for None and "".
Cell = str | int | float | None

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# The numbers of the styles below.
_PLAIN, _HEADER, _QUOTED = 0, 1, 2
_FIXED_PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.\
relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font/><font><b/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="3">
<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" \
wrapText="1"/></xf>
<xf quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
</cellXfs></styleSheet>""",
}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# XML has no place for these; a carriage return would be read as a line feed.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(file: IO[bytes], rows: Iterable[Iterable[Cell]], *, name: str) -> None:
    """Write a spreadsheet row by row; its header is the first of the rows.

    `name` is that of the sheet.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in _FIXED_PARTS.items():
            archive.writestr(path, _XML + part)
        archive.writestr("xl/workbook.xml", _XML + _workbook(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for piece in _sheet(rows):
                sheet.write(piece.encode())


def _workbook(name: str) -> str:
    plain = _NOT_IN_NAMES.sub(" ", name)[:_LONGEST_NAME].strip(" '") or "1"
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(plain, {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )


def _sheet(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        '<sheetFormatPr defaultColWidth="24" defaultRowHeight="15"/><sheetData>'
    )
    for number, row in enumerate(rows, start=1):
        written = "".join(
            _cell(value, f"{_column(place)}{number}", is_header=number == 1)
            for place, value in enumerate(row)
        )
        yield f'<row r="{number}">{written}</row>'
    yield "</sheetData></worksheet>"


def _cell(value: Cell, place: str, *, is_header: bool) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        return f'<c r="{place}" s="{_PLAIN}"><v>{value}</v></c>'
    style = _HEADER if is_header else _PLAIN
    if looks_like_formula(value):
        style = _QUOTED
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{_text(value)}</t></is></c>'
    )


def _text(value: str) -> str:
    escaped = _NOT_IN_XML.sub(
        lambda found: f"_x{ord(found[0]):04X}_", _LIKE_ESCAPED.sub("_x005F_", value)
    )
    if len(escaped) > LONGEST_CELL:
        escaped = escaped[: LONGEST_CELL - len(_CUT)] + _CUT
    return escape(_UNWRITABLE.sub("\ufffd", escaped))


def _column(place: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
