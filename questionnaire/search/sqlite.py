"""SQLite's FTS5: a separate table beside the stored words."""

import uuid
from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.expressions import RawSQL

from questionnaire.search.query import CONTAINING, Term, combined

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


def matches(groups: Sequence[Sequence[Term]], sequences: Sequence[str]) -> Q:
    """The condition that a project has all words of one term of each group.

    And each of these sequences of words, in the stored text."""
    found = RawSQL(  # noqa: S611 (the words are a parameter)
        f"SELECT project FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
        + CONTAINING * len(sequences),
        [
            f"body : ({combined(groups, 'AND', 'OR', _asked)})",
            *(f"%{each}%" for each in sequences),
        ],
    )
    return Q(pk__in=found)


def _asked(word: str, is_whole: bool) -> str:
    return f'"{word}"' if is_whole else f'"{word}"*'


def _row(project_id: uuid.UUID) -> int:
    """The row number, derived from the project: 63 bits of its random id."""
    return project_id.int >> 65
