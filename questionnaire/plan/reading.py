"""Reading versions and decisions in a fixed number of queries."""

import contextlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, cast

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from questionnaire.models import (
    AnswerVersion,
    Comment,
    Decision,
    Project,
    Question,
    Translation,
)
from questionnaire.plan.resolution import Resolution, resolve
from questionnaire.plan.texts import (
    EMPTY_CONTENT,
    MADE_BY_MOVES,
    Choice,
    Text,
    TranslationNote,
    Wording,
)
from questionnaire.plan.unsent import writes_in
from questionnaire.vocabulary import Origin

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
    requests = Comment.objects.unresolved().change_requests()
    # A request about a text that a move has converted since is about the conversion.
    of_answer = requests.filter(
        project=OuterRef("answer__project"),
        question=OuterRef("answer__question"),
        version__answer=OuterRef("answer"),
        version__number__lte=OuterRef("number"),
    )
    of_version = of_answer.filter(version__number__gte=OuterRef("written_number"))
    of_earlier_versions = of_answer.filter(
        version__number__lt=OuterRef("written_number")
    )
    versions = AnswerVersion.objects
    return (
        (versions.current() if count == 1 else versions.latest_of_each(count))
        .annotate(
            written_number=_of_last_written("number"), written_id=_of_last_written("pk")
        )
        .annotate(
            requested_at=Subquery(
                of_version.order_by("-created_at").values("created_at")[:1]
            ),
            has_answered_request=Exists(of_earlier_versions),
            can_write=writes_in("answer__project", "answer__author"),
            noted=_newest_note(
                version__answer=OuterRef("answer"),
                source__answer__author=OuterRef("answer__author"),
            ),
        )
        .order_by("answer_id", "-number")
        .values_list(
            "answer__project_id",
            "answer__question_id",
            "content_digest",
            "requested_at",
            "has_answered_request",
            "can_write",
            "noted",
            "written_id",
            "origin",
            "id",
            "answer__author_id",
            "answer__language",
            "number",
            "created_at",
        )
    )


def written(versions: QuerySet[AnswerVersion]) -> QuerySet[AnswerVersion]:
    """Those that say something new: no conversions, and no combinations undone."""
    return versions.exclude(_says_nothing_new())


def _says_nothing_new() -> Q:
    """What a move made of a text, or a combination that its maker took back."""
    undone = Decision.objects.filter(
        undoes__version=OuterRef("pk"), undoes__batch=OuterRef("save_id")
    )
    return Q(origin__in=MADE_BY_MOVES) | Q(Q(origin=Origin.MERGED), Exists(undone))


def _of_last_written(field: str) -> Case:
    """This field of the version itself, or of the last that said something new.

    0 where there is none.
    """
    last = written(
        AnswerVersion.objects.filter(
            answer=OuterRef("answer"), number__lte=OuterRef("number")
        )
    ).order_by("-number")
    return Case(
        When(_says_nothing_new(), then=Coalesce(Subquery(last.values(field)[:1]), 0)),
        default=F(field),
    )


def _wording(
    content_digest: str,
    requested_at: datetime | None,
    has_answered_request: bool,
    can_write: bool,
    noted: dict[str, Any] | None,
    written_id: int,
    origin: str,
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
        has_answered_request=has_answered_request,
        can_write=can_write,
        content_digest=content_digest,
        origin=origin,
        note=_note(noted),
        written_id=written_id,
    )


def _newest_note(**about: Any) -> Subquery:
    """The newest note about two answers, as JSON; `_note` reads it."""
    return Subquery(
        Translation.objects.filter(**about)
        .order_by("-id")
        .values(
            data=JSONObject(
                id="id",
                language="version__answer__language",
                version="version_id",
                version_digest="version__content_digest",
                source_language="source__answer__language",
                source="source_id",
                source_digest="source__content_digest",
                is_partial="is_partial",
            )
        )[:1]
    )


def _note(data: dict[str, Any] | None) -> TranslationNote | None:
    if data is None:
        return None
    return TranslationNote(
        data["id"],
        {
            data["language"]: Text(data["version"], data["version_digest"]),
            data["source_language"]: Text(data["source"], data["source_digest"]),
        },
        partial=data["language"] if data["is_partial"] else "",
    )


def newest_choices(
    projects: Collection[uuid.UUID],
    using: str = "default",
    questions: Collection[int] | None = None,
) -> Choices:
    """{(project id, question id): [Choice]}: the newest decision in each language.

    One query. `projects` and `questions` are ids; None means all questions.
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
    decisions = Decision.objects.using(using).filter(
        project__in=projects, pk=Subquery(newest)
    )
    if questions is not None:
        decisions = decisions.filter(question__in=questions)
    # One way round and the other: either text may have been noted as the translation.
    there = _newest_note(
        version__answer=OuterRef("version__answer"),
        source__answer=OuterRef("translation_of__answer"),
    )
    back = _newest_note(
        version__answer=OuterRef("translation_of__answer"),
        source__answer=OuterRef("version__answer"),
    )
    stands_since = Coalesce("restores__decided_at", "decided_at")
    rows = decisions.annotate(
        there=there, back=back, stands_since=stands_since
    ).values_list(
        "project_id",
        "question_id",
        "there",
        "back",
        "translation_of_id",
        "translation_of__content_digest",
        "translation_of__answer__author_id",
        "seen_up_to",
        "language",
        "version_id",
        "stands_since",
        "version__answer__author_id",
        "pk",
        "version__number",
        "version__created_at",
        "version__content_digest",
        "version__origin",
    )
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for project_id, question_id, *choice in cast(Iterable[tuple[Any, ...]], rows):
        found[project_id, question_id].append(_choice(*choice))
    return found


def _choice(
    there: dict[str, Any] | None,
    back: dict[str, Any] | None,
    source_id: int | None,
    source_digest: str,
    source_author_id: int,
    seen_up_to: int | None,
    *decision: Any,
) -> Choice:
    notes = [note for note in (_note(there), _note(back)) if note is not None]
    return replace(
        Choice(*decision),
        translation_of=None
        if source_id is None
        else Text(source_id, source_digest, source_author_id),
        note=max(notes, key=lambda each: each.note_id, default=None),
        seen_up_to=seen_up_to,
    )


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


def read_decided(project: Project, question: Question) -> Resolution | None:
    """How a question with decisions stands; None without any.

    Two queries, or one where there are no decisions.
    """
    key, only = (project.pk, question.pk), [question.pk]
    choices = newest_choices([project.pk], questions=only).get(key)
    if not choices:
        return None
    wordings = newest_wordings([project.pk], questions=only)
    return resolve(wordings.get(key, ()), choices)
