"""Made-up details of an example are found while they stand in the example's words."""

import pytest

from questionnaire.content.invented import details_of, invented_left
from questionnaire.imports.template_file import read_template_file
from tests.conftest import SHIPPED_TEMPLATE
from tests.vectors import vectors


def _shipped():
    """[(example, what it makes up)] of the shipped template, in both languages."""
    return [
        pytest.param(
            getattr(question.addition.example, language),
            passages,
            id=f"{question.slug} {language}",
        )
        for question in read_template_file(SHIPPED_TEMPLATE).questions
        for language, passages in question.invented.items()
    ]


@pytest.mark.parametrize(
    "case", vectors("invented")["cases"], ids=lambda case: case["name"]
)
def test_a_detail_is_left_while_it_stands_in_the_words_of_the_example(case):
    details = details_of(case["example"], case["passages"])

    assert invented_left(case["text"], details) == case["left"]


@pytest.mark.parametrize(("example", "passages"), _shipped())
def test_each_detail_is_found_in_its_example_alone_and_once_the_others_are_replaced(
    example, passages
):
    details = details_of(example, passages)

    assert invented_left(example, details) == passages
    for passage in passages:
        text = example
        for other in passages:
            if other != passage:
                text = text.replace(other, "Omar Haddad")
        assert invented_left(text, details) == [passage]


@pytest.mark.parametrize(("example", "passages"), _shipped())
def test_the_same_words_in_another_text_are_its_own(example, passages):
    details = details_of(example, passages)
    for passage in passages:
        text = f"Ici, {passage} en tout pour la première année, puis on verra."

        assert invented_left(text, details) == []
