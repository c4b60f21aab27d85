"""The versions of a question's answers: who wrote what, when, from which sources."""

from dataclasses import dataclass

from questionnaire.content.kinds import (
    compare_contents,
    conform_to_schema,
    readable_parts,
)
from questionnaire.models import Answer, AnswerVersion, PlanTemplate, Question
from questionnaire.permissions import Permission
from questionnaire.plan.reading import read_sources
from questionnaire.plan.templates import read_template

VERSIONS_PER_PAGE = 50


@dataclass(frozen=True)
class HistoryFilter:
    """Which versions are asked for; None and False leave nothing out.

    `before` is the id that the page before this one ended with.
    """

    author: int | None = None
    language: str | None = None
    named_only: bool = False
    before: int | None = None


@dataclass(frozen=True)
class History:
    """A page of versions, the newest first, without texts."""

    question: Question
    versions: tuple[AnswerVersion, ...]
    # Everybody who may be chosen, and the languages that were written in.
    authors: tuple
    languages: tuple[str, ...]
    # The id that the next page starts from; None on the last one.
    older: int | None


@dataclass(frozen=True)
class VersionComparison:
    """Two versions, part by part; `old` is None for what came before the first."""

    old: AnswerVersion | None
    new: AnswerVersion
    parts: tuple  # ((part, comparing.Comparison), …)

    @property
    def differing(self):
        return tuple(comparison for _part, comparison in self.parts)

    @property
    def count(self):
        """How many paragraphs changed."""
        return sum(len(comparison.changes) for comparison in self.differing)

    @property
    def added(self):
        return sum(comparison.added for comparison in self.differing)

    @property
    def removed(self):
        return sum(comparison.removed for comparison in self.differing)

    @property
    def is_identical(self):
        return bool(self.old) and self.old.content_digest == self.new.content_digest

    @property
    def is_equal(self):
        """Whether nothing differs, or only spaces."""
        return all(comparison.is_equal for comparison in self.differing)

    @property
    def has_two_languages(self):
        return bool(self.old) and self.old.answer.language != self.new.answer.language


def readable_versions(access, user, question):
    """Every version of this question that this person may read, whoever wrote it."""
    return AnswerVersion.objects.filter(
        answer__in=_readable_answers(access, user, question)
    ).select_related("answer__author", "naming")


def read_history(access, user, question, wanted):
    """A page of versions as `wanted` (a HistoryFilter).

    Three queries, however many versions there are: answers, versions, sources.
    Ids grow with time, as the versions of a project are written one by one.
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
    found = list(rows[: VERSIONS_PER_PAGE + 1])
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


def read_former_parts(question, parts, content, language):
    """[(part, blocks)] of what a text says to parts that are no longer asked.

    As the newest earlier version of the template asked them; `parts` are those that
    the question has now. One query, where there is such a text.
    """
    fits = conform_to_schema(content, parts)
    left = {key: value for key, value in content.items() if key not in fits}
    if not left:
        return []
    found = {}
    for former in _other_versions(question):
        for part in former.parts.all():
            if conform_to_schema(left, [part]):
                found.setdefault(part.key, part)
    return readable_parts(left, found.values(), language)


def _other_versions(question):
    """The question as other versions of its template ask it, the newest first."""
    template = question.section.template
    versions = PlanTemplate.objects.published().filter(slug=template.slug)
    for template_id in versions.exclude(pk=template.pk).values_list("pk", flat=True):
        former = read_template(template_id).by_slug.get(question.slug)
        if former is not None:
            yield former


def compare_versions(access, user, question, old_id, new_id):
    """Two versions of a question's answers, or None when one can't be read here.

    Without `old_id`, `new_id` is compared with the version before it. Three
    queries at most.
    """
    readable = readable_versions(access, user, question)
    found = readable.in_bulk([pk for pk in (old_id, new_id) if pk])
    new = found.get(new_id)
    old = found.get(old_id)
    if new is None or (old_id and old is None):
        return None
    if not old_id:
        old = readable.filter(answer=new.answer_id, number=new.number - 1).first()
    return VersionComparison(
        old,
        new,
        compare_contents(
            old.content if old else {},
            new.content,
            question.parts.all(),
            new.answer.language,
        ),
    )


def _readable_answers(access, user, question):
    answers = Answer.objects.filter(project=access.project, question=question)
    if not access.may(Permission.ANSWER_READ_OTHER_MEMBER):
        answers = answers.filter(author=user)
    return answers
