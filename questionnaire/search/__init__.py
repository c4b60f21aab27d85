"""Full-text search of plans, with the same results on both databases.

Each database has its engine: PostgreSQL's full text, SQLite's FTS5. The indexed text
is written by actions/search_index.py, and contains only what the librarians of the
plan's institution may read. Words match by prefix, regardless of accents and case.
"""

import uuid
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from questionnaire.models import PlanText, Project
from questionnaire.search import postgresql, sqlite
from questionnaire.search.words import distinct_words

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}
# Further words of a query are ignored.
MAX_TERMS = 20


@transaction.atomic
def index(project_id: uuid.UUID, text: str, as_of: datetime) -> None:
    """Index the project by the words of `text`, which describes it as of `as_of`.

    A text already indexed as of a later time stays.
    """
    kept = PlanText.objects.select_for_update().filter(pk=project_id).first()
    if kept is not None and kept.as_of > as_of:
        return
    body = " ".join(distinct_words(text))
    PlanText.objects.update_or_create(
        pk=project_id, defaults={"body": body, "as_of": as_of}
    )
    ENGINES[connection.vendor].index(connection, project_id, body)


@transaction.atomic
def remove(project_id: uuid.UUID) -> None:
    """Remove the project from the index."""
    PlanText.objects.filter(pk=project_id).delete()
    ENGINES[connection.vendor].remove(connection, project_id)


def matching(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """The `projects` that match every word of `text`; all of them if it has none."""
    return projects.filter(condition(text))


def condition(text: str) -> Q:
    """The same as a condition on projects."""
    terms = terms_of(text)
    return ENGINES[connection.vendor].matches_all(terms) if terms else Q()


def terms_of(text: str) -> list[str]:
    """The words of a query; none when it has no letter or digit."""
    return distinct_words(text)[:MAX_TERMS]
