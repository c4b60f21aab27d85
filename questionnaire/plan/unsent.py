"""Text that only its author's draft holds: who, where and when, never its words.

A draft counts as unsent when it says something else than the newest version of its
answer. That of somebody who can no longer write counts as well: the plan lacks it, and
nobody would know. Who is told of it is in permissions/ (ANSWER_KNOW_UNSENT); authors
always are.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from questionnaire.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Draft,
    Membership,
    TodoMark,
    User,
)
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.vocabulary import Role

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# The roles that write answers, and that questions can be assigned to.
WRITERS = (Role.PI, Role.CONTRIBUTOR)


@dataclass(frozen=True)
class UnsentText:
    """Somebody's unsent text for one question, in one language."""

    answer_id: int
    author_id: int
    author: str
    language: str
    saved_at: datetime.datetime
    # Whether its author may still write in the project.
    can_be_sent: bool = True


@dataclass
class ReaderState:
    """What of a question concerns the reader of a page, besides its answers."""

    # Own texts, and those of colleagues where the reader may know of them.
    unsent: list[UnsentText] = field(default_factory=list)
    is_drafted: bool = False
    is_marked: bool = False
    is_assigned: bool = False
    assigned_by: str = ""
    due_on: datetime.date | None = None


# (project id, question id) → what concerns the reader.
ReaderStates: TypeAlias = Mapping[tuple[uuid.UUID, int], ReaderState]


def read_unsent(
    project_id: uuid.UUID, questions: Collection[int], author: User | None = None
) -> dict[int, tuple[UnsentText, ...]]:
    """{question id: unsent texts}, the first written first, of one author or of all.

    `questions` are ids. One query.
    """
    answers = _unsent_answers().filter(project=project_id, question__in=questions)
    if author is not None:
        answers = answers.filter(author=author)
    found: dict[int, list[UnsentText]] = defaultdict(list)
    rows = answers.order_by("draft__saved_at", "pk").values_list(
        "question_id",
        "pk",
        "author_id",
        "author__name",
        "language",
        "draft__saved_at",
        "can_be_sent",
    )
    for question_id, *text, can_be_sent in cast(Iterable[tuple[Any, ...]], rows):
        found[question_id].append(UnsentText(*text, bool(can_be_sent)))
    return {question_id: tuple(texts) for question_id, texts in found.items()}


def read_states(
    projects: Collection[uuid.UUID], reader: User, *, with_team: bool
) -> ReaderStates:
    """Drafts, marks and assignments of `reader`, and unsent texts of colleagues.

    `projects` are ids. One query, in which assignments stand below answers.
    """
    is_own = Q(author=reader)
    answers = (
        _with_unsent(Answer.objects.filter(project__in=projects))
        .annotate(
            is_drafted=_when(
                is_own
                & Exists(
                    Draft.objects.filter(answer=OuterRef("pk")).exclude(
                        content_digest=EMPTY_CONTENT
                    )
                )
            ),
            is_marked=_when(
                is_own & Exists(TodoMark.objects.filter(answer=OuterRef("pk")))
            ),
        )
        .filter(
            Q(is_drafted=1)
            | Q(is_marked=1)
            | (Q(is_unsent=1) if with_team else Q(is_unsent=1) & is_own)
        )
        .values_list(
            "project_id",
            "question_id",
            "is_unsent",
            "is_drafted",
            "is_marked",
            "can_be_sent",
            "pk",
            "author_id",
            "author__name",
            "language",
            "draft__saved_at",
            Value(None, output_field=DateField()),
        )
    )
    assignments = Assignment.objects.filter(
        project__in=projects, member=reader
    ).values_list(
        "project_id",
        "question_id",
        Value(0),
        Value(0),
        Value(0),
        Value(0),
        Value(0),
        "member_id",
        "assigned_by__name",
        Value("", output_field=CharField()),
        Value(None, output_field=DateTimeField()),
        "due_on",
    )
    found: dict[tuple[uuid.UUID, int], ReaderState] = defaultdict(ReaderState)
    rows = answers.order_by().union(assignments.order_by(), all=True)
    for project_id, question_id, *row in cast(Iterable[tuple[Any, ...]], rows):
        _note(found[project_id, question_id], *row)
    for state in found.values():
        state.unsent.sort(key=lambda text: (text.saved_at, text.answer_id))
    return found


def _note(
    state: ReaderState,
    is_unsent: int,
    is_drafted: int,
    is_marked: int,
    can_be_sent: int,
    answer_id: int,
    author_id: int,
    author: str,
    language: str,
    saved_at: datetime.datetime | None,
    due_on: datetime.date | None,
) -> None:
    if not answer_id:
        # The author of an assignment is whoever made it.
        state.is_assigned, state.assigned_by, state.due_on = True, author, due_on
        return
    state.is_drafted = state.is_drafted or bool(is_drafted)
    state.is_marked = state.is_marked or bool(is_marked)
    if is_unsent and saved_at is not None:
        state.unsent.append(
            UnsentText(
                answer_id, author_id, author, language, saved_at, bool(can_be_sent)
            )
        )


class _Unsent(TypedDict):
    newest_digest: str
    is_unsent: int
    can_be_sent: int


def _unsent_answers() -> "QuerySet[WithAnnotations[Answer, _Unsent]]":
    return _with_unsent(Answer.objects.all()).filter(is_unsent=1)


def _with_unsent(
    answers: QuerySet[Answer],
) -> "QuerySet[WithAnnotations[Answer, _Unsent]]":
    """Answers, with `is_unsent`: whether a draft waits there.

    `can_be_sent`: whether their author may write.
    """
    newest = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("-number")
    writers = Membership.objects.filter(
        project=OuterRef("project"), user=OuterRef("author"), role__in=WRITERS
    )
    return answers.annotate(
        newest_digest=Coalesce(
            Subquery(newest.values("content_digest")[:1]), Value(EMPTY_CONTENT)
        ),
        is_unsent=_when(
            Q(draft__isnull=False) & ~Q(draft__content_digest=F("newest_digest"))
        ),
        can_be_sent=_when(Exists(writers)),
    )


def _when(condition: Any) -> Case:
    """1 or 0: a truth value that both databases can put above a number."""
    return Case(When(condition, then=Value(1)), default=Value(0))
