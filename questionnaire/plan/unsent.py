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
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypedDict, cast

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
    Question,
    TodoMark,
    User,
)
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.plan.templates import read_template
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


class HasUnsent(Protocol):
    """A question of which unsent texts are told."""

    @property
    def label(self) -> str: ...

    @property
    def slug(self) -> str: ...

    @property
    def unsent(self) -> tuple[UnsentText, ...]: ...


@dataclass(frozen=True)
class UnsentQuestion:
    """A question with its unsent texts, for pages that know no more of it."""

    question: Question
    unsent: tuple[UnsentText, ...]

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def slug(self) -> str:
        return self.question.slug

    def not_by(self, user: User) -> tuple[UnsentText, ...]:
        """The unsent texts of everybody else."""
        return tuple(text for text in self.unsent if text.author_id != user.pk)


@dataclass(frozen=True)
class UnsentOfAuthor:
    """All unsent texts of one person that a page tells of."""

    author_id: int
    author: str
    texts: list[tuple[HasUnsent, UnsentText]]


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
    for question_id, *text in cast(Iterable[tuple[Any, ...]], rows):
        found[question_id].append(UnsentText(*text))
    return {question_id: tuple(texts) for question_id, texts in found.items()}


def read_known_unsent(
    access: ProjectAccess, reader: User, questions: Iterable[Question] | None = None
) -> tuple[UnsentQuestion, ...]:
    """The questions with unsent text that `reader` may know of, of all or of these.

    One query.
    """
    if questions is None:
        questions = read_template(access.project.template_id).questions
    asked = {question.pk: question for question in questions}
    author = None if knows_of_team(access) else reader
    found = read_unsent(access.project.pk, asked, author)
    return tuple(
        UnsentQuestion(question, found[pk])
        for pk, question in asked.items()
        if pk in found
    )


def knows_of_team(access: ProjectAccess) -> bool:
    """Whether this person is told of the unsent text of colleagues."""
    return access.may(Permission.ANSWER_KNOW_UNSENT)


def by_author(entries: Iterable[HasUnsent]) -> list[UnsentOfAuthor]:
    """Who has unsent text, whoever wrote first being first, and for which questions."""
    found: dict[int, UnsentOfAuthor] = {}
    for entry in entries:
        for text in entry.unsent:
            of_author = UnsentOfAuthor(text.author_id, text.author, [])
            found.setdefault(text.author_id, of_author).texts.append((entry, text))
    return list(found.values())


def read_states(
    projects: Collection[uuid.UUID],
    reader: User,
    *,
    teams_of: Collection[uuid.UUID] = (),
) -> ReaderStates:
    """Drafts, marks and assignments of `reader`, and unsent texts of colleagues.

    Those of colleagues in the projects `teams_of`; all are ids. One query, in which
    assignments stand below answers.
    """
    is_own = Q(author=reader)
    is_known = is_own | Q(project__in=teams_of) if teams_of else is_own
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
        .filter(Q(is_drafted=1) | Q(is_marked=1) | Q(is_unsent=1) & is_known)
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
    return answers.annotate(
        newest_digest=Coalesce(
            Subquery(newest.values("content_digest")[:1]), Value(EMPTY_CONTENT)
        ),
        is_unsent=_when(
            Q(draft__isnull=False) & ~Q(draft__content_digest=F("newest_digest"))
        ),
        can_be_sent=_when(writes_in("project", "author")),
    )


def writes_in(project: str, author: str) -> Exists:
    """Whether an author may write in a project; both are fields of the rows asked."""
    return Exists(
        Membership.objects.filter(
            project=OuterRef(project), user=OuterRef(author), role__in=WRITERS
        )
    )


def _when(condition: Any) -> Case:
    """1 or 0: a truth value that both databases can put above a number."""
    return Case(When(condition, then=Value(1)), default=Value(0))
