"""A newer template changes a table: no value and no unit is lost in silence."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.projects.move_checks import (
    UnitsUndecided,
    check_unit,
    say_wording_fits,
)
from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.errors import NotFound
from questionnaire.models import (
    AnswerVersion,
    MoveCheck,
    Project,
    RecoveredDraft,
)
from questionnaire.permissions import get_project_access
from questionnaire.plan.outline import read_outline
from questionnaire.plan.templates import read_template
from questionnaire.queries.projects.moved_values import (
    read_asked_units,
    read_left_values,
)
from questionnaire.queries.projects.template_changes import read_template_changes
from questionnaire.queries.review.readiness import read_readiness
from questionnaire.vocabulary import Origin, UnitChoice
from tests.actions.projects.moved_tables.holdings import (
    ROWS,
    SIZE,
    agree,
    cells,
    move,
    own,
    plan_question,
    write,
)
from tests.template_columns import (
    in_terabytes,
    publish_columns,
    with_other_columns,
)


def test_every_change_of_a_column_is_among_the_changes(template, project):
    after = publish_columns(template, with_other_columns)

    [moved] = read_template_changes(template, after).reworded
    [piece] = [each for each in moved.pieces if each.kind == "columns"]

    said = " ".join(
        word.text
        for change in piece.comparison.changes
        for line in change.lines
        for word in line.words
    )
    for expected in ("GB", "TB", "Laboratory"):
        assert expected in said


@pytest.mark.parametrize(
    "change",
    [
        in_terabytes,
        with_other_columns,
        lambda columns: columns[:-1],
        lambda columns: list(reversed(columns)),
        lambda columns: [
            *columns,
            {"key": "new", "kind": "text", "label": {"fr": "N", "en": "N"}},
        ],
        lambda columns: [{**each, "total": False} for each in columns],
        lambda columns: [
            {**each, "kind": "text"} if each["key"] == "address" else each
            for each in columns
        ],
    ],
)
def test_no_change_of_columns_leaves_a_question_unchanged(template, project, change):
    changes = read_template_changes(template, publish_columns(template, change))

    assert changes.reworded
    assert not changes.unchanged


def test_before_the_move_what_no_longer_fits_is_listed_by_author(
    template, project, people
):
    write(project, people.amina)
    after = publish_columns(template, with_other_columns)
    access = get_project_access(people.amina, project)

    [left] = read_left_values(access, people.amina, read_template(after.pk).questions)

    # Two addresses, and a place of origin.
    assert left.count == 3
    [(part, blocks)] = left.parts
    shown = " ".join(
        "".join(run.text for run in cell) for row in blocks[0].rows for cell in row
    )
    for value in (
        "exemple.ca/coraux",
        "exemple.ca/seule",
        "Laboratoire",
    ):
        assert value in shown
    assert {"Adresse", "Origine"} <= {column.label for column in blocks[0].columns}


def test_no_value_leaves_the_plan_with_its_column(template, project, people):
    write(project, people.amina)
    move(project, people.amina, publish_columns(template, with_other_columns), "meant")

    question = plan_question(project)

    [part], [former] = question.parts, question.former
    shown = cells(part) + cells(former)
    for value in ("1 500".replace(" ", "\xa0"), "https://exemple.ca/seule"):
        assert value in shown
    assert "Laboratoire" in cells(former)


def test_a_row_of_which_nothing_fits_is_kept_whole(template, project, people):
    write(project, people.amina, rows=[{"address": "https://exemple.ca/seule"}])
    move(project, people.amina, publish_columns(template, with_other_columns))

    question = plan_question(project)

    assert question.is_answered
    assert cells(question.former[0]) == ["https://exemple.ca/seule"]


def test_a_changed_unit_asks(template, project, people):
    write(project, people.amina)
    after = publish_columns(template, in_terabytes)

    [asked] = read_asked_units(project, after.pk)
    assert (asked.count, asked.change.factor) == (2, Decimal("0.001"))
    with pytest.raises(UnitsUndecided):
        move(project, people.amina, after)
    project.refresh_from_db()
    assert project.template_id == template.pk


def test_nobody_is_asked_about_a_column_without_numbers(template, project, people):
    write(project, people.amina, rows=[{"what": "Eau"}])
    after = publish_columns(template, in_terabytes)

    assert [each.count for each in read_asked_units(project, after.pk)] == [0]
    move(project, people.amina, after)
    assert plan_question(project).unchecked == ()


def test_numbers_are_converted_as_versions_of_their_authors(template, project, people):
    before = write(project, people.paul)
    agree(project, before, people.amina)
    move(project, people.amina, publish_columns(template, in_terabytes), "converted")

    newest = AnswerVersion.objects.get(number=2)
    assert [row.get("size") for row in newest.content["holdings"]] == [
        "1.5",
        "0.25",
        None,
    ]
    assert newest.origin == Origin.CONVERTED
    assert newest.answer.author == people.paul
    # What was agreed stays agreed, in the new unit.
    question = plan_question(project)
    assert "1,5" in cells(question.parts[0])
    assert question.status == "agreed"
    assert question.unchecked == ()


def test_a_draft_is_converted_with_its_answer(template, project, people):
    write(project, people.amina)
    save_draft(
        own(project, people.amina),
        DraftSave(
            content={"holdings": [{"what": "Sable", "size": "20"}]},
            save_id=uuid.uuid4(),
            base=1,
        ),
    )
    move(project, people.amina, publish_columns(template, in_terabytes), "converted")

    draft = AnswerVersion.objects.get(number=2).answer.draft
    assert draft.content["holdings"][0]["size"] == "0.02"
    assert draft.base_version == 2


def test_numbers_left_for_later_are_marked_and_counted(template, project, people):
    write(project, people.amina)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")

    [unit] = plan_question(project).unchecked
    assert (unit.count, unit.former, unit.column) == (2, "Taille (Go)", "Taille (To)")
    project.refresh_from_db()
    outline = read_outline(project, people.amina)
    assert not read_readiness(outline, project).is_complete


@pytest.mark.parametrize(
    ("choice", "sizes"),
    [(UnitChoice.MEANT, ["1500", "250"]), (UnitChoice.CONVERTED, ["1.5", "0.25"])],
)
def test_their_author_says_what_they_mean(template, project, people, choice, sizes):
    write(project, people.amina)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")
    check = MoveCheck.objects.get()

    count, slug = check_unit(
        project_id=project.pk, by=people.amina, check_id=check.pk, choice=choice
    )

    assert (count, slug) == (2, "holdings")
    assert plan_question(project).unchecked == ()
    rows = AnswerVersion.objects.latest("number").content["holdings"]
    assert [row["size"] for row in rows if "size" in row] == sizes


def test_a_version_saved_since_is_taken_to_be_in_the_new_unit(
    template, project, people
):
    write(project, people.amina)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")
    project.refresh_from_db()
    write(project, people.amina, rows=[{"what": "Eau", "size": "1"}], base=1)

    assert plan_question(project).unchecked == ()


def test_nobody_says_it_for_others(template, project, people):
    write(project, people.amina)
    move(project, people.amina, publish_columns(template, in_terabytes), "later")

    count, _slug = check_unit(
        project_id=project.pk,
        by=people.paul,
        check_id=MoveCheck.objects.get().pk,
        choice=UnitChoice.MEANT,
    )

    assert count == 0
    assert plan_question(project).unchecked


def test_a_draft_that_loses_values_is_set_aside(template, project, people):
    save_draft(
        own(project, people.amina),
        DraftSave(content={"holdings": ROWS}, save_id=uuid.uuid4(), base=0),
    )
    move(project, people.amina, publish_columns(template, with_other_columns), "meant")

    assert RecoveredDraft.objects.get().content == {"holdings": ROWS}


def test_a_reworded_agreed_question_waits_for_a_look(template, project, people):
    version = write(project, people.paul, rows=[{"what": "Eau"}])
    agree(project, version, people.amina)
    move(project, people.amina, publish_columns(template, list, text="Gardez-vous?"))
    project.refresh_from_db()

    def reworded():
        return read_readiness(read_outline(project, people.amina), project).reworded

    assert [entry.slug for entry in reworded()] == ["holdings"]
    say_wording_fits(project_id=project.pk, by=people.amina, slug="holdings")
    assert reworded() == ()
    with pytest.raises(NotFound):
        say_wording_fits(project_id=project.pk, by=people.amina, slug="holdings")


def test_deciding_again_is_a_look(template, project, people):
    version = write(project, people.paul, rows=[{"what": "Eau"}])
    agree(project, version, people.amina)
    move(project, people.amina, publish_columns(template, list, text="Gardez-vous?"))
    version.refresh_from_db()
    newest = version.decisions.latest("pk")
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[
            Choice(newest.question, "fr", version.pk, newest.pk),
        ],
        batch=uuid.uuid4(),
    )

    assert MoveCheck.objects.get().settled_at


def test_a_question_nobody_agreed_on_needs_no_look(template, project, people):
    write(project, people.paul, rows=[{"what": "Eau"}])
    move(project, people.amina, publish_columns(template, list, text="Gardez-vous?"))

    assert not MoveCheck.objects.exists()


def test_a_moved_table_is_not_called_ready(template, project, people, client):
    write(project, people.amina)
    move(project, people.amina, publish_columns(template, with_other_columns), "meant")
    Project.objects.filter(pk=project.pk).update(status="in_review")
    client.force_login(people.amina)

    page = client.get(reverse("finish", args=[project.pk])).content.decode()

    assert "The plan is ready" not in page
    assert "no longer takes" in page


def test_the_page_asks_before_it_moves_and_shows_what_is_left(
    template, project, people, client
):
    write(project, people.amina)
    after = publish_columns(template, with_other_columns)
    client.force_login(people.amina)
    url = reverse("template_move", args=[project.pk])

    page = client.get(url).content.decode()
    assert "https://exemple.ca/seule" in page
    assert "Size (TB)" in page
    sent = {"template": after.pk, "seen": template.pk}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "is_confirmed": "on"}).status_code == 422
    project.refresh_from_db()
    assert project.template_id == template.pk

    sent |= {"is_confirmed": "on", f"unit_{SIZE}": "later"}
    assert client.post(url, sent).status_code == 302
    page = client.get(url).content.decode()
    assert "https://exemple.ca/seule" in page
    question = client.get(
        reverse("question", args=[project.pk, "holdings"]) + "?in=fr"
    ).content.decode()
    assert "https://exemple.ca/seule" in question
    assert "2 numbers in “Size (TB)” were written for “Size (GB)”" in question
    plan = client.get(reverse("plan_read", args=[project.pk])).content.decode()
    assert "https://exemple.ca/seule" in plan
