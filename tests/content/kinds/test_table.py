"""Tables as a kind of part: rows are cleaned, shown, compared, picked one by one."""

import string

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.content.kinds import KINDS
from questionnaire.content.prose import blocks_to_html, blocks_to_text
from questionnaire.imports.template_file import read_template_file
from questionnaire.lib.canonical import digest
from questionnaire.queries.conversation.quoting import find_passage, version_text
from tests.conftest import TABLES_TEMPLATE

TABLE = KINDS["table"]
DATASETS, BACKUPS = (
    question.parts[0].options
    for question in read_template_file(TABLES_TEMPLATE).questions
)
ROWS = [
    {"dataset": "Sensor log", "volume": "1.2", "formats": ["csv", "text"]},
    {"dataset": "Interviews", "volume": "1200", "personal": True},
    {"dataset": "Photos", "cost": "99.5", "address": "https://example.org/p"},
]


def refused(value, options=DATASETS):
    with pytest.raises(ValidationError) as caught:
        TABLE.clean(value, options)
    return caught.value.messages


def test_empty_rows_and_cells_are_dropped():
    typed = [{}, {"dataset": " Log ", "volume": "", "formats": []}, {"dataset": "\n"}]

    assert TABLE.clean(typed, DATASETS) == [{"dataset": "Log"}]
    assert TABLE.clean([{}], DATASETS) is None
    assert TABLE.clean([], DATASETS) is None


def test_a_refusal_names_row_and_column_in_the_language_of_the_page():
    typed = [{}, {"dataset": "Log", "volume": "12 abc"}]

    assert refused(typed) == [
        "Row 2, Volume (GB): “12 abc” is not a number. Write it like 1,234.5."
    ]
    with translation.override("fr"):
        (message,) = refused(typed)
    assert message.startswith("Ligne 2, Volume (Go)\N{NO-BREAK SPACE}: «")


@pytest.mark.parametrize("value", ["text", 7, {"dataset": "x"}, ["x"], [None], [[]]])
def test_a_value_that_is_not_a_table_is_refused(value):
    assert refused(value) == ["This is not an answer of the expected kind."]


def test_a_cell_without_a_column_is_refused():
    assert "no column for (colour)" in refused([{"colour": "blue"}])[0]


def test_a_table_has_at_most_500_rows():
    row = {"dataset": "x"}

    assert len(TABLE.clean([row] * 500, DATASETS)) == 500
    assert refused([row] * 501) == ["This table is too long. Keep it under 500 rows."]
    assert refused([{}] * 100_000) == refused([row] * 501)


def test_only_the_first_of_many_mistakes_are_listed():
    assert len(refused([{"volume": "x"}] * 300)) == 10


def test_a_row_that_says_only_the_name_it_was_given_says_nothing():
    typed = [{"place": "office"}, {"place": "cloud", "often": "daily"}]

    assert TABLE.clean(typed, BACKUPS) == [{"place": "cloud", "often": "daily"}]


def test_a_table_is_shown_in_the_language_of_the_answer():
    (block,) = TABLE.blocks(TABLE.clean(ROWS, DATASETS), DATASETS, "fr")

    assert block.caption == "Jeux de données"
    assert [column.label for column in block.columns][:2] == [
        "Jeu de données",
        "Volume (Go)",
    ]
    assert [run.text for run in block.rows[1][1]] == ["1\N{NO-BREAK SPACE}200"]
    assert block.rows[1][5][0].text == "Oui"
    assert block.rows[2][4][0].href == "https://example.org/p"
    assert block.total[1][0].text == "1\N{NO-BREAK SPACE}201,2"


def test_a_single_row_has_no_total():
    (block,) = TABLE.blocks(ROWS[:1], DATASETS, "en")

    assert block.total == ()


def test_pages_get_a_real_table_in_which_text_is_text():
    hostile = [{"dataset": "<script>alert(1)</script>\nagain"}]
    html = blocks_to_html(TABLE.blocks(hostile, DATASETS, "en"))

    assert "<script>" not in html
    assert '<th scope="row" role="rowheader">&lt;script&gt;' in html
    assert "<br>again" in html
    assert html.count('<th scope="col"') == 8
    assert 'data-label="Volume (GB)" class="answer-table__number"></td>' in html


def test_plain_text_has_a_line_for_each_row_and_no_words_of_the_template():
    text = blocks_to_text(TABLE.blocks(ROWS, DATASETS, "en"))

    assert text.splitlines() == [
        "Sensor log | 1.2 | CSV, Plain text",
        "Interviews | 1,200 | Yes",
        "Photos | $99.50 | https://example.org/p",
    ]


def test_cells_of_a_row_are_found_again_when_quoted():
    class OnePart:
        key, kind, options = "datasets", "table", DATASETS

    text = version_text({"datasets": ROWS}, [OnePart], "en")

    assert find_passage("Interviews 1,200", text) == "Interviews\t1,200"


