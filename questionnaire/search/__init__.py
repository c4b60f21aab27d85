"""Finding plans by their words, alike in both databases.

One engine for each: PostgreSQL's full text, SQLite's FTS5. What a plan is found
by is written by actions/search_index.py, and may be read by the librarians of its
institution. Words are found by their beginnings, whatever their accents and case.
"""

import uuid
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from questionnaire.models import PlanText, Project
from questionnaire.search import postgresql, sqlite
from questionnaire.search.words import distinct_words

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}
# More words than these make a search no narrower.
MOST_TERMS = 20


@transaction.atomic
def keep(project_id: uuid.UUID, text: str, as_of: datetime) -> None:
    """Let the project be found by the words of `text`, which tell of `as_of`.

    What was kept and tells of a later moment stays.
    """
    kept = PlanText.objects.select_for_update().filter(pk=project_id).first()
    if kept is not None and kept.as_of > as_of:
        return
    body = " ".join(distinct_words(text))
    PlanText.objects.update_or_create(
        pk=project_id, defaults={"body": body, "as_of": as_of}
    )
    ENGINES[connection.vendor].keep(connection, project_id, body)


@transaction.atomic
def forget(project_id: uuid.UUID) -> None:
    """Let the project be found no more."""
    PlanText.objects.filter(pk=project_id).delete()
    ENGINES[connection.vendor].forget(connection, project_id)


def matching(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those of `projects` that have every word of `text`; all when it has none."""
    return projects.filter(condition(text))


def condition(text: str) -> Q:
    """The same as a condition on projects."""
    terms = terms_of(text)
    return ENGINES[connection.vendor].having(terms) if terms else Q()


def terms_of(text: str) -> list[str]:
    """The words that a search goes by; none when the text has no letter or digit."""
    return distinct_words(text)[:MOST_TERMS]
