"""Reading versions and decisions in a fixed number of queries."""

import contextlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, cast

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from questionnaire.models import (
    AnswerVersion,
    AnswerVersionSource,
    Comment,
    Decision,
    Project,
)
from questionnaire.plan.resolution import (
    EMPTY_CONTENT,
    Choice,
    Resolution,
    Wording,
    resolve,
)

# (project id, question id), and the versions and decisions for it.
Key: TypeAlias = tuple[uuid.UUID, int]
Wordings: TypeAlias = Mapping[Key, list[Wording]]
Choices: TypeAlias = Mapping[Key, list[Choice]]


@contextlib.contextmanager
def consistent_snapshot() -> Iterator[str]:
    """A database alias through which all reads see the same snapshot.

    On SQLite the reader takes no lock, so it waits for no writer; on PostgreSQL
    it reads in one repeatable-read transaction.
    """
    with transaction.atomic(using="reader"):
        yield "reader"


def newest_wordings(
    projects: Collection[uuid.UUID],
    using: str = "default",
    questions: Collection[int] | None = None,
) -> Wordings:
    """{(project id, question id): [Wording]}: the newest version of every answer.

    One query. `projects` and `questions` are ids; None means all questions.
    """
    versions = _wordings_of_each(1).using(using).filter(answer__project__in=projects)
    if questions is not None:
        versions = versions.filter(answer__question__in=questions)
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for project_id, question_id, *wording in versions:
        found[project_id, question_id].append(_wording(*wording))
    return found


def latest_wordings(
    project: Project, questions: Collection[int], count: int
) -> dict[int, list[Wording]]:
    """{question id: [Wording]}: the newest `count` versions of each answer.

    Newest first. One query. `questions` are ids.
    """
    versions = _wordings_of_each(count).filter(
        answer__project=project, answer__question__in=questions
    )
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for _project, question_id, *wording in versions:
        found[question_id].append(_wording(*wording))
    return found


@cache
def _wordings_of_each(count: int) -> QuerySet[AnswerVersion, Any]:
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


def _wording(
    content_digest: str,
    requested_at: datetime | None,
    version_id: int,
    author_id: int,
    language: str,
    number: int,
    created_at: datetime,
) -> Wording:
    return Wording(
        version_id,
        author_id,
        language,
        number,
        created_at,
        is_empty=content_digest == EMPTY_CONTENT,
        changes_requested_at=requested_at,
    )


def newest_choices(projects: Collection[uuid.UUID], using: str = "default") -> Choices:
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
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for project_id, question_id, *choice in cast(Iterable[tuple[Any, ...]], rows):
        found[project_id, question_id].append(Choice(*choice))
    return found


def resolutions(
    projects: Collection[uuid.UUID], using: str = "default"
) -> dict[Key, Resolution]:
    """{(project id, question id): Resolution} of questions with answers or decisions.

    Two queries.
    """
    wordings = newest_wordings(projects, using)
    choices = newest_choices(projects, using)
    return {
        key: resolve(wordings.get(key, ()), choices.get(key, ()))
        for key in {*wordings, *choices}
    }


def read_sources(
    versions: Iterable[AnswerVersion | int], using: str = "default"
) -> dict[int, list[AnswerVersion]]:
    """{version id: [source, …]}: the versions that each was made from, without texts.

    `versions` are versions or their ids. One query.
    """
    found: defaultdict[Any, list[Any]] = defaultdict(list)
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


def by_question(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """{question id: [row, …]}, with the rows in their given order."""
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.question_id].append(row)
    return found
