"""System checks that must pass before the site may serve.

`manage.py check --database default` runs them.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

from questionnaire import append_only


@register(Tags.database)
def append_only_tables_are_guarded(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Every append-only table has its triggers (E001)."""
    errors = []
    for using in databases or ():
        if using == "reader":
            continue
        existing = set(connections[using].introspection.table_names())
        if not existing.issuperset(append_only.table_names()):
            continue
        errors += [
            Error(
                f"The table {table} has lost the triggers that keep it append-only.",
                hint="Run `manage.py migrate`: it creates them again.",
                id="questionnaire.E001",
            )
            for table in append_only.missing_triggers(using)
        ]
    return errors


@register(Tags.database)
def commits_are_durable(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """An acknowledged save survives a crash of the database server (E002)."""
    errors = []
    for using in databases or ():
        connection = connections[using]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SHOW synchronous_commit")
                durable = cursor.fetchone()[0] != "off"
            else:
                cursor.execute("PRAGMA synchronous")
                durable = cursor.fetchone()[0] >= 2
        if not durable:
            errors.append(
                Error(
                    f"The database “{using}” may lose saves that it acknowledged.",
                    hint="PostgreSQL: synchronous_commit=on. SQLite: synchronous=FULL.",
                    id="questionnaire.E002",
                )
            )
    return errors


@register(Tags.database)
def texts_are_unicode(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """A database counts and finds letters, those with accents too (E003).

    Where a machine has no locale, PostgreSQL makes databases in SQL_ASCII by itself.
    """
    errors = []
    for using in databases or ():
        connection = connections[using]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            errors.append(
                Error(
                    f"The database “{using}” is in {encoding}, not in UTF8.",
                    hint="createdb --encoding UTF8 --template template0 …",
                    id="questionnaire.E003",
                )
            )
    return errors
