"""Numbers as people write them; tests/browser/scripts uses the same examples."""

import pytest

from questionnaire.content.tables.numbers import number_text, read_number
from tests.vectors import vectors

NUMBERS = vectors("numbers")


@pytest.mark.parametrize("example", NUMBERS["read"])
def test_a_number_is_read_as_people_write_it_and_nothing_else_is(example):
    assert read_number(example["text"], example["language"]) == example["number"]


@pytest.mark.parametrize("example", NUMBERS["written"])
def test_a_number_is_written_as_its_language_does(example):
    assert number_text(example["number"], example["language"]) == example["text"]
