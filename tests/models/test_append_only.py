"""Versions, decisions, editions, local guidance, trails and templates never change."""

import uuid

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from questionnaire import append_only
from questionnaire.models import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Decision,
    Edition,
    Event,
    Guidance,
    InventedDetails,
    LocalGuidance,
    Part,
    PlanTemplate,
    Project,
    Question,
    QuestionAddition,
    Section,
    SiteEvent,
    Translation,
)

OF_TEMPLATES = [QuestionAddition, Guidance, Part, Question, Section, PlanTemplate]
GUARDED = [
    AnswerVersionSource,
    Decision,
    Edition,
    Event,
    AnswerVersion,
    LocalGuidance,
    SiteEvent,
    Translation,
    *OF_TEMPLATES,
]
# A field of each that a careless programmer might think harmless to change.
FIELDS = {
    AnswerVersion: "note",
    AnswerVersionSource: "source_id",
    Decision: "note",
    Edition: "note",
    Event: "target",
    Guidance: "body_fr",
    LocalGuidance: "body_fr",
    Part: "options",
    PlanTemplate: "source",
    Question: "text_fr",
    QuestionAddition: "hint_fr",
    Section: "title_fr",
    SiteEvent: "target",
    Translation: "source_id",
}


@pytest.fixture
def rows(people, institution):
    """One row or more in every guarded table."""
    text = {"title_fr": "Titre", "title_en": "Title"}
    template = PlanTemplate.objects.create(
        slug="guarded",
        version="1",
        summary_fr="Résumé",
        summary_en="Summary",
        audience_fr="Tous",
        audience_en="All",
        **text,
    )
    question = Question.objects.create(
        section=Section.objects.create(
            template=template, position=1, slug="one", **text
        ),
        number=1,
        slug="one",
        text_fr="Quoi?",
        text_en="What?",
    )
    Part.objects.create(question=question, position=1, key="answer", kind="prose")
    Guidance.objects.create(
        question=question, position=1, slug="one", body_fr="Oui.", body_en="Yes."
    )
    QuestionAddition.objects.create(question=question)
    project = Project.objects.create(title="Lichens", template=template, language="fr")
    by = people.amina
    answer = Answer.objects.create(
        project=project, question=question, author=by, language="fr"
    )
    first, second = (
        AnswerVersion.objects.create(
            answer=answer, number=number, content={}, save_id=uuid.uuid4()
        )
        for number in (1, 2)
    )
    AnswerVersionSource.objects.create(version=second, source=first)
    Translation.objects.create(version=second, source=first)
    Decision.objects.create(
        project=project, question=question, language="fr", version=first, decided_by=by
    )
    Edition.objects.create(project=project, number=1, plan={}, finished_by=by)
    Event.objects.create(project=project, actor=by, verb="answer.saved")
    LocalGuidance.objects.create(
        institution=institution,
        template_slug="guarded",
        question_slug="one",
        number=1,
        body_fr="Écrivez-nous.",
        body_en="Write to us.",
        written_by=by,
    )
    SiteEvent.objects.create(actor=by, verb="librarian.appointed")
    return {model: list(model.objects.order_by("pk").values()) for model in GUARDED}


@pytest.fixture(params=GUARDED, ids=lambda model: model.__name__)
def guarded(request):
    return request.param


def refused(act):
    """Whether the database refuses, leaving the transaction usable."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_list_of_guarded_tables_is_the_one_tested_here():
    assert {model.__name__ for model in GUARDED} == set(append_only.APPEND_ONLY)


def test_sql_cannot_change_or_erase_a_row(rows, guarded):
    table = guarded._meta.db_table
    statements = [
        f"UPDATE {table} SET id = id",
        f"UPDATE {table} SET {FIELDS[guarded]} = {FIELDS[guarded]} WHERE id > 0",
        f"DELETE FROM {table}",
    ]
    if connection.vendor == "postgresql":
        statements += [f"TRUNCATE {table} CASCADE"]
        # Or the foreign keys still to be checked would refuse it first.
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        statements += [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]

    for statement in statements:
        assert refused(lambda sql=statement: execute(sql)), statement

    assert list(guarded.objects.order_by("pk").values()) == rows[guarded]


def test_models_cannot_change_or_erase_a_row(rows, guarded):
    objects, field = guarded.objects, FIELDS[guarded]
    row = objects.order_by("pk").first()
    ways = {
        "save": row.save,
        "save of one field": lambda: row.save(update_fields=[field]),
        "update": lambda: objects.update(**{field: getattr(row, field)}),
        "bulk_update": lambda: objects.bulk_update([row], [field]),
        "delete": row.delete,
        "delete of many": lambda: objects.all().delete(),
        "raw delete": lambda: objects.all()._raw_delete("default"),
        "update_or_create": lambda: objects.update_or_create(
            pk=row.pk, defaults={field: getattr(row, field)}
        ),
    }

    assert [name for name, act in ways.items() if not refused(act)] == []
    assert list(objects.order_by("pk").values()) == rows[guarded]


def test_a_row_with_versions_below_it_cannot_be_erased_from_above(rows):
    assert refused(Project.objects.get().delete)
    assert refused(Answer.objects.get().delete)


# --- The purge --------------------------------------------------------------


def test_a_purge_may_erase_rows(rows):
    with append_only.purging():
        for model in GUARDED:
            if model is OF_TEMPLATES[0]:
                # What follows a template goes first.
                Answer.objects.all().delete()
                Project.objects.all().delete()
                InventedDetails.objects.all().delete()
            model.objects.all()._raw_delete("default")

    assert [model.objects.count() for model in GUARDED] == [0] * len(GUARDED)


def test_a_purge_may_not_change_rows(rows, guarded):
    def change_while_purging():
        with append_only.purging():
            guarded.objects.update(**{FIELDS[guarded]: F(FIELDS[guarded])})

    assert refused(change_while_purging)
    assert list(guarded.objects.order_by("pk").values()) == rows[guarded]


def test_the_door_is_shut_again_after_a_purge(rows):
    with append_only.purging():
        pass

    assert refused(lambda: execute(f"DELETE FROM {Event._meta.db_table}"))


def test_a_purge_that_fails_erases_nothing_and_shuts_the_door(rows):
    with pytest.raises(ZeroDivisionError), append_only.purging():
        execute(f"DELETE FROM {Event._meta.db_table}")
        1 / 0  # noqa: B018

    assert Event.objects.count() == len(rows[Event])
    assert refused(lambda: execute(f"DELETE FROM {Event._meta.db_table}"))


# --- The guards themselves --------------------------------------------------


@pytest.fixture
def table_without_triggers(transactional_db):
    """The table of events, as a migration that rebuilds it leaves it."""
    table = Event._meta.db_table
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(Event)
    else:
        # PostgreSQL alters tables in place; somebody must have done this by hand.
        execute(f"DROP TRIGGER {table}_no_update ON {table}")
    yield table
    append_only.install()


def test_all_tables_are_guarded(db):
    assert append_only.missing_triggers() == []
    call_command("check", databases=["default"], tags=["database"])


def test_a_table_that_lost_its_triggers_stops_the_site(table_without_triggers):
    assert append_only.missing_triggers() == [table_without_triggers]
    with pytest.raises(SystemCheckError, match=r"questionnaire\.E001"):
        call_command("check", databases=["default"], tags=["database"])


def test_migrating_brings_lost_triggers_back(table_without_triggers, rows):
    call_command("migrate", verbosity=0, skip_checks=False)

    assert append_only.missing_triggers() == []
    assert refused(lambda: Event.objects.update(target="elsewhere"))
