"""The plan as an archival, tagged PDF."""

import io
import socket
import threading

import pikepdf
import pytest
from django.utils import translation

from questionnaire.exports.pdf import render as pdf
from questionnaire.plan.document import ExportOptions
from tests.exports.golden import assert_golden
from tests.exports.plans import ENDING, LONG_WORD, sample_plan
from tests.exports.reading import (
    pdf_bookmarks,
    pdf_pages,
    pdf_structure,
    structure_kids,
)
from tests.exports.tagged_text import tagged_lines


def test_the_french_edition_matches_the_approved_text(french_edition_pdf):
    assert_golden("plan.fr.pdf.txt", tagged_lines(french_edition_pdf))


def test_the_english_draft_matches_the_approved_text(english_draft_pdf):
    assert_golden("plan.en.pdf.txt", tagged_lines(english_draft_pdf))


def test_bookmarks_lead_to_sections_and_their_questions(french_edition_pdf):
    bookmarks = [
        (depth, title) for depth, title, _ in pdf_bookmarks(french_edition_pdf)
    ]

    assert bookmarks[:5] == [
        (1, "Chez nous ici"),
        (1, "Table des matières"),
        (1, "Résumé du projet"),
        (1, "1. Responsabilités et ressources"),
        (2, "1.1 Qui sera responsable de la gestion des données?"),
    ]


def test_the_contents_give_the_pages_where_headings_are(french_edition_pdf):
    contents = pdf_pages(french_edition_pdf)[1]
    headings = pdf_bookmarks(french_edition_pdf)[2:]

    assert len(headings) == 16
    for _depth, title, page in headings:
        assert f"{page} {title.replace('. ', ' ', 1)}" in contents


def test_pages_are_numbered_in_the_language_of_the_plan(english_draft_pdf):
    pages = pdf_pages(english_draft_pdf)

    for number, page in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in page


def test_every_page_of_a_draft_says_so(english_draft_pdf):
    cover, *others = pdf_pages(english_draft_pdf)

    assert " Draft " in cover
    assert all("Draft – Chez nous ici, November 22, 2026" in page for page in others)


def test_an_edition_shows_its_number_and_no_draft_mark(french_edition_pdf):
    cover, *others = pdf_pages(french_edition_pdf)

    assert " Édition 2 " in cover
    assert all("Chez nous ici – édition 2, 22 novembre 2026" in page for page in others)
    assert "Ébauche" not in " ".join([cover, *others])


def test_long_words_break_without_losing_text(french_edition_pdf):
    text = "".join(pdf_pages(french_edition_pdf)).replace(" ", "")

    assert LONG_WORD in text


def test_every_font_is_embedded_and_one_of_ours(french_edition_pdf):
    document = pikepdf.open(io.BytesIO(french_edition_pdf))
    fonts = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    descriptors = [item.FontDescriptor for item in fonts if "/FontDescriptor" in item]

    assert {str(item.BaseFont).split("+")[1].split("-")[1] for item in fonts} == {
        "Sans", "Serif", "Display", "Syllabics", "Arabic", "Hebrew", "Emoji",
    }  # fmt: skip
    assert all(str(item.BaseFont).split("+")[1].startswith("Plan-") for item in fonts)
    assert descriptors
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_the_file_claims_archival_and_accessible_standards(french_edition_pdf):
    document = pikepdf.open(io.BytesIO(french_edition_pdf))

    with document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == (
            "Plan de gestion des données – Chez nous ici\xa0: logement et appartenance "
            "dans trois villes moyennes"
        )
        assert metadata["dc:creator"] == ["Amélie Gagnon"]
        assert metadata["xmp:CreateDate"] == "2026-11-22T15:30:00Z"
    assert "/Filter" not in document.Root.Metadata
    assert len(document.Root.OutputIntents) == 1
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(document.Root.MarkInfo.Marked)


def test_the_document_and_its_passages_declare_their_language(french_edition_pdf):
    document, elements = pdf_structure(french_edition_pdf)

    languages = [str(item.Lang) for item in elements if "/Lang" in item]
    assert str(document.Root.Lang) == "fr-CA"
    assert languages.count("en-CA") == 1
    assert "fr-CA" in languages


def test_headings_lists_and_quotations_are_tagged_as_such(french_edition_pdf):
    _document, elements = pdf_structure(french_edition_pdf)
    tags = [str(element.S) for element in elements]

    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 10
    assert tags.count("/H3") == 7
    assert tags.count("/H4") == 3
    assert "/BlockQuote" in tags
    for item in elements:
        if item.S == "/LI":
            assert {str(kid.S) for kid in structure_kids(item)} <= {"/Lbl", "/LBody"}
        if item.S == "/L":
            assert {str(kid.S) for kid in structure_kids(item)} <= {"/LI", "/L"}


