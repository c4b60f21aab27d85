"""What changed between two editions, as a tagged PDF."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest

from questionnaire.content.blocks import Column, List, Paragraph, Run, Table
from questionnaire.exports.pdf import comparison
from questionnaire.exports.pdf.comparison_html import paragraph_html
from questionnaire.plan.edition_changes import compare_plans
from tests.exports.plans import sample_plan
from tests.exports.reading import pdf_bookmarks, pdf_pages


def text(*runs):
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def with_answer(plan, label, *blocks):
    """`plan` with other blocks in the first part of one question."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(
                    question,
                    parts=(
                        replace(question.parts[0], blocks=blocks),
                        *question.parts[1:],
                    ),
                )
                if question.label == label
                else question
                for question in section.questions
            ),
        )
        for section in plan.sections
    )
    return replace(plan, sections=sections)


def two_editions(language):
    """Edition 1, and edition 2 with a different answer to question 1.1."""
    plan = sample_plan(language)
    old = replace(plan, edition=1, as_of=datetime(2026, 3, 1, 15, tzinfo=UTC))
    return (
        with_answer(old, "1.1", text("Copies chaque nuit.")),
        with_answer(plan, "1.1", text("Copies chaque mois.")),
    )


@pytest.fixture(scope="module")
def french():
    return comparison.render(compare_plans(*two_editions("fr")))


def test_the_cover_names_both_editions_with_their_dates(french):
    cover = pdf_pages(french)[0]

    assert "De l’édition 1 à l’édition 2" in cover
    assert "Édition 1, 1er mars 2026 à" in cover
    assert "Édition 2, 22 novembre 2026 à" in cover
    assert "1 question modifiée" in cover
    assert "1 mot ajouté, 1 supprimé" in cover


def test_added_and_removed_words_can_be_told_apart_without_colour(french):
    page = pdf_pages(french)[2]

    assert "Copies chaque −nuit" in page
    assert "+mois" in page
    assert "mots ajoutés – soulignés, après un signe plus" in page


def test_unchanged_answers_are_listed_and_not_repeated(french):
    last = pdf_pages(french)[-1]

    assert "Questions dont la réponse est la même" in last
    assert "1.2 Qui remplacera le chercheur principal" in last
    assert [title for _depth, title, _page in pdf_bookmarks(french)][2:4] == [
        "Ce qui a changé",
        "1.1 Qui sera responsable de la gestion des données?",
    ]


def test_the_file_claims_archival_and_accessible_standards(french):
    document = pikepdf.open(io.BytesIO(french))

    with document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
    assert document.Root.Lang == "fr-CA"
    assert document.Root.MarkInfo.Marked


def test_the_same_two_editions_give_the_same_bytes(french):
    assert comparison.render(compare_plans(*two_editions("fr"))) == french


def test_an_english_comparison_with_now_names_both_templates():
    old, new = two_editions("en")
    newer = replace(new.template, version="2.0")
    now = replace(new, edition=None, template=newer)
    pages = pdf_pages(comparison.render(compare_plans(old, now)))

    assert "From edition 1 to the draft of November 22, 2026" in pages[0]
    assert "Template before" in pages[0]
    assert "Template after" in pages[0]
    assert "version 2.0" in pages[0]


def test_a_comparison_of_identical_editions_says_that_nothing_differs():
    old, _new = two_editions("en")
    html = comparison.changes_html(compare_plans(old, replace(old, edition=2)))

    assert "No answer differs." in html
    assert "<ins>" not in html


def marked(old, new):
    """The HTML of the comparison of two answers."""
    before, after = two_editions("en")
    changes = compare_plans(
        with_answer(before, "1.1", *old), with_answer(after, "1.1", *new)
    )
    _part, compared = changes.changed[0].parts[0]
    return "".join(map(paragraph_html, compared.paragraphs))


def test_neighbouring_added_words_share_one_sign():
    html = marked(
        [text("Non.")], [text("Non. Tout ", Run("deux", bold=True), " fois.")]
    )

    assert html.count('class="sign sign-added"') == 1
    assert "<strong>deux</strong>" in html


def test_items_of_lists_keep_their_markers():
    items = List(((text("un"),), (text("deux"),)), ordered=True)

    assert '<p class="line depth-1">2. <span' in marked([text("Rien.")], [items])


