"""Headings, tables in the text, preformatted lines, raised letters: in PDF and Word."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from questionnaire.content.prose import prose_blocks
from questionnaire.exports.docx import render as docx
from questionnaire.exports.pdf import comparison
from questionnaire.exports.pdf import render as pdf
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.edition_changes import compare_plans
from tests.exports.plans import sample_plan
from tests.exports.reading import docx_document, docx_lines, pdf_pages, pdf_structure
from tests.exports.tagged_text import tagged_lines

ANSWER = (
    "<h3>Where</h3><p>About 10<sup>6</sup> of NO<sub>3</sub></p>"
    "<table><tr><th>Data</th><th>See <a href='https://b.ca'>format</a></th></tr>"
    "<tr><td>Plates</td><td></td></tr><tr><td>Books</td><td>PDF/A<br>TXT</td></tr>"
    "</table><table><tr><td>one</td><td>two</td></tr></table>"
    "<h4>Folders</h4><pre>reef\n├── raw\n│   └── b.csv</pre>"
)


def plan_of(answer, letter="", label=""):
    """The sample plan with this answer alone."""
    plan = sample_plan("en")
    section = plan.sections[0]
    question = section.questions[0]
    blocks = prose_blocks(answer)
    part = replace(question.parts[0], blocks=blocks, letter=letter, label=label)
    question = replace(question, parts=(part,))
    return replace(plan, sections=(replace(section, questions=(question,)),))


def from_the_question_on(lines):
    lines = list(lines)
    start = max(i for i, line in enumerate(lines) if "responsible for" in line)
    return lines[start + 1 :]


def test_word_has_them_in_styles_below_the_question():
    content = docx.render(plan_of(ANSWER), ExportOptions())

    assert from_the_question_on(docx_lines(content))[:12] == [
        "Heading 3 | Where",
        "Answer | About 106 of NO3",
        "Table Heading | Data",
        "Table Heading | See format",
        "Table Text | Plates",
        "Table Text | ",
        "Table Text | Books",
        "Table Text | PDF/A↵TXT",
        "After Table | ",
        "Table Text | one",
        "Table Text | two",
        "After Table | ",
    ]
    assert "Heading 4 | Folders" in docx_lines(content)
    assert "Preformatted | reef↵├── raw↵│   └── b.csv" in docx_lines(content)


def test_word_raises_and_lowers_letters_and_repeats_headings_of_tables():
    document = docx_document(docx.render(plan_of(ANSWER), ExportOptions()))

    aligned = {
        run.text: run._r.rPr.find(qn("w:vertAlign")).get(qn("w:val"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.find(qn("w:vertAlign")) is not None
    }
    assert aligned == {"6": "superscript", "3": "subscript"}
    headed, unheaded = document.tables
    assert headed.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert unheaded.rows[0]._tr.trPr.find(qn("w:tblHeader")) is None


def test_word_has_them_below_the_label_of_a_part():
    content = docx.render(plan_of(ANSWER, "A", "Part A"), ExportOptions())
    lines = from_the_question_on(docx_lines(content))

    assert "A" in lines[0]
    assert lines[0].startswith("Heading 3 |")
    assert lines[1] == "Heading 4 | Where"
    assert "Heading 5 | Folders" in lines


@pytest.mark.parametrize(("letter", "first"), [("", 4), ("A", 5)])
def test_a_pdf_has_headings_of_the_next_levels(letter, first):
    content = pdf.render(plan_of(ANSWER, letter, letter and "Part"), ExportOptions())
    lines = tagged_lines(content)

    assert any(line.startswith(f"H{first}") and "Where" in line for line in lines)
    assert any(line.startswith(f"H{first + 1}") and "Folders" in line for line in lines)


def test_a_pdf_says_of_cells_what_names_them_and_has_the_tree_as_typed():
    content = pdf.render(plan_of(ANSWER), ExportOptions())
    document, elements = pdf_structure(content)
    scopes = [str(each.A.Scope) for each in elements if each.get("/S") == "/TH"]
    fonts = {
        str(font.BaseFont)
        for page in document.pages
        for font in page.Resources.get("/Font", {}).values()
    }

    assert scopes == ["/Column", "/Column", "/Row", "/Row", "/Row"]
    assert any("Plan-Mono" in font for font in fonts), fonts
    assert "│ └── b.csv" in " ".join(pdf_pages(content))


def test_a_compared_pdf_shows_the_cell_that_changed_in_its_table():
    newer = ANSWER.replace("Books", "Logs").replace("<h3>Where", "<h3>Where exactly")
    content = comparison.render(compare_plans(plan_of(ANSWER), plan_of(newer)))
    text = " ".join(pdf_pages(content))

    assert "Data See format" in text
    assert "−Books +Logs" in text
    assert "2 rows without differences" in text
    assert "exactly" in text
