"""Full text of PostgreSQL: an index over the kept words themselves."""

from django.db.models.expressions import RawSQL

from questionnaire.search.words import SHORTEST_BEGINNING

# Words are made alike before they are kept (words.py): no dictionary is needed.
VECTOR = "to_tsvector('simple', body)"
CREATE = (
    f"CREATE INDEX plan_text_words ON questionnaire_plantext USING gin ({VECTOR})",
)
DROP = ("DROP INDEX IF EXISTS plan_text_words",)


def keep(connection, project_id, body):
    """The index follows its table by itself."""


def forget(connection, project_id):
    """The index follows its table by itself."""


def found(terms):
    """The ids of the projects that have every term, as a subquery.

    OFFSET 0 has the index asked once for all: the planner would rather read the
    words of each project in a page's order, and does not know what that costs.
    """
    return RawSQL(  # noqa: S611 (the terms are a parameter)
        "SELECT project_id FROM questionnaire_plantext"
        f" WHERE {VECTOR} @@ to_tsquery('simple', %s) OFFSET 0",
        [" & ".join(_asked(term) for term in terms)],
    )


def _asked(term):
    return f"'{term}':*" if len(term) >= SHORTEST_BEGINNING else f"'{term}'"
