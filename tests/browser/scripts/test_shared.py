"""Shared modules: sentences with placeholders, times of day, identifiers."""

import re

import pytest

pytestmark = pytest.mark.urls("tests.browser.scripts.module_urls")


def test_gaps_of_a_sentence_are_filled_in(run):
    fill = "({ interpolate }, sentence, values) => interpolate(sentence, values)"
    sentence = "Row %(row)s: %(column)s, %(row)s"

    filled = run("shared/wording", fill, sentence, {"row": 2, "column": "Size"})

    assert filled == "Row 2: Size, 2"


TIMES = [
    ("fr-CA", "14:32", "14 h 32"),
    ("fr-CA", "14:00", "14 h"),
    ("en-CA", "14:32", "2:32 p.m."),
    ("en-CA", "14:00", "2:00 p.m."),
]


def test_a_time_is_written_as_canadians_write_it(run):
    write = """({ formatTime }, times) => times.map(([language, time]) => {
      document.documentElement.lang = language;
      document.body.dataset.timeZone = "America/Toronto";
      return formatTime(Date.parse(`2026-01-15T${time}:00-05:00`));
    })"""

    written = run("shared/wording", write, TIMES)

    assert [re.sub(r"\s", " ", text) for text in written] == [
        text for *_, text in TIMES
    ]


def test_every_uuid_is_a_new_random_one(run):
    made = run("shared/uuid", "({ uuid }) => Array.from({ length: 50 }, uuid)")

    pattern = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(pattern, each) for each in made)
    assert len(set(made)) == 50
