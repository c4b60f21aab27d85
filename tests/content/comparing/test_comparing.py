"""Comparing texts: what counts as a change of words, paragraphs, lists."""

import unicodedata

import pytest

from questionnaire.content.blocks import List, Paragraph, Quotation, Run
from questionnaire.content.comparing import compare_blocks


def paragraph(text, **style):
    return Paragraph((Run(text, **style),))


def bullets(*items):
    return List(
        tuple((paragraph(item) if isinstance(item, str) else item,) for item in items)
    )


def words_of(old, new):
    """[(kind, text)] between two paragraphs of plain text."""
    comparison = compare_blocks((paragraph(old),), (paragraph(new),))
    return [
        (word.kind, word.text.strip())
        for change in comparison.paragraphs
        for word in change.words
    ]


# --- Words ----------------------------------------------------------------------


def test_one_changed_word_is_all_that_is_marked():
    assert words_of("Named by date and site.", "Named by date and station.") == [
        ("same", "Named by date and"),
        ("removed", "site"),
        ("added", "station"),
        ("same", "."),
    ]


@pytest.mark.parametrize("apostrophe", ["’", "'"])
@pytest.mark.parametrize("elided", ["l", "d", "qu", "Jusqu", "lorsqu"])
def test_an_elided_word_is_separate_from_its_noun(elided, apostrophe):
    start = f"{elided}{apostrophe}"

    assert words_of(f"avec {start}eau", f"avec {start}air") == [
        ("same", f"avec {start}"),
        ("removed", "eau"),
        ("added", "air"),
    ]


def test_an_apostrophe_inside_a_word_does_not_split_it():
    assert words_of("aujourd’hui", "aujourd’huy") == [
        ("removed", "aujourd’hui"),
        ("added", "aujourd’huy"),
    ]
    assert words_of("we don’t", "we doesn’t")[1:] == [
        ("removed", "don’t"),
        ("added", "doesn’t"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Deux mots : oui", "Deux mots\u00a0: oui"),
        ("1\u00a0200 fichiers", "1\u202f200 fichiers"),
        ("«\u00a0oui\u00a0»", "«oui»"),
        ("deux  espaces ", "deux espaces"),
        ("réponse é", unicodedata.normalize("NFD", "réponse é")),
    ],
)
def test_spaces_and_composed_letters_make_no_difference(old, new):
    comparison = compare_blocks((paragraph(old),), (paragraph(new),))

    assert comparison.is_equal
    assert (comparison.added, comparison.removed) == (0, 0)


def test_words_run_together_are_a_change():
    assert not compare_blocks(
        (paragraph("a lot of data"),), (paragraph("alot of data"),)
    ).is_equal


def test_words_are_counted_as_people_count_them():
    comparison = compare_blocks(
        (paragraph("Les données de la station."),),
        (paragraph("Les données de l’équipe, en 3,5 ans."),),
    )

    assert (comparison.added, comparison.removed) == (4, 2)


def test_a_lone_word_between_two_rewritten_passages_is_part_of_the_change():
    kinds = [
        kind
        for kind, _text in words_of(
            "Start as we said one two three four of five six seven to the end",
            "Start as we said neuf dix onze douze of treize cent mille to the end",
        )
    ]

    assert kinds == ["same", "removed", "added", "same"]


# --- Emphasis and links ---------------------------------------------------------


def test_words_made_bold_are_shown_as_emphasis_not_as_new_words():
    old = (paragraph("keep three copies"),)
    new = (Paragraph((Run("keep "), Run("three", bold=True), Run(" copies"))),)

    comparison = compare_blocks(old, new)

    assert [(word.kind, word.text) for word in comparison.paragraphs[0].words] == [
        ("same", "keep "),
        ("emphasis", "three"),
        ("same", " copies"),
    ]
    assert not comparison.is_equal
    assert (comparison.added, comparison.removed) == (0, 0)


def test_a_link_that_leads_elsewhere_is_a_change_of_the_link():
    old = (paragraph("the guide", href="https://example.org/old"),)
    new = (paragraph("the guide", href="https://example.org/new"),)

    (word,) = compare_blocks(old, new).paragraphs[0].words

    assert (word.kind, word.old_href, word.href) == (
        "link",
        "https://example.org/old",
        "https://example.org/new",
    )


