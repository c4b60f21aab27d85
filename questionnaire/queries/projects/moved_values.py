"""What a newer template no longer takes of the answers, and which units it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

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
from questionnaire.plan.templates import read_template


@dataclass(frozen=True)
class LeftValues:
    """What a question no longer takes of a member's newest text."""

    question: Question
    version: AnswerVersion
    parts: tuple[tuple[Part, tuple[Block, ...]], ...]
    count: int


@dataclass(frozen=True)
class AskedUnit:
    """A change of unit that concerns numbers, and how many."""

    question: Question
    change: UnitChange
    count: int


def read_left_values(
    access: ProjectAccess, user: User, questions: Iterable[Question]
) -> list[LeftValues]:
    """What these questions do not take, of the answers that this person may read.

    `questions` are those of the project's template, or of one that it could move to.
    One query, and one more if there are any.
    """
    by_slug = {question.slug: question for question in questions}
    versions = _newest_versions(access.project, by_slug).select_related(
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
    """The changes of unit that a move to this template must ask about.

    In versions and in drafts. Two queries, if any unit changes at all.
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
    written = _newest_versions(project, slugs).values_list(*named)
    for slug, content in (*written, *drafts.values_list(*named)):
        contents.setdefault(slug, []).append(content)
    asked = [
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
    return [each for each in asked if each.count]


def _newest_versions(project: Project, slugs: Iterable[str]) -> QuerySet[AnswerVersion]:
    return (
        AnswerVersion.objects.current()
        .filter(
            answer__project=project,
            answer__question__section__template=project.template_id,
            answer__question__slug__in=list(slugs),
        )
        .order_by("answer__author__name", "answer_id")
    )
