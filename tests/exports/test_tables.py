"""Tables in print: real tables with marked and repeated headings, in both formats."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from questionnaire.content.kinds import KINDS
from questionnaire.exports.docx import render as docx
from questionnaire.exports.pdf import render as pdf
from questionnaire.exports.pdf.table_widths import column_shares
from questionnaire.imports.template_file import read_template_file
from questionnaire.plan.document import ExportOptions, PlanPart
from tests.conftest import TABLES_TEMPLATE
from tests.exports.plans import sample_plan
from tests.exports.reading import (
    docx_document,
    pdf_pages,
    pdf_structure,
    structure_kids,
)

OPTIONS = read_template_file(TABLES_TEMPLATE).questions[0].parts[0].options
ROWS = [
    {
        "dataset": f"Jeu {number}\x0b suite",
        "volume": str(number),
        "address": f"https://example.org/{number}",
        "ready": "2026-11-01",
    }
    for number in range(1, 61)
]


def plan_with_table(language="fr", rows=ROWS):
    plan = sample_plan(language)
    blocks = KINDS["table"].blocks(rows, OPTIONS, language)
    section = plan.sections[0]
    question = replace(
        section.questions[0], parts=(PlanPart("t", "", "", "table", blocks),)
    )
    section = replace(section, questions=(question, *section.questions[1:]))
    return replace(plan, sections=(section, *plan.sections[1:]))


@pytest.fixture(scope="module")
def printed():
    return pdf.render(plan_with_table(), ExportOptions())


@pytest.fixture(scope="module")
def word():
    return docx.render(plan_with_table(), ExportOptions())


def test_header_cells_have_a_scope(printed):
    _document, elements = pdf_structure(printed)
    headers = [element for element in elements if element.S == "/TH"]
    scopes = [str(element.A.Scope) for element in headers]

    assert scopes.count("/Row") == 61  # with the total
    assert scopes.count("/Column") % 8 == 0
    for row in (element for element in elements if element.S == "/TR"):
        assert {str(kid.S) for kid in structure_kids(row)} <= {"/TH", "/TD"}


def test_headings_are_repeated_on_each_page_of_a_long_table(printed):
    pages = [page for page in pdf_pages(printed) if "Jeu " in page]

    assert len(pages) > 2
    assert all("Prêt le" in page for page in pages)


def test_the_total_is_printed_once_at_the_end(printed):
    text = " ".join(pdf_pages(printed))

    assert text.count("Total") == 1
    assert "Total 1 830" in text


def test_a_table_renders_the_same_twice(printed, word):
    assert pdf.render(plan_with_table(), ExportOptions()) == printed
    assert docx.render(plan_with_table(), ExportOptions()) == word


def test_a_word_table_has_a_heading_row_and_a_caption(word):
    (table,) = docx_document(word).tables
    properties = table._tbl.tblPr

    assert len(table.rows) == 1 + 60 + 1
    assert [cell.text for cell in table.rows[0].cells][:2] == [
        "Jeu de données",
        "Volume (Go)",
    ]
    assert table.rows[1].cells[0].text == "Jeu 1  suite"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Jeux de données"
    described = properties.find(qn("w:tblDescription")).get(qn("w:val"))
    assert described.startswith("Jeu de données, Volume (Go)")
    captions = [p for p in docx_document(word).paragraphs if p.style.name == "Caption"]
    assert [caption.text for caption in captions] == ["Jeux de données"]


def test_addresses_in_word_are_links(word):
    (table,) = docx_document(word).tables
    (link,) = table.rows[1].cells[4]._tc.iter(qn("w:hyperlink"))

    assert table.part.rels[link.get(qn("r:id"))].target_ref == "https://example.org/1"


def test_every_column_has_room_for_its_longest_word():
    (block,) = KINDS["table"].blocks(ROWS[:1], OPTIONS, "en")
    shares = column_shares(block)

    assert sum(shares) == pytest.approx(1)
    for share, column in zip(shares, block.columns, strict=True):
        assert share * 105 > max(map(len, column.label.split()))


def test_hostile_text_stays_text():
    rows = [{"dataset": "<td>&amp;<script>", "address": 'https://e.org/"><b>'}]
    html = pdf.plan_html(plan_with_table("en", rows), ExportOptions())

    assert "&lt;td&gt;&amp;amp;&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<b>" not in html
