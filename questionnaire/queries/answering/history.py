"""The versions of a question's answers: who wrote what, when, from which sources."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import QuerySet

from questionnaire.content.blocks import Block
from questionnaire.content.comparing import Comparison
from questionnaire.content.kinds import Content
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Part,
    Question,
    User,
)
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.plan.former_values import FormerValues
from questionnaire.plan.sources import TextSource, read_sources

VERSIONS_PER_PAGE = 50


if TYPE_CHECKING:

    class _ListedVersion(AnswerVersion):
        """A version as a page of the history lists it."""

        credits: list[TextSource]  # its sources, set by read_history

        class Meta:
            proxy = True


@dataclass(frozen=True)
class HistoryFilter:
    """Which versions to list; None and False mean no restriction.

    `before` is the id at which the previous page ended.
    """

    author: int | None = None
    language: str | None = None
    named_only: bool = False
    before: int | None = None


@dataclass(frozen=True)
class History:
    """A page of versions, newest first, without their texts."""

    question: Question
    versions: tuple[AnswerVersion, ...]
    # What the list can be filtered by: authors, and languages that have answers.
    authors: tuple[User, ...]
    languages: tuple[str, ...]
    # The `before` of the next page; None on the last one.
    older: int | None


@dataclass(frozen=True)
class VersionComparison:
    """Two versions, part by part; `old` is None when `new` is the first."""

    old: AnswerVersion | None
    new: AnswerVersion
    parts: tuple[tuple[Part, Comparison], ...]

    @property
    def differing(self) -> tuple[Comparison, ...]:
        return tuple(comparison for _part, comparison in self.parts)

    @property
    def both(self) -> tuple[AnswerVersion, ...]:
        return (self.new,) if self.old is None else (self.old, self.new)

    @property
    def count(self) -> int:
        """How many paragraphs changed."""
        return sum(len(comparison.changes) for comparison in self.differing)

    @property
    def added(self) -> int:
        return sum(comparison.added for comparison in self.differing)

    @property
    def removed(self) -> int:
        return sum(comparison.removed for comparison in self.differing)

    @property
    def is_identical(self) -> bool:
        return (
            self.old is not None
            and not self.has_two_languages
            and self.old.content_digest == self.new.content_digest
        )

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs that changes a word, its style or its place.

        Never of two languages.
        """
        return not self.has_two_languages and all(
            comparison.is_equal for comparison in self.differing
        )

    @property
    def has_two_languages(self) -> bool:
        return (
            self.old is not None
            and self.old.answer.language != self.new.answer.language
        )


def readable_versions(
    access: ProjectAccess, user: User, question: Question
) -> QuerySet[AnswerVersion]:
    """Every version of this question that this person may read, whoever wrote it."""
    return AnswerVersion.objects.filter(
        answer__in=_readable_answers(access, user, question)
    ).select_related("answer__author", "naming")


def read_history(
    access: ProjectAccess, user: User, question: Question, wanted: HistoryFilter
) -> History:
    """A page of the versions that match `wanted`.

    Three queries, however many versions there are: answers, versions, sources.
    Sorting by id sorts by time: the versions of a project are written one by one.
    """
    answers = {
        answer.pk: answer
        for answer in _readable_answers(access, user, question)
        .select_related("author")
        .order_by("author__name", "author_id", "language")
    }
    chosen = [
        pk
        for pk, answer in answers.items()
        if wanted.author in (None, answer.author_id)
        and wanted.language in (None, answer.language)
    ]
    rows = (
        AnswerVersion.objects.filter(answer__in=chosen)
        .without_content()
        .select_related("naming")
        .order_by("-pk")
    )
    if wanted.named_only:
        rows = rows.filter(naming__isnull=False)
    if wanted.before:
        rows = rows.filter(pk__lt=wanted.before)
    found = cast("list[_ListedVersion]", list(rows[: VERSIONS_PER_PAGE + 1]))
    versions = found[:VERSIONS_PER_PAGE]
    sources = read_sources(versions)
    for version in versions:
        version.answer = answers[version.answer_id]
        version.credits = sources[version.pk]
    return History(
        question=question,
        versions=tuple(versions),
        authors=tuple(dict.fromkeys(answer.author for answer in answers.values())),
        languages=tuple(sorted({answer.language for answer in answers.values()})),
        older=versions[-1].pk if len(found) > VERSIONS_PER_PAGE else None,
    )


def read_former_parts(
    question: Question, content: Content, language: str
) -> list[tuple[Part, tuple[Block, ...]]]:
    """[(part, blocks)] of what `content` says that the question no longer takes.

    One query, and none without such text.
    """
    former_values = FormerValues(question.section.template)
    return former_values.blocks_of(question, content, language)


def compare_versions(
    access: ProjectAccess,
    user: User,
    question: Question,
    old_id: int | None,
    new_id: int,
) -> VersionComparison | None:
    """Compare two versions, or return None when this person may not read one of them.

    Without `old_id`, `new_id` is compared with the version before it. At most
    three queries, and one more for texts with values that no longer fit.
    """
    readable = readable_versions(access, user, question)
    found = readable.in_bulk([pk for pk in (old_id, new_id) if pk])
    new = found.get(new_id)
    old = found.get(old_id) if old_id else None
    if new is None or (old_id and old is None):
        return None
    if not old_id:
        old = readable.filter(answer=new.answer_id, number=new.number - 1).first()
    return VersionComparison(
        old,
        new,
        FormerValues(question.section.template).compare(
            question, old.content if old else {}, new.content, new.answer.language
        ),
    )


def _readable_answers(
    access: ProjectAccess, user: User, question: Question
) -> QuerySet[Answer]:
    answers = Answer.objects.filter(project=access.project, question=question)
    if not access.may(Permission.ANSWER_READ_OTHER_MEMBER):
        answers = answers.filter(author=user)
    return answers
