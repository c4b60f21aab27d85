"""Controls of direction: kept in prose, but never beyond their paragraph."""

import time

import pytest

from questionnaire.content.blocks import Paragraph, Run
from questionnaire.content.directions import contained
from questionnaire.content.prose import prose_blocks
from questionnaire.content.tables.cells import cell_runs

RLO, LRE, PDF, LRI, PDI = "\u202e", "\u202a", "\u202c", "\u2066", "\u2069"


def text_of(html):
    return [
        "".join(run.text for run in block.runs)
        for block in prose_blocks(html)
        if isinstance(block, Paragraph)
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"a {RLO}b{PDF} c", f"a {RLO}b{PDF} c"),
        (f"a {LRE}C:\\data", f"a {LRE}C:\\data{PDF}"),
        (f"a {LRI}b {RLO}c", f"a {LRI}b {RLO}c{PDF}{PDI}"),
        (f"a {LRI}b {RLO}c{PDI} d", f"a {LRI}b {RLO}c{PDF}{PDI} d"),
        (f"a{PDF} b{PDI}", "a b"),
    ],
)
def test_an_open_control_ends_with_its_paragraph(typed, shown):
    assert text_of(f"<p>{typed}</p><p>d</p>") == [shown, "d"]


def test_a_control_may_open_in_bold_and_close_after_it():
    [paragraph] = prose_blocks(f"<p>a <strong>{RLO}b</strong>{PDF} c</p>")

    assert "".join(run.text for run in paragraph.runs) == f"a {RLO}b{PDF} c"


def test_an_open_control_ends_with_its_cell():
    column = {"key": "name", "kind": "text"}

    assert cell_runs(f"{RLO}abc", column, "fr") == (Run(f"{RLO}abc{PDF}"),)


def test_many_controls_that_nothing_closes_take_no_time():
    text = "\u202a" * 100_000 + "\u2069" * 100_000
    began = time.process_time()

    [run] = contained([Run(text)])

    assert run.text == "\u202a" * 100_000 + "\u202c" * 100_000
    assert time.process_time() - began < 3
