"""Full-text search of plans, with the same results on both databases.

Each database has its engine: PostgreSQL's full text, SQLite's FTS5. The indexed text
is written by actions/search_index.py, and contains only what the librarians of the
plan's institution may read. Words match by prefix, regardless of accents and case; a
phrase is looked for in the stored text of the plans that have all its words.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from questionnaire.models import PlanText, Project
from questionnaire.search import postgresql, sqlite
from questionnaire.search.query import Term, parse_query
from questionnaire.search.words import indexed_text, phrase

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


@transaction.atomic
def index(project_id: uuid.UUID, text: str, as_of: datetime) -> None:
    """Index the project by the words of `text`, which describes it as of `as_of`.

    Each line is a field or a paragraph. A text already indexed as of a later time
    stays.
    """
    kept = PlanText.objects.select_for_update().filter(pk=project_id).first()
    if kept is not None and kept.as_of > as_of:
        return
    body = indexed_text(text)
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
    """The `projects` that match a query; all of them if it has no word."""
    return projects.filter(condition(text))


def condition(text: str) -> Q:
    """The same as a condition on projects."""
    query = parse_query(text)
    # What can be asked of the index at once, and what stands for either of two.
    at_once = [each for each in query.groups if len(each) == 1 or not _sequences(each)]
    found = _matches(at_once) if at_once else Q()
    for group in query.groups:
        if group not in at_once:
            found &= _either(group)
    for group in query.without:
        found &= ~_either(group)
    return found


def is_query(text: str) -> bool:
    """Whether there is anything to search for."""
    return not parse_query(text).is_empty


def _either(group: Sequence[Term]) -> Q:
    found = Q()
    for term in group:
        found |= _matches([[term]])
    return found


def _matches(groups: Sequence[Sequence[Term]]) -> Q:
    """The condition that a project has one term of each group; all phrases of them."""
    sequences = [each for group in groups for each in _sequences(group)]
    found: Q = ENGINES[connection.vendor].matches(groups, sequences)
    return found


def _sequences(group: Sequence[Term]) -> list[str]:
    return [
        phrase(term.words) for term in group if term.is_phrase and len(term.words) > 1
    ]
