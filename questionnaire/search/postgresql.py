"""PostgreSQL's full text: an index on the stored words themselves."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Q
from django.db.models.expressions import RawSQL

from questionnaire.search.query import CONTAINING, Term, combined

# Words are normalised before they are stored (words.py): no dictionary is needed.
VECTOR = "to_tsvector('simple', body)"
CREATE = (
    f"CREATE INDEX plan_text_words ON questionnaire_plantext USING gin ({VECTOR})",
)
DROP = ("DROP INDEX IF EXISTS plan_text_words",)


class _Among(Lookup[Any]):
    """Lookup: the value is in a subquery’s results, collected in an array first."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        value, value_params = self.process_lhs(compiler, connection)
        found, found_params = self.process_rhs(compiler, connection)
        return f"{value} = ANY(ARRAY{found})", (*value_params, *found_params)


def index(connection: BaseDatabaseWrapper, project_id: uuid.UUID, body: str) -> None:
    """The index follows its table by itself."""


def remove(connection: BaseDatabaseWrapper, project_id: uuid.UUID) -> None:
    """The index follows its table by itself."""


def matches(groups: Sequence[Sequence[Term]], sequences: Sequence[str]) -> Q:
    """The condition that a project has all words of one term of each group.

    And each of these sequences of words, in the stored text.

    The results are collected in an array once and looked up by key: with a subquery,
    the planner does not know how selective it is, and reads all projects.
    """
    found = RawSQL(  # noqa: S611 (the words are a parameter)
        "SELECT project_id FROM questionnaire_plantext"
        f" WHERE {VECTOR} @@ to_tsquery('simple', %s)" + CONTAINING * len(sequences),
        [combined(groups, "&", "|", _asked), *(f"%{each}%" for each in sequences)],
    )
    return Q(_Among(F("pk"), found))


def _asked(word: str, is_whole: bool) -> str:
    return f"'{word}'" if is_whole else f"'{word}':*"
