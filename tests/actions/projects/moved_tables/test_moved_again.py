"""Moves that follow each other, and columns that change together: no unit is lost."""

import uuid
from dataclasses import replace

import pytest

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.versions import restore_version
from questionnaire.actions.projects.move_checks import UnitsUndecided, check_unit
from questionnaire.actions.projects.template_moves import move_to_template
from questionnaire.models import AnswerVersion, MoveCheck
from questionnaire.plan.reading import resolutions
from questionnaire.vocabulary import UnitChoice
from tests.actions.projects.moved_tables.holdings import (
    SIZE,
    agree,
    cells,
    move,
    own,
    plan_question,
    write,
)
from tests.template_columns import in_terabytes, publish_columns

LENGTH = "holdings:holdings:length"
ROWS = [{"what": "Coraux", "size": "1500", "length": "20"}]


def with_a_length(columns, unit="m"):
    label = {"fr": f"Longueur ({unit})", "en": f"Length ({unit})"}
    kept = [column for column in columns if column["key"] != "length"]
    return [*kept, {"key": "length", "kind": "number", "label": label}]


@pytest.fixture
def two_units(template, project, people):
    """A function that moves the project to a version that changes both units."""
    second = publish_columns(template, with_a_length)
    move(project, people.amina, second)
    project.refresh_from_db()
    third = publish_columns(
        second, lambda columns: with_a_length(in_terabytes(columns), "km"), version="3"
    )

    def move_on(size, length):
        move_to_template(
            project_id=project.pk,
            by=people.amina,
            template_id=third.pk,
            seen_id=second.pk,
            units={SIZE: size, LENGTH: length},
        )
        project.refresh_from_db()

    return move_on


def unchecked(project):
    return [each.column for each in plan_question(project).unchecked]


def test_what_was_agreed_in_the_new_unit_stays_agreed_in_it_after_another_move(
    template, project, people
):
    version = write(project, people.paul, [{"what": "Eau", "size": "1500"}])
    agree(project, version, people.amina)
    second = publish_columns(template, in_terabytes)
    move(project, people.amina, second, "converted")
    project.refresh_from_db()
    move(project, people.amina, publish_columns(second, list, version="3", text="?"))

    question = plan_question(project)
    assert "1,5" in cells(question.parts[0])
    assert question.status == "agreed"


def test_converting_one_column_says_nothing_of_another(two_units, project, people):
    write(project, people.amina, ROWS)
    two_units("converted", "later")

    assert unchecked(project) == ["Longueur (km)"]


def test_converting_the_last_column_says_nothing_of_the_first(
    two_units, project, people
):
    write(project, people.amina, ROWS)
    two_units("later", "later")
    check = MoveCheck.objects.get(column_key="size")
    check_unit(
        project_id=project.pk,
        by=people.amina,
        check_id=check.pk,
        choice=UnitChoice.CONVERTED,
    )

    assert unchecked(project) == ["Longueur (km)"]


def test_converting_mine_says_nothing_of_what_a_colleague_wrote_since(
    two_units, project, people
):
    write(project, people.amina, ROWS)
    write(project, people.paul, ROWS)
    two_units("later", "later")
    theirs = write(project, people.paul, [{"what": "Eau", "length": "3"}], base=1)
    check = MoveCheck.objects.get(column_key="size")
    check_unit(
        project_id=project.pk,
        by=people.amina,
        check_id=check.pk,
        choice=UnitChoice.CONVERTED,
    )
    agree(project, theirs, people.amina)

    assert unchecked(project) == []


def test_a_restored_version_has_the_unit_in_which_it_was_written(
    template, project, people
):
    old = write(project, people.amina, [{"what": "Eau", "size": "1500"}])
    write(project, people.amina, [{"what": "Eau"}], base=1)
    write(project, people.amina, [{"what": "Eau", "size": "2"}], base=2)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")
    project.refresh_from_db()
    restore_version(
        project_id=project.pk, version_id=old.pk, by=people.amina, save_id=uuid.uuid4()
    )

    assert AnswerVersion.objects.latest("pk").number == 4
    assert unchecked(project) == ["Taille (To)"]


def test_a_changed_unit_asks_about_numbers_of_drafts_too(template, project, people):
    content = {"holdings": [{"what": "Sable", "size": "20"}]}
    save_draft(
        own(project, people.amina),
        DraftSave(content=content, save_id=uuid.uuid4(), base=0),
    )

    with pytest.raises(UnitsUndecided):
        move(project, people.amina, publish_columns(template, in_terabytes))


def test_two_languages_that_said_the_same_do_so_after_they_are_converted(
    template, project, people
):
    write(project, people.amina, [{"what": "Eau", "size": "1500"}])
    write(project, people.amina, [{"what": "Sable", "size": "2000"}], base=1)
    english = replace(own(project, people.amina), language="en")
    save = VersionSave(
        {"holdings": [{"what": "Sand", "size": "2000"}]}, uuid.uuid4(), 0
    )
    save_version(english, save)
    move(project, people.amina, publish_columns(template, in_terabytes), "converted")

    [resolution] = resolutions([project.pk]).values()
    assert len(resolution.effective) == 2
    assert resolution.out_of_date == []


def test_the_agreed_numbers_stay_marked_until_their_conversion_is_agreed_on(
    template, project, people
):
    version = write(project, people.paul, [{"what": "Eau", "size": "1500"}])
    agree(project, version, people.amina)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")
    project.refresh_from_db()
    check_unit(
        project_id=project.pk,
        by=people.paul,
        check_id=MoveCheck.objects.get(kind="unit").pk,
        choice=UnitChoice.CONVERTED,
    )

    assert "1\xa0500" in cells(plan_question(project).parts[0])
    assert unchecked(project) == ["Taille (To)"]