def test_every_link_belongs_to_a_link_element(french_edition_pdf):
    document, _elements = pdf_structure(french_edition_pdf)
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

    links = [link for page in document.pages for link in page.get("/Annots", [])]
    assert len(links) > 20
    assert {str(owners[int(link.StructParent)].S) for link in links} == {"/Link"}


def test_headers_and_footers_are_artifacts(french_edition_pdf):
    document = pikepdf.open(io.BytesIO(french_edition_pdf))

    for page in document.pages[1:]:
        marked = [
            instruction.operands
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "BDC"
        ]
        assert [str(name) for name, _ in marked].count("/Artifact") == 3


def test_the_same_plan_gives_the_same_bytes(english_draft_pdf):
    again = pdf.render(sample_plan("en", edition=None), ExportOptions())

    assert again == english_draft_pdf


def test_the_reader_language_does_not_matter():
    with translation.override("en"):
        html = pdf.plan_html(sample_plan("fr", edition=None), ExportOptions())

    assert '<html lang="fr-CA">' in html
    assert '<p class="stamp">Ébauche</p>' in html


def test_guidance_is_printed_on_request():
    plan = sample_plan("fr")

    assert "Conseil 1.1" in pdf.plan_html(plan, ExportOptions(guidance=True))
    assert "Conseil 1.1" not in pdf.plan_html(plan, ExportOptions(guidance=False))


def test_unanswered_questions_can_be_left_out():
    html = pdf.plan_html(sample_plan("en"), ExportOptions(unanswered=False))

    assert "Not answered yet" not in html
    assert "Who will replace" not in html
    # The sixth section has no answer at all; part B of question 3.1 has none.
    assert "Ethics and legal compliance" not in html
    assert "Volet B" not in html
    assert ENDING["en"] in html


def test_unanswered_questions_say_whether_answers_are_proposed():
    html = pdf.plan_html(sample_plan("en"), ExportOptions())

    assert html.count("Not answered yet") == 2
    assert html.count("Several answers are proposed") == 1


def test_a_plan_without_answers_says_so():
    html = pdf.plan_html(
        sample_plan("en", sections=()), ExportOptions(unanswered=False)
    )

    assert "No question is answered yet." in html


def test_contributors_can_be_left_out():
    plan = sample_plan("en")

    assert "Jean Tremblay" in pdf.plan_html(plan, ExportOptions())
    assert "Jean Tremblay" not in pdf.plan_html(plan, ExportOptions(contributors=False))


def test_an_answer_in_the_other_language_is_marked():
    html = pdf.plan_html(sample_plan("en"), ExportOptions())

    note = "Answer in French; the text in English has changed since"
    assert html.count(f'<p class="note">{note}</p>') == 1
    assert '<div class="answer" lang="fr-CA">' in html


def test_markup_in_a_plan_is_text():
    hostile = '"><script>alert(1)</script><img src="file:///etc/passwd">'
    plan = sample_plan(
        "en", title=hostile, short_title=hostile, summary=hostile, institution=hostile
    )
    html = pdf.plan_html(plan, ExportOptions())

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


@pytest.fixture
def listening_port():
    """A port of this machine, and the list of connections made to it."""
    visits = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            visits.append(visitor)
            visitor.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], visits
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def test_a_hostile_page_fetches_nothing(tmp_path, listening_port):
    port, visits = listening_port
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'canary-of-the-marker-file' }")
    away, here = f"http://127.0.0.1:{port}", secret.as_uri()
    climb = f"{pdf.ASSETS.as_uri()}/../../../etc/passwd"
    html = f"""
        <html lang="en"><head><title>Hostile</title>
        <link rel="stylesheet" href="{away}/a.css">
        <link rel="stylesheet" href="{here}">
        <link rel="attachment" href="{here}"><link rel="attachment" href="{climb}">
        <style>@import url({away}/b.css); @import url({here});
        @font-face {{ font-family: x; src: url({away}/c.ttf) }}
        body {{ font-family: x; background: url({away}/d.png) }}</style></head>
        <body><p>Still printed</p><img src="{away}/e.png" alt="">
        <img src="file:///etc/passwd" alt=""><object data="{away}/f.svg"></object>
        <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt=""></body></html>"""

    content = pdf.html_to_pdf(html)

    document = pikepdf.open(io.BytesIO(content))
    assert pdf_pages(content) == ["Still printed"]
    assert visits == []
    assert not document.attachments
    assert not any(
        isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        for item in document.objects
    )
