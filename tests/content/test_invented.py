"""Made-up details of an example are found while their words are there."""

import pytest

from questionnaire.content.invented import invented_left
from tests.vectors import vectors


@pytest.mark.parametrize(
    "example", vectors("invented")["left"], ids=lambda each: each["text"]
)
def test_a_detail_is_left_while_its_own_words_are(example):
    assert invented_left(example["text"], example["passages"]) == example["left"]
