"""SQLite's FTS5: a separate table beside the stored words."""

import uuid
from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.expressions import RawSQL

from questionnaire.search.words import MIN_PREFIX_LENGTH

TABLE = "plan_search"
# Words are normalised before they are stored (words.py): marks stay in their words.
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(body, project UNINDEXED,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M*'\","
    " prefix='2 3')",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)


def index(connection: BaseDatabaseWrapper, project_id: uuid.UUID, body: str) -> None:
    remove(connection, project_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (rowid, body, project)"  # noqa: S608
            " VALUES (%s, %s, %s)",
            [_row(project_id), body, project_id.hex],
        )


def remove(connection: BaseDatabaseWrapper, project_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608
            [_row(project_id)],
        )


def matches_all(terms: Sequence[str]) -> Q:
    """The condition that a project has every term."""
    found = RawSQL(  # noqa: S611 (the terms are a parameter)
        f"SELECT project FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
        ["body : (" + " AND ".join(_asked(term) for term in terms) + ")"],
    )
    return Q(pk__in=found)


def _asked(term: str) -> str:
    return f'"{term}"*' if len(term) >= MIN_PREFIX_LENGTH else f'"{term}"'


def _row(project_id: uuid.UUID) -> int:
    """The row number, derived from the project: 63 bits of its random id."""
    return project_id.int >> 65
