"""Headings, tables, preformatted lines, raised and lowered letters in prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.content.blocks import (
    Heading,
    Paragraph,
    Preformatted,
    Run,
    TextTable,
)
from questionnaire.content.prose import (
    blocks_to_html,
    blocks_to_text,
    clean_prose,
    prose_blocks,
    prose_to_text,
    text_blocks,
    text_to_prose,
)

ANSWER = (
    "<h3>Où</h3><p>10<sup>6</sup> lectures de NO<sub>3</sub><sup>−</sup></p>"
    "<table><tr><th>Données</th><th>Format</th><th>Jusqu’en</th></tr>"
    '<tr><td>Plaques</td><td></td><td>2034</td></tr><tr><td><a href="https://b.ca">'
    "Journaux</a></td><td>PDF/A<br>a|b</td><td></td></tr></table>"
    "<h4>Dossiers</h4><pre>récif\n├── brut/\n│   └── b.csv\n\n└── docs/</pre>"
    "<table><tr><td>un</td><td>deux</td></tr></table>"
)


def cell(*texts):
    runs = [Run(text) for text in texts]
    return tuple(runs)


def test_what_the_editor_writes_is_kept_byte_for_byte_and_comes_back():
    assert clean_prose(ANSWER) == ANSWER
    assert blocks_to_html(prose_blocks(ANSWER), rel=None) == ANSWER


def test_they_are_read_as_blocks():
    heading, paragraph, table, subheading, tree, unnamed = prose_blocks(ANSWER)

    assert heading == Heading((Run("Où"),), 1)
    assert paragraph.runs[:2] == (Run("10"), Run("6", script="sup"))
    assert [column.label for column in table.columns] == [
        "Données",
        "Format",
        "Jusqu’en",
    ]
    assert table.rows[1] == (cell("Plaques"), (), cell("2034"))
    assert table.rows[2][1] == cell("PDF/A", "\n", "a|b")
    assert subheading == Heading((Run("Dossiers"),), 2)
    assert tree.lines == ["récif", "├── brut/", "│   └── b.csv", "", "└── docs/"]
    assert not unnamed.has_heading


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<h3></h3><pre> \n </pre><table><tr><td> </td></tr></table>", ()),
        ("<pre>\n\n  a\n\tb  \n</pre>", (Preformatted("  a\n    b"),)),
        (
            "<table><tr><td><p>a</p><ul><li>b</li></ul></td></tr></table>",
            (TextTable(((cell("a", "\n", "b"),),), has_heading=False),),
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td></tr></table>",
            (TextTable(((cell("a"), cell("b")), (cell("c"), ()))),),
        ),
        (
            "<table>a<tr><td>b</td></tr></table>",
            (Paragraph(cell("a")), TextTable(((cell("b"),),), has_heading=False)),
        ),
    ],
)
def test_markup_out_of_place_is_read_sensibly(html, blocks):
    assert prose_blocks(clean_prose(html)) == blocks


@pytest.mark.parametrize(
    "html", ["<pre>\n\n\n\n\n\n\n\n\n\n\n\nx</pre>", "<pre><a>\n\nx</a></pre>"]
)
def test_empty_lines_before_preformatted_ones_never_keep_it_from_being_stored(html):
    assert clean_prose(html) == "<pre>x</pre>"


def test_headings_come_below_those_around_them():
    blocks = prose_blocks("<h3>a</h3><h4>b</h4>")

    assert blocks_to_html(blocks, level=4) == "<h4>a</h4><h5>b</h5>"


def test_pages_name_the_column_of_each_value():
    html = blocks_to_html(prose_blocks(ANSWER))

    assert '<th scope="col" role="columnheader">Jusqu’en</th>' in html
    assert 'data-label="Jusqu’en" class="answer-table__words">2034</td>' in html
    assert html.count("<thead") == 1


# --- Plain text: what is shown and typed without the editor ------------------------


def test_without_the_editor_nothing_of_them_is_lost():
    text = prose_to_text(ANSWER)

    assert text == (
        "## Où\n\n10⁶ lectures de NO₃⁻\n\n"
        "| Données | Format | Jusqu’en |\n| --- | --- | --- |\n"
        "| Plaques |  | 2034 |\n| Journaux | PDF/A ⏎ a\\|b |  |\n\n"
        "### Dossiers\n\n```\nrécif\n├── brut/\n│   └── b.csv\n\n└── docs/\n```\n\n"
        "| un | deux |"
    )
    assert prose_to_text(text_to_prose(text)) == text
    assert text_to_prose(text).count("<th>") == 3


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("10<sup>6</sup>", "10⁶"),
        ("10<sup>−4</sup>", "10⁻⁴"),
        ("Ca<sup>2+</sup>", "Ca²⁺"),
        ("x<sub>max</sub>", "xmax"),
        ("1<sup>er</sup>, XIX<sup>e</sup>", "1er, XIXe"),
        ("2<sup>x/2</sup>", "2^(x/2)"),
        ("CO<sub>2</sub>", "CO₂"),
        ("note<sup>[1]</sup>", "note[1]"),
    ],
)
def test_raised_digits_never_become_other_numbers(html, text):
    assert prose_to_text(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    "text", ["# de lots : 3", "##", "|x| < 2", "| seul", "a | b", "## ".strip()]
)
def test_a_line_that_looks_a_little_like_one_of_them_stays_a_line(text):
    assert text_blocks(text) == (Paragraph((Run(text),)),)


def test_lines_between_fences_stay_as_they_are_whatever_they_say():
    text = "```\n- a\n\n  1. b\n## c\n```\n```\n> d\n"

    assert text_blocks(text) == (
        Preformatted("- a\n\n  1. b\n## c"),
        Preformatted("> d"),
    )


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)
runs = st.builds(Run, words, st.booleans(), script=st.sampled_from(["", "sup", "sub"]))
cells = st.just(()) | st.lists(
    runs, min_size=1, max_size=3, unique_by=lambda run: (run.bold, run.script)
).map(tuple)
tables = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        TextTable,
        st.lists(
            st.lists(cells, min_size=width, max_size=width).map(tuple),
            min_size=1,
            max_size=3,
        ).map(tuple),
        st.booleans(),
    ).filter(lambda table: any(any(row) for row in table.rows))
)
lines = st.text(st.sampled_from("a b├─|`#>-"), min_size=1, max_size=9).map(
    lambda text: f"{text.rstrip()}a"
)
trees = st.lists(lines, min_size=1, max_size=4).map("\n".join).map(Preformatted)
headings = st.builds(Heading, st.tuples(runs), st.integers(1, 2))
blocks = st.lists(tables | trees | headings, max_size=4).map(tuple)


@given(blocks)
def test_blocks_survive_being_written_and_read(blocks):
    html = clean_prose(blocks_to_html(blocks, rel=None))

    assert prose_blocks(html) == blocks
    assert clean_prose(html) == html


@given(blocks)
def test_text_of_any_of_them_reads_the_same_once_it_was_typed(blocks):
    text = blocks_to_text(blocks)

    assert blocks_to_text(text_blocks(text)) == text
