"""The plan as a Word document."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from questionnaire.content.blocks import List
from questionnaire.exports.docx import render as docx
from questionnaire.plan.document import ExportOptions
from tests.exports.golden import assert_golden
from tests.exports.plans import LONG_WORD, sample_plan, text
from tests.exports.reading import docx_document, docx_lines


def test_the_french_edition_matches_the_approved_text(french_edition_docx):
    assert_golden("plan.fr.docx.txt", docx_lines(french_edition_docx))


def test_the_english_draft_matches_the_approved_text(english_draft_docx):
    assert_golden("plan.en.docx.txt", docx_lines(english_draft_docx))


def test_the_contents_are_a_field_filled_in_with_links(french_edition_docx):
    document = docx_document(french_edition_docx)
    (control,) = document.element.body.findall(qn("w:sdt"))
    codes = [code.text.strip() for code in control.iter(qn("w:instrText"))]
    anchors = [link.get(qn("w:anchor")) for link in control.iter(qn("w:hyperlink"))]
    bookmarks = {mark.get(qn("w:name")) for mark in _all(document, "w:bookmarkStart")}

    assert codes[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert codes[1:] == [f"PAGEREF {anchor} \\h" for anchor in anchors]
    assert len(anchors) == 16
    assert set(anchors) <= bookmarks


def test_every_field_that_opens_closes(french_edition_docx):
    document = docx_document(french_edition_docx)
    kinds = [mark.get(qn("w:fldCharType")) for mark in _all(document, "w:fldChar")]

    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 17


def test_nothing_asks_the_reader_to_update_fields(french_edition_docx):
    settings = docx_document(french_edition_docx).settings.element

    assert settings.find(qn("w:updateFields")) is None


def test_the_footer_counts_pages(french_edition_docx):
    (section,) = docx_document(french_edition_docx).sections
    footer = section.footer
    codes = [code.text.strip() for code in footer._element.iter(qn("w:instrText"))]

    assert codes == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""


def test_every_page_of_a_draft_says_so(english_draft_docx):
    (section,) = docx_document(english_draft_docx).sections

    assert section.first_page_header.paragraphs[0].text.strip() == "Draft"
    assert section.header.paragraphs[0].text == "Chez nous ici\tDraft"


def test_an_edition_shows_no_draft_mark(french_edition_docx):
    (section,) = docx_document(french_edition_docx).sections

    assert section.first_page_header.paragraphs[0].text == ""
    assert section.header.paragraphs[0].text == "Chez nous ici"


def test_question_labels_have_bookmarks_named_by_question_and_language(
    french_edition_docx,
):
    document = docx_document(french_edition_docx)
    names = [
        mark.get(qn("w:name"))
        for mark in _all(document, "w:bookmarkStart")
        if mark.get(qn("w:name")).startswith("q_")
    ]

    assert names == [
        "q_question_1_1__fr", "q_question_1_2__fr", "q_question_2_1__fr",
        "q_question_3_1__fr", "q_question_3_1__a__fr", "q_question_3_1__b__fr",
        "q_question_3_1__c__fr", "q_question_4_1__en", "q_question_5_1__fr",
        "q_question_6_1__fr",
    ]  # fmt: skip


def test_every_bookmark_has_its_own_number(french_edition_docx):
    document = docx_document(french_edition_docx)
    numbers = [mark.get(qn("w:id")) for mark in _all(document, "w:bookmarkStart")]

    assert len(numbers) == len(set(numbers))


def test_the_document_and_its_passages_declare_their_language(french_edition_docx):
    document = docx_document(french_edition_docx)
    (default,) = document.styles.element.xpath(".//w:rPrDefault/w:rPr/w:lang")
    spoken = {
        (run._r.rPr.find(qn("w:lang")).get(qn("w:val")), run.text[:44])
        for paragraph in document.paragraphs
        if paragraph.style.name == "Answer"
        for run in paragraph.runs
    }

    assert default.get(qn("w:val")) == "fr-CA"
    assert ("fr-CA", "Amélie Gagnon, chercheuse principale, répond") in spoken
    assert ("en-CA", "Amélie Gagnon, principal investigator, answe") in spoken


def test_links_are_relationships_of_the_document(french_edition_docx):
    document = docx_document(french_edition_docx)
    targets = {
        document.part.rels[link.get(qn("r:id"))].target_ref
        for link in _all(document, "w:hyperlink")
        if link.get(qn("r:id"))
    }

    assert "https://example.org/politique?a=1&b=2" in targets
    assert "https://orcid.org/0000-0002-1825-0097" in targets


def test_a_link_with_an_unsafe_address_is_text():
    (section, *_others) = sample_plan("en").sections
    plan = sample_plan("en", sections=(_with_answer(section, (
        text("press me", href="javascript:alert(1)"),
    )),))  # fmt: skip

    content = docx.render(plan, ExportOptions())

    assert b"javascript" not in b"".join(_parts(content).values())
    assert "Answer | press me" in list(docx_lines(content))


def test_lists_are_numbered_from_their_start():
    (section, *_others) = sample_plan("en").sections
    first = List(((text("four"),), (text("five"),)), ordered=True, start=4)
    second = List(((text("one"),),), ordered=True)
    plan = sample_plan("en", sections=(_with_answer(section, (first, second)),))
    document = docx_document(docx.render(plan, ExportOptions()))

    items = [item for item in document.paragraphs if item.style.name == "List Number"]
    numbers = [item._p.pPr.numPr.numId.val for item in items]
    starts = {
        int(number.get(qn("w:numId"))): int(start.get(qn("w:val")))
        for number in document.part.numbering_part.element.findall(qn("w:num"))
        for start in number.iter(qn("w:startOverride"))
    }
    assert [item.text for item in items] == ["four", "five", "one"]
    assert numbers[0] == numbers[1] != numbers[2]
    assert [starts[numbers[0]], starts[numbers[2]]] == [4, 1]


def test_right_to_left_paragraphs_have_that_direction(french_edition_docx):
    document = docx_document(french_edition_docx)
    right_to_left = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph._p.pPr is not None
        and paragraph._p.pPr.find(qn("w:bidi")) is not None
    ]

    assert [passage[:4] for passage in right_to_left] == ["هذا ", "עברי"]


def test_the_properties_describe_the_plan(french_edition_docx):
    about = docx_document(french_edition_docx).core_properties

    assert about.title == (
        "Plan de gestion des données – Chez nous ici\xa0: logement et appartenance "
        "dans trois villes moyennes"
    )
    assert about.author == "Amélie Gagnon"
    assert about.language == "fr-CA"
    assert about.created.isoformat() == "2026-11-22T15:30:00+00:00"
    assert about.modified == about.created
    assert (about.comments, about.last_modified_by) == ("", "")


def test_a_long_word_is_printed_in_full(french_edition_docx):
    assert LONG_WORD in " ".join(docx_lines(french_edition_docx))


def test_the_same_plan_gives_the_same_bytes(english_draft_docx):
    again = docx.render(sample_plan("en", edition=None), ExportOptions())

    assert again == english_draft_docx
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize(
    ("option", "left_out"),
    [
        ({"unanswered": False}, "Unanswered | Not answered yet"),
        ({"contributors": False}, "Contributor Name | Jean Tremblay"),
        ({"guidance": False}, "Guidance Title | Guidance – Conseil 1.1"),
    ],
)
def test_parts_that_are_not_requested_are_left_out(option, left_out):
    everything = ExportOptions(guidance=True)
    requested = ExportOptions(**{"guidance": True, **option})

    assert left_out in list(docx_lines(docx.render(sample_plan("en"), everything)))
    assert left_out not in list(docx_lines(docx.render(sample_plan("en"), requested)))


def test_a_plan_without_answers_says_so():
    plan = sample_plan("en", sections=())

    lines = list(docx_lines(docx.render(plan, ExportOptions(unanswered=False))))

    assert "Unanswered | No question is answered yet." in lines


def _all(document, tag):
    return document.element.body.iter(qn(tag))


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_answer(section, blocks):
    """The section with one question, answered by `blocks`."""
    question = section.questions[0]
    part = replace(question.parts[0], blocks=blocks)
    return replace(section, questions=(replace(question, parts=(part,)),))
