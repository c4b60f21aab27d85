"""Spreadsheets written without another library: text stays text, numbers numbers."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from questionnaire.lib.xlsx import LONGEST_CELL, write_xlsx

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(rows, name="Plans"):
    file = io.BytesIO()
    write_xlsx(file, rows, name=name)
    return zipfile.ZipFile(file)


def parsed(part):
    return ElementTree.fromstring(part)  # noqa: S314 (we wrote it)


def cells(archive):
    """[[(kind, text, style)]] of the sheet."""
    sheet = parsed(archive.read("xl/worksheets/sheet1.xml"))
    return [
        [
            (
                cell.get("t", "n"),
                "".join(
                    each.text or "" for each in cell if each.tag != NAMESPACE + "is"
                )
                or "".join(cell.itertext()),
                cell.get("s"),
            )
            for cell in row
        ]
        for row in sheet.iter(NAMESPACE + "row")
    ]


def test_every_part_of_the_file_is_well_formed_and_named():
    archive = written([["Titre"], ["Plan"]], name="Plans: l’été/hiver [1]?")

    assert archive.testzip() is None
    for part in archive.namelist():
        parsed(archive.read(part))
    book = parsed(archive.read("xl/workbook.xml"))
    assert [each.get("name") for each in book.iter(NAMESPACE + "sheet")] == [
        "Plans  l’été hiver  1"
    ]


def test_numbers_are_numbers_and_text_keeps_its_lines_and_blanks():
    found = cells(written([["Un", "Deux"], [" a\nb ", 3, 2.5, "", None, "<&>"]]))

    assert [each[:2] for each in found[1]] == [
        ("inlineStr", " a\nb "),
        ("n", "3"),
        ("n", "2.5"),
        ("inlineStr", "<&>"),
    ]


@pytest.mark.parametrize("sign", [*"=+-@\t\r＝＋－＠", "  ="])
def test_what_looks_like_a_formula_is_text_for_good(sign):
    (kind, text, style), (_kind, _text, plain) = cells(
        written([["Titre"], [f"{sign}1+1", "1"]])
    )[1]

    assert (kind, text) == ("inlineStr", f"{sign}1+1".replace("\r", "_x000D_"))
    assert style != plain


def test_characters_that_xml_does_not_take_are_written_as_spreadsheets_do():
    found = cells(written([["\x01 _x0041_ \ud800"]]))

    assert found[0][0][1] == "_x0001_ _x005F_x0041_ \ufffd"


def test_a_text_longer_than_a_cell_says_that_it_goes_on():
    text = cells(written([["a" * (LONGEST_CELL + 1)]]))[0][0][1]

    assert len(text) == LONGEST_CELL
    assert text.endswith(" […]")


def test_columns_go_beyond_z():
    sheet = written([["x"] * 703]).read("xl/worksheets/sheet1.xml").decode()

    for name in ("A1", "Z1", "AA1", "ZZ1", "AAA1"):
        assert f'r="{name}"' in sheet
