"""Append-only tables, which the database itself protects from changes.

Triggers refuse UPDATE, DELETE and TRUNCATE on versions, their sources and
translations, decisions, editions, local guidance, both trails and everything in a
template, which each process keeps in memory (plan/templates.py). They are installed
after every migration, because SQLite loses a table's triggers whenever Django
rebuilds the table, and a system check refuses to start a site without them.

`purging` is the one named exception: inside it, in one transaction, rows may be
erased. Only the purge of a whole project may use it.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, router, transaction

# Model names, in the order in which a purge may empty them.
APPEND_ONLY = (
    "AnswerVersionSource",
    "Translation",
    "Decision",
    "Edition",
    "Event",
    "AnswerVersion",
    "LocalGuidance",
    "SiteEvent",
    "QuestionAddition",
    "Guidance",
    "Part",
    "Question",
    "Section",
    "PlanTemplate",
)
PERMIT_TABLE = "append_only_permit"
_REFUSAL = "append-only"


def table_names() -> list[str]:
    """Database tables that only ever grow."""
    return [
        apps.get_model("questionnaire", name)._meta.db_table for name in APPEND_ONLY
    ]


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler of post_migrate: (re)create every trigger."""
    install(using)


def install(using: str = "default") -> None:
    """Create the triggers on every append-only table that exists; safe to repeat."""
    connection = connections[using]
    if not router.allow_migrate(using, "questionnaire"):
        return
    existing = set(connection.introspection.table_names())
    if not existing.issuperset(table_names()):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def missing_triggers(using: str = "default") -> list[str]:
    """Names of append-only tables that lack a trigger, sorted; [] when all is well."""
    connection = connections[using]
    query = (
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = set(cursor.fetchall())
    return sorted(
        table
        for table in table_names()
        if not found.issuperset(
            (table, f"{table}_no_{verb}") for verb in _verbs(connection.vendor)
        )
    )


@contextlib.contextmanager
def purging(using: str = "default") -> Iterator[None]:
    """Let this transaction erase append-only rows; nothing outside it may."""
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            for statement in permit_statements(connection.vendor):
                cursor.execute(statement)
        yield
        with connection.cursor() as cursor:
            for statement in revoke_statements(connection.vendor):
                cursor.execute(statement)


def permit_statements(vendor: str) -> list[str]:
    """SQL that permits the exception, for the current transaction."""
    if vendor == "postgresql":
        return ["SELECT set_config('app.purge', 'on', true)"]
    return [f"INSERT INTO {PERMIT_TABLE} (open) VALUES (1)"]


def revoke_statements(vendor: str) -> list[str]:
    """SQL that ends the exception."""
    if vendor == "postgresql":
        return ["SELECT set_config('app.purge', 'off', true)"]
    return [f"DELETE FROM {PERMIT_TABLE}"]


def _verbs(vendor: str) -> tuple[str, ...]:
    return (
        ("update", "delete", "truncate")
        if vendor == "postgresql"
        else ("update", "delete")
    )


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield f"""
            CREATE OR REPLACE FUNCTION append_only_refusal() RETURNS trigger
            LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'UPDATE'
                   AND current_setting('app.purge', true) = 'on' THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION '{_REFUSAL}: % is never changed', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$"""
    else:
        yield f"CREATE TABLE IF NOT EXISTS {PERMIT_TABLE} (open INTEGER NOT NULL)"
    for table in table_names():
        for verb in _verbs(vendor):
            name = f"{table}_no_{verb}"
            if vendor == "postgresql":
                each = "STATEMENT" if verb == "truncate" else "ROW"
                yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table}"
                    f" FOR EACH {each} EXECUTE FUNCTION append_only_refusal()"
                )
            else:
                condition = (
                    f"WHEN NOT EXISTS (SELECT 1 FROM {PERMIT_TABLE}) "
                    if verb == "delete"
                    else ""
                )
                yield f"DROP TRIGGER IF EXISTS {name}"
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table}"
                    f" FOR EACH ROW {condition}BEGIN"
                    f" SELECT RAISE(ABORT, '{_REFUSAL}: {table} is never changed');"
                    f" END"
                )
