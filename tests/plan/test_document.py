"""The plan document has each part’s answer both as data and in words."""

import json
from decimal import Decimal

import pytest

from questionnaire.actions.projects.projects import finish_plan, submit_plan
from questionnaire.content.blocks import Paragraph, Table
from questionnaire.content.kinds import KINDS
from questionnaire.lib.canonical import digest
from questionnaire.models import Edition
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import RECORD_FORMAT, read_record

ROWS = [
    {"dataset": "Tours", "volume": "1.5", "type": "observed"},
    {"dataset": "Cartes", "volume": "120", "personal": "no"},
]


def parts_of(plan):
    """{part key: PlanPart} of the whole plan."""
    return {part.key: part for question in plan.questions for part in question.parts}


def plan_of(project, language="fr"):
    return compose_plan(read_record(project.pk), language)


def test_a_table_gives_its_rows_and_columns(rows_saved, tables_project):
    version = rows_saved(ROWS)
    part = parts_of(plan_of(tables_project))["datasets"]

    assert part.value == version.content["datasets"]
    assert [row["dataset"] for row in part.value] == ["Tours", "Cartes"]
    columns = part.options["columns"]
    numbers = [column["key"] for column in columns if column["kind"] == "number"]
    assert numbers == ["volume"]
    total = sum(Decimal(row["volume"]) for row in part.value)
    assert total == Decimal("121.5")


def test_values_are_the_same_in_either_language_while_words_are_not(
    rows_saved, tables_project
):
    rows_saved(ROWS)
    french = parts_of(plan_of(tables_project, "fr"))["datasets"]
    english = parts_of(plan_of(tables_project, "en"))["datasets"]

    assert french.value == english.value
    assert french.options == english.options
    assert isinstance(french.blocks[0], Table)


def test_each_language_has_the_value_of_its_own_answer(project, answer):
    answer("1.1", "<p>Chaque nuit.</p>")
    answer("1.1", "<p>Every night.</p>", language="en")

    for language, text in (("fr", "Chaque nuit."), ("en", "Every night.")):
        [part] = plan_of(project, language).questions[0].parts
        assert part.value == f"<p>{text}</p>"
        assert isinstance(part.blocks[0], Paragraph)


def test_an_answer_in_the_other_language_only_is_the_value_too(project, answer):
    answer("1.1", "<p>Chaque nuit.</p>")

    question = plan_of(project, "en").questions[0]

    assert question.answer_language == "fr"
    assert question.parts[0].value == "<p>Chaque nuit.</p>"


def test_a_part_without_an_answer_has_options_but_no_value(tables_project):
    part = parts_of(plan_of(tables_project))["datasets"]

    assert part.value is None
    assert not part.is_answered
    assert len(part.options["columns"]) == 8


def test_blocks_are_made_from_value_and_options_alone(rows_saved, tables_project):
    rows_saved(ROWS)

    for part in parts_of(plan_of(tables_project)).values():
        kind = KINDS[part.kind]
        made = () if part.value is None else kind.blocks(part.value, part.options, "fr")
        assert made == part.blocks


@pytest.mark.parametrize("record_format", range(1, RECORD_FORMAT + 1))
def test_editions_of_every_format_have_values_and_keep_their_digest(
    rows_saved, tables_project, people, record_format
):
    rows_saved(ROWS)
    submit_plan(project_id=tables_project.pk, by=people.amina)
    edition = finish_plan(
        project_id=tables_project.pk, by=people.amina, accept_gaps=True
    )
    frozen = {**Edition.objects.get(pk=edition.pk).plan, "format": record_format}
    before = json.dumps(frozen), digest(frozen)

    part = parts_of(compose_plan(frozen, "fr"))["datasets"]

    assert [row["dataset"] for row in part.value] == ["Tours", "Cartes"]
    assert part.options["columns"]
    assert (json.dumps(frozen), digest(frozen)) == before
