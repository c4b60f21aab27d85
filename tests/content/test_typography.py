"""French is set as in Canada, whatever was typed."""

import pytest

from questionnaire.content.blocks import (
    Heading,
    Paragraph,
    Preformatted,
    Run,
    TextTable,
)
from questionnaire.content.typography import (
    NBSP,
    typeset,
    typeset_blocks,
    typographic_changes,
)
from tests.vectors import vectors

EXAMPLES = vectors("typography")


@pytest.mark.parametrize("example", EXAMPLES["typeset"], ids=lambda each: each["text"])
def test_what_is_missing_is_put_in(example):
    assert typeset(example["text"]) == example["typeset"]


@pytest.mark.parametrize("example", EXAMPLES["typeset"], ids=lambda each: each["text"])
def test_nothing_is_missing_twice(example):
    assert typeset(example["typeset"]) == example["typeset"]


@pytest.mark.parametrize("example", EXAMPLES["typed"], ids=lambda each: each["text"])
def test_the_end_of_what_is_being_typed_tells_nothing_yet(example):
    found = typographic_changes(example["text"], is_open=True)

    assert [[each.start, each.end, each.text] for each in found] == example["changes"]


def test_a_rule_reaches_over_bold_and_stops_at_links():
    [block] = typeset_blocks(
        [
            Paragraph(
                (
                    Run("Voici l'"),
                    Run("essentiel", bold=True),
                    Run(": l'aide est ", italic=True),
                    Run("ici: l'aide", href="https://exemple.ca"),
                    Run(" : là."),
                )
            )
        ]
    )

    assert [run.text for run in block.runs] == [
        "Voici l’",
        "essentiel",
        f"{NBSP}: l’aide est ",
        "ici: l'aide",
        f"{NBSP}: là.",
    ]


def test_a_passage_in_english_stays_as_it_is():
    text = (
        "The data will be kept on the drive of the university: that is where they have "
        "been since the project began, and there they should stay."
    )

    assert typeset_blocks([Paragraph((Run(text),))]) == (Paragraph((Run(text),)),)


def test_headings_and_cells_are_set_and_trees_of_folders_are_not():
    typed = (Run("L'accord: oui"),)

    heading, table, tree = typeset_blocks(
        [Heading(typed), TextTable(((typed,),)), Preformatted("l'arbre: a b")]
    )

    assert [run.text for run in heading.runs] == [f"L’accord{NBSP}: oui"]
    assert [run.text for run in table.rows[0][0]] == [f"L’accord{NBSP}: oui"]
    assert tree == Preformatted("l'arbre: a b")
