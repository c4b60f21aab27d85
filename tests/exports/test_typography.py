"""Files are well set in French, whatever was typed; the record keeps what was typed."""

import io
import zipfile

import pytest

from questionnaire.content.typography import NBSP
from questionnaire.exports.store.records import render_record
from questionnaire.exports.typography import typeset_plan
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.edition_changes import pair_of_records
from questionnaire.plan.record import read_record
from tests.exports.reading import pdf_pages

TYPED = '<p>L\'équipe dit: "oui" à 13:05, pour 1 200 $.</p>'
SET = f"L’équipe dit{NBSP}: «{NBSP}oui{NBSP}» à 13:05, pour 1{NBSP}200{NBSP}$."


def text_of(file):
    """The text of a PDF, on one line."""
    return " ".join(pdf_pages(file))


@pytest.fixture
def record(project, answer):
    answer("1.1", TYPED)
    return read_record(project.pk)


def test_a_word_file_has_the_typography_of_canadian_french(record):
    file = render_record(record, "docx", "fr", ExportOptions())

    text = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml").decode()
    assert SET in text


def test_a_pdf_file_has_it_too(record):
    assert SET.replace(NBSP, " ") in text_of(
        render_record(record, "pdf", "fr", ExportOptions())
    )


def test_a_plan_in_english_keeps_french_answers_well_set_and_english_ones_as_typed(
    project, answer
):
    answer("1.1", TYPED)
    answer("1.2", '<p>It\'s said: "yes".</p>', language="en")

    plan = typeset_plan(compose_plan(read_record(project.pk), "en"))

    texts = [
        question.parts[0].blocks[0].runs[0].text for question in plan.questions[:2]
    ]
    assert texts == [SET, 'It\'s said: "yes".']


def test_only_the_rendering_changes(record):
    render_record(record, "docx", "fr", ExportOptions())

    [question, *_others] = record["sections"][0]["questions"]
    assert question["answers"]["fr"]["content"] == {"answer": TYPED}


def test_a_difference_of_typography_is_no_change(project, answer):
    answer("1.1", TYPED)
    old = read_record(project.pk)
    answer("1.1", f"<p>{SET}</p>", base=1)
    new = read_record(project.pk)

    file = render_record(pair_of_records(old, new), "pdf", "fr", ExportOptions())

    assert "L'équipe" not in text_of(file)