def test_a_changed_address_shows_both_addresses():
    old = text(Run("la page", href="https://example.org/a"))
    new = text(Run("la page", href="https://example.org/b"))
    html = marked([old], [new])

    assert "−</span><del>https://example.org/a</del>" in html
    assert "+</span><ins>https://example.org/b</ins>" in html


def test_typed_text_is_escaped():
    html = marked([text("a")], [text("<b>a</b> & c")])

    assert "<b>" not in html
    assert "&lt;" in html


# --- Tables -----------------------------------------------------------------------

COLUMNS = (
    Column("dataset", "Jeu de données"),
    Column("volume", "Volume (Go)", is_number=True),
    Column("format", "Format"),
)


def table(*rows, total=""):
    cells = tuple(tuple((Run(cell),) for cell in row) for row in rows)
    sums = ((Run("Total"),), (Run(total),), ()) if total else ()
    return Table(COLUMNS, cells, total=sums)


def compared(old, new):
    """The comparison of two plans that differ in one answer."""
    before, after = two_editions("fr")
    return compare_plans(
        with_answer(before, "1.1", *old), with_answer(after, "1.1", *new)
    )


def test_one_changed_cell_among_500_rows_is_one_page(french):
    rows = [[f"Relevé {number}", "12", "CSV"] for number in range(1, 501)]
    changed = [*rows[:299], ["Relevé 300", "14", "CSV"], *rows[300:]]
    old, new = table(*rows, total="6 000"), table(*changed, total="6 002")
    pages = pdf_pages(comparison.render(compared([old], [new])))

    assert len(pages) == len(pdf_pages(french))
    assert "299 lignes sans différence" in pages[2]
    assert "200 lignes sans différence" in pages[2]
    for words in ("Jeu de données", "Volume (Go)", "300", "−12", "+14", "Total"):
        assert words in pages[2]
    assert "−6 000" in pages[2].replace("\N{NO-BREAK SPACE}", " ")


def test_a_row_that_moved_and_changed_says_so_and_from_where():
    sound, photos, text_row = (
        ["Enregistrements", "1200", "WAV"],
        ["Photos", "300", "TIFF"],
        ["Transcriptions", "2", "TXT"],
    )
    html = comparison.changes_html(
        compared(
            [table(sound, photos, text_row)],
            [table(photos, text_row, [*sound[:2], "FLAC"])],
        )
    )

    assert "Déplacée ici, depuis la ligne\N{NO-BREAK SPACE}1" in html
    assert "Déplacée à la ligne\N{NO-BREAK SPACE}3" in html
    assert html.count("<del>WAV</del>") == 1
    assert html.count("<ins>FLAC</ins>") == 1


# --- Moved, divided, joined -------------------------------------------------------


def test_a_paragraph_that_moved_and_changed_is_in_print_once_with_its_changes():
    sound = (
        "Les enregistrements sont gardés en {} à 96 kHz, sur le serveur du groupe, "
        "un par entrevue."
    )
    other = [
        text(
            f"Les photos du {word} sont numérisées sans perte, à 600 points par pouce."
        )
        for word in ("village", "fonds")
    ]
    html = comparison.changes_html(
        compared(
            [text(sound.format("WAV")), *other], [*other, text(sound.format("FLAC"))]
        )
    )

    assert "Déplacé ici, depuis le paragraphe\N{NO-BREAK SPACE}1" in html
    assert html.count("<del>WAV</del>") == 1
    assert html.count("<ins>FLAC</ins>") == 1
    assert html.count("un par entrevue") == 1


def test_a_divided_paragraph_shows_the_break_and_no_other_change():
    html = marked(
        [text("Copies are made each night. Only the team has access.")],
        [text("Copies are made each night."), text("Only the team has access.")],
    )

    assert html.count("<ins>¶</ins><br>Only") == 1
    assert "<del>" not in html


def test_what_became_an_item_of_a_list_says_so_in_print():
    items = List(((text("Copies chaque nuit."),),))
    html = comparison.changes_html(compared([text("Copies chaque nuit.")], [items]))

    assert "est maintenant un élément de liste" in html
    assert "<ins>" not in html.split('id="changed"')[1].split('class="question"')[1]
