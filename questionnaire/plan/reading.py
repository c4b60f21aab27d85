"""What the database holds of a project's answers, in a fixed number of queries."""

import contextlib
from collections import defaultdict
from functools import cache

from django.db import transaction
from django.db.models import OuterRef, Subquery

from questionnaire.models import (
    AnswerVersion,
    AnswerVersionSource,
    Comment,
    Decision,
)
from questionnaire.plan.settling import (
    EMPTY_CONTENT,
    Choice,
    Wording,
    resolve,
)


@contextlib.contextmanager
def consistent_snapshot():
    """The alias of a database on which everything read belongs to one instant.

    On SQLite the reader takes no lock, so it waits for no writer; on PostgreSQL
    it reads in one repeatable-read transaction.
    """
    with transaction.atomic(using="reader"):
        yield "reader"


def newest_wordings(projects, using="default", questions=None):
    """{(project id, question id): [Wording]}: every answer’s newest version.

    One query. `projects` and `questions` are ids; all questions when None.
    """
    versions = _wordings_of_each(1).using(using).filter(answer__project__in=projects)
    if questions is not None:
        versions = versions.filter(answer__question__in=questions)
    found = defaultdict(list)
    for project_id, question_id, *wording in versions:
        found[project_id, question_id].append(_wording(*wording))
    return found


def latest_wordings(project, questions, count):
    """{question id: [Wording]}: the newest `count` of every answer, the newest first.

    One query. `questions` are ids.
    """
    versions = _wordings_of_each(count).filter(
        answer__project=project, answer__question__in=questions
    )
    found = defaultdict(list)
    for _project, question_id, *wording in versions:
        found[question_id].append(_wording(*wording))
    return found


@cache
def _wordings_of_each(count):
    """The newest `count` versions of every answer; built once, as that is slow."""
    requests = (
        Comment.objects.unresolved()
        .change_requests()
        .filter(version=OuterRef("pk"))
        .order_by("-created_at")
    )
    versions = AnswerVersion.objects
    return (
        (versions.current() if count == 1 else versions.latest_of_each(count))
        .annotate(requested_at=Subquery(requests.values("created_at")[:1]))
        .order_by("answer_id", "-number")
        .values_list(
            "answer__project_id",
            "answer__question_id",
            "content_digest",
            "requested_at",
            "id",
            "answer__author_id",
            "answer__language",
            "number",
            "created_at",
        )
    )


def _wording(content_digest, requested_at, *wording):
    return Wording(
        *wording,
        is_empty=content_digest == EMPTY_CONTENT,
        changes_requested_at=requested_at,
    )


def newest_choices(projects, using="default"):
    """{(project id, question id): [Choice]}: the newest decision in each language.

    One query.
    """
    newest = (
        Decision.objects.using(using)
        .filter(
            project=OuterRef("project"),
            question=OuterRef("question"),
            language=OuterRef("language"),
        )
        .order_by("-id")
        .values("pk")[:1]
    )
    rows = (
        Decision.objects.using(using)
        .filter(project__in=projects, pk=Subquery(newest))
        .values_list(
            "project_id",
            "question_id",
            "language",
            "version_id",
            "decided_at",
            "version__answer__author_id",
            "pk",
        )
    )
    found = defaultdict(list)
    for project_id, question_id, *choice in rows:
        found[project_id, question_id].append(Choice(*choice))
    return found


def resolutions(projects, using="default"):
    """{(project id, question id): Resolution} where anything was written or decided.

    Two queries.
    """
    wordings = newest_wordings(projects, using)
    choices = newest_choices(projects, using)
    return {
        key: resolve(wordings.get(key, ()), choices.get(key, ()))
        for key in {*wordings, *choices}
    }


def read_sources(versions, using="default"):
    """{version id: [source, …]}: whom each version was made from, without texts.

    `versions` are versions or their ids. One query.
    """
    found = defaultdict(list)
    links = (
        AnswerVersionSource.objects.using(using)
        .filter(version__in=versions)
        .select_related("source__answer__author")
        .defer("source__content")
        .order_by("id")
    )
    for link in links:
        found[link.version_id].append(link.source)
    return found


def by_question(rows):
    """Group rows by their question: {question id: [row, …]} in the rows' order."""
    found = defaultdict(list)
    for row in rows:
        found[row.question_id].append(row)
    return found