# --- Comparing ----------------------------------------------------------------


def compared(old, new):
    return TABLE.compare(old, new, DATASETS, "en").paragraphs


def test_a_changed_cell_is_found_in_its_row_wherever_rows_were_added():
    new = [{"dataset": "New"}, {**ROWS[0], "volume": "1.5"}, *ROWS[1:]]
    added, changed, *same = compared(ROWS, new)

    assert (added.kind, added.number, added.row_name) == ("added", 1, "New")
    assert (changed.kind, changed.number, changed.row_name) == (
        "changed",
        2,
        "Sensor log",
    )
    (line,) = [line for line in changed.lines if line.kind != "same"]
    assert line.structure.label == "Volume (GB)"
    assert [(word.kind, word.text) for word in line.changed_words] == [
        ("removed", "1.2"),
        ("added", "1.5"),
    ]
    assert [change.kind for change in same] == ["same", "same"]


def test_rows_that_begin_alike_are_the_same_row_whatever_else_changed():
    old = [{"dataset": "Log", "type": "observed", "cost": "5", "personal": True}]
    new = [{"dataset": "Log", "type": "derived", "volume": "8", "personal": False}]
    (change,) = compared(old, new)

    assert change.kind == "changed"


def test_a_row_that_only_moved_is_shown_as_moved():
    changes = compared(ROWS, [*ROWS[1:], ROWS[0]])

    assert [
        (change.kind, change.is_moved) for change in changes if change.is_moved
    ] == [
        ("removed", True),
        ("added", True),
    ]
    assert TABLE.compare(ROWS, [*ROWS[1:], ROWS[0]], DATASETS, "en").added == 0


def test_an_emptied_cell_is_removed():
    (change,) = compared(ROWS[:1], [{"dataset": "Sensor log"}])

    assert [line.kind for line in change.lines] == ["same", "removed", "removed"]


# --- Taking rows --------------------------------------------------------------


def test_a_colleagues_rows_are_appended_and_none_twice():
    theirs = [ROWS[0], {"dataset": "Videos"}]

    assert TABLE.append(ROWS, theirs) == [*ROWS, {"dataset": "Videos"}]
    assert TABLE.append(None, theirs) == theirs
    assert TABLE.append(ROWS, None) == ROWS
    assert TABLE.append(None, None) is None


CELLS = {
    "dataset": st.text(max_size=12),
    "volume": st.text(alphabet=string.digits + " ,.-", max_size=10),
    "cost": st.text(alphabet=string.digits + " ,.$", max_size=8),
    "ready": st.dates().map(str) | st.text(max_size=8),
    "personal": st.sampled_from([True, False, "oui", "no", "", None]),
    "formats": st.lists(st.sampled_from(["csv", "tiff", "text"])),
}
TYPED = st.lists(st.fixed_dictionaries({}, optional=CELLS), max_size=6)


def cleaned_or_none(typed):
    try:
        return TABLE.clean(typed, DATASETS)
    except ValidationError:
        return None


def test_what_newer_columns_no_longer_take_is_left_out_and_the_rest_stays():
    columns = [each for each in DATASETS["columns"] if each["key"] != "volume"]
    rows = [
        {"dataset": "Journaux", "volume": "1.2"},
        {"volume": "3"},
        {"dataset": "Photos"},
    ]

    conformed = TABLE.conform(rows, {**DATASETS, "columns": columns})

    assert conformed == [{"dataset": "Journaux"}, {"dataset": "Photos"}]
    assert TABLE.clean(conformed, {**DATASETS, "columns": columns}) == conformed
    assert TABLE.conform(rows, DATASETS) == rows


@given(TYPED, st.sampled_from(["fr", "en"]), st.sampled_from(["fr", "en"]))
def test_cleaning_twice_is_cleaning_once_in_any_language(typed, first, second):
    with translation.override(first):
        once = cleaned_or_none(typed)
    if once is None:
        return
    with translation.override(second):
        twice = TABLE.clean(once, DATASETS)
    assert digest(once) == digest(twice)
    assert TABLE.merge(TABLE.split(once)) == once
    assert TABLE.compare(once, once, DATASETS, second).is_equal
    assert len(TABLE.blocks(once, DATASETS, second)[0].rows) == len(once)


@given(TYPED, TYPED)
def test_a_comparison_holds_every_row_of_both_sides_in_order(old, new):
    old, new = cleaned_or_none(old) or [], cleaned_or_none(new) or []
    changes = compared(old, new)

    for side, rows in (("old_blocks", old), ("new_blocks", new)):
        blocks = [block for change in changes for block in getattr(change, side)]
        shown = [row for block in blocks for row in block.rows]
        whole = TABLE.blocks(rows, DATASETS, "en")
        assert shown == [row for block in whole for row in block.rows]