def test_a_word_made_a_link_looks_on_each_side_as_it_did_there():
    old = (paragraph("see the guide here"),)
    new = (
        Paragraph(
            (
                Run("see "),
                Run("the guide", bold=True, href="https://example.org/"),
                Run(" here"),
            )
        ),
    )

    (line,) = compare_blocks(old, new).paragraphs[0].lines

    assert [(w.kind, w.text) for w in line.changed_words] == [("link", "the guide")]
    assert [w.bold for w in line.old_words] == [False, False, False]
    assert [w.bold for w in line.new_words] == [False, True, False]
    assert not any(w.href for w in line.old_words)


# --- Paragraphs -----------------------------------------------------------------


def kinds_of(comparison):
    return [(change.kind, change.is_moved) for change in comparison.paragraphs]


def test_a_new_paragraph_leaves_its_neighbours_alone():
    comparison = compare_blocks(
        (paragraph("First one."), paragraph("Last one.")),
        (paragraph("First one."), paragraph("Quite new."), paragraph("Last one.")),
    )

    assert kinds_of(comparison) == [("same", False), ("added", False), ("same", False)]
    assert comparison.paragraphs[1].number == 2


def test_a_moved_paragraph_is_called_moved_and_counts_no_words():
    one, two, three = (paragraph(f"The paragraph number {n}.") for n in (1, 2, 3))

    comparison = compare_blocks((one, two, three), (two, three, one))

    assert kinds_of(comparison) == [
        ("removed", True),
        ("same", False),
        ("same", False),
        ("added", True),
    ]
    assert (comparison.added, comparison.removed) == (0, 0)
    assert len(comparison.changes) == 1
    assert not comparison.is_equal


def test_a_rewritten_paragraph_is_matched_with_the_one_it_resembles():
    comparison = compare_blocks(
        (
            paragraph("Files are named by date and site."),
            paragraph("Backups run each night on two disks."),
        ),
        (
            paragraph("Nothing and nobody was like it here before."),
            paragraph("Backups run each night on three disks."),
        ),
    )

    assert kinds_of(comparison) == [
        ("removed", False),
        ("added", False),
        ("changed", False),
    ]


def test_unchanged_paragraphs_are_gathered_for_folding():
    same = [paragraph(f"Unchanged {n}.") for n in range(4)]

    comparison = compare_blocks(
        (*same[:3], paragraph("Old words here."), same[3]),
        (*same[:3], paragraph("New words here."), same[3]),
    )

    assert [
        (is_same, len(paragraphs)) for is_same, paragraphs in comparison.passages
    ] == [(True, 3), (False, 1), (True, 1)]


def test_nothing_compared_with_a_text_is_all_new():
    comparison = compare_blocks((), (paragraph("Three new words"),))

    assert (comparison.added, comparison.removed) == (3, 0)


# --- Lists and quotations -------------------------------------------------------


def test_a_list_is_compared_item_by_item():
    (change,) = compare_blocks(
        (bullets("nightly backup", "two disks", "one tape"),),
        (bullets("nightly backup", "a copy in the cloud", "two disks", "one tape"),),
    ).paragraphs

    assert [line.kind for line in change.lines] == ["same", "added", "same", "same"]


def test_renumbering_is_not_a_change_of_the_items():
    def numbered(*items):
        return List(tuple((paragraph(item),) for item in items), ordered=True)

    (change,) = compare_blocks(
        (numbered("second one", "third one"),),
        (numbered("first one", "second one", "third one"),),
    ).paragraphs

    assert [line.kind for line in change.lines] == ["added", "same", "same"]
    assert [line.structure.marker for line in change.lines] == ["1.", "2.", "3."]


def test_an_item_moved_one_level_deeper_is_a_change_of_place_not_of_words():
    flat = List(((paragraph("backup"),), (paragraph("each night"),)))
    nested = List(((paragraph("backup"), bullets("each night")),))

    comparison = compare_blocks((flat,), (nested,))
    line = comparison.paragraphs[0].lines[1]

    assert line.kind == "changed"
    assert (line.old_structure.depth, line.structure.depth) == (1, 2)
    assert (comparison.added, comparison.removed) == (0, 0)


def test_a_paragraph_made_a_quotation_keeps_its_words():
    text = paragraph("As the policy says.")

    (change,) = compare_blocks((text,), (Quotation((text,)),)).paragraphs

    assert change.kind == "changed"
    assert [word.kind for word in change.words] == ["same"]
