"""What a newer template no longer takes of the answers, and which units it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import KINDS
from questionnaire.models import (
    AnswerVersion,
    Draft,
    Part,
    Project,
    Question,
    User,
)
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.plan.former_values import FormerValues, count_values
from questionnaire.plan.move_checks import UnitChange, numbers_in, unit_changes
from questionnaire.plan.reading import resolutions
from questionnaire.plan.templates import read_template


@dataclass(frozen=True)
class LeftValues:
    """What a question no longer takes of a member's text that counts."""

    question: Question
    version: AnswerVersion
    parts: tuple[tuple[Part, tuple[Block, ...]], ...]
    count: int


@dataclass(frozen=True)
class AskedUnit:
    """A change of unit, and how many numbers it concerns: nobody is asked about 0."""

    question: Question
    change: UnitChange
    count: int


def read_left_values(
    access: ProjectAccess, user: User, questions: Iterable[Question]
) -> list[LeftValues]:
    """What these questions do not take, of the answers that this person may read.

    `questions` are those of the project's template, or of one that it could move to.
    Three queries, and one more if there are any.
    """
    by_slug = {question.slug: question for question in questions}
    versions = _counted_versions(access.project, by_slug).select_related(
        "answer__author", "answer__question"
    )
    if not access.may(Permission.ANSWER_READ_OTHER_MEMBER):
        versions = versions.filter(answer__author=user)
    found: list[LeftValues] = []
    if not by_slug:
        return found
    former_values = FormerValues(next(iter(by_slug.values())).section.template)
    for version in versions:
        question = by_slug[version.answer.question.slug]
        former = former_values.of(question, version.content)
        if former:
            language = version.answer.language
            parts = (
                (part, KINDS[part.kind].blocks(value, part.options, language))
                for part, value in former
            )
            count = sum(count_values(value) for _part, value in former)
            found.append(LeftValues(question, version, tuple(parts), count))
    order = {slug: position for position, slug in enumerate(by_slug)}
    return sorted(found, key=lambda each: order[each.question.slug])


def read_asked_units(project: Project, template_id: int) -> list[AskedUnit]:
    """The changes of unit of a move to this template, and the numbers they concern.

    In versions that count and in drafts. Four queries, if any unit changes at all.
    """
    before = read_template(project.template_id).by_slug
    changes = [
        (question, change)
        for question in read_template(template_id).questions
        if question.slug in before
        for change in unit_changes(before[question.slug], question)
    ]
    if not changes:
        return []
    slugs = {question.slug for question, _change in changes}
    contents: dict[str, list[dict[str, object]]] = {}
    drafts = Draft.objects.filter(
        answer__project=project, answer__question__slug__in=slugs
    )
    named = ("answer__question__slug", "content")
    written = _counted_versions(project, slugs).values_list(*named)
    for slug, content in (*written, *drafts.values_list(*named)):
        contents.setdefault(slug, []).append(content)
    return [
        AskedUnit(
            question,
            change,
            sum(
                numbers_in(content, change.part_key, change.column_key)
                for content in contents.get(question.slug, ())
            ),
        )
        for question, change in changes
    ]


def _counted_versions(
    project: Project, slugs: Iterable[str]
) -> QuerySet[AnswerVersion]:
    """The newest of every answer, and what the plan carries, which may be older."""
    carried = [
        effective.version_id
        for resolution in resolutions([project.pk]).values()
        for effective in resolution.effective.values()
    ]
    newest = AnswerVersion.objects.current().values("pk")
    return AnswerVersion.objects.filter(
        Q(pk__in=newest) | Q(pk__in=carried),
        answer__project=project,
        answer__question__section__template=project.template_id,
        answer__question__slug__in=list(slugs),
    ).order_by("answer__author__name", "answer_id", "number")
