"""Answers to questions that the project's template no longer asks.

They are kept and can be read, but count nowhere and never appear in the plan.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from django.db.models import Exists, F, OuterRef

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import readable_parts
from questionnaire.models import Answer, AnswerVersion, Part, Project, Question, User
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.plan.outline import dropped_versions
from questionnaire.plan.templates import read_template
from questionnaire.plan.texts import EMPTY_CONTENT

if TYPE_CHECKING:

    class _DroppedVersion(AnswerVersion):
        """A version of an answer to a dropped question."""

        template_id: int  # of the question

        class Meta:
            proxy = True

    _Versions: TypeAlias = Iterable[_DroppedVersion]


@dataclass(frozen=True)
class KeptAnswer:
    """A member's newest text, with the parts that the question had then."""

    version: AnswerVersion
    parts: tuple[tuple[Part, tuple[Block, ...]], ...]


@dataclass(frozen=True)
class DroppedQuestion:
    """A question in its old wording, with its section and template."""

    question: Question
    answers: tuple[KeptAnswer, ...]


def former_question(project: Project, author: User, slug: str) -> Question | None:
    """A question that the template no longer asks, as an earlier version asked it.

    The version that this author answered, if any, else the newest; None when no
    version ever asked it.
    """
    template = read_template(project.template_id).template
    questions = Question.objects.filter(
        slug=slug, section__template__slug=template.slug
    ).exclude(section__template=template)
    mine = Answer.objects.filter(
        project=project, author=author, question=OuterRef("pk")
    )
    return (
        questions.select_related("section__template")
        .order_by(Exists(mine).desc(), "-section__template__published_at")
        .first()
    )


def read_dropped_answers(access: ProjectAccess, user: User) -> list[DroppedQuestion]:
    """The dropped questions with the answers that this person may read. One query.

    Their own answers, and those of others if they may read them; older versions of
    the template first.
    """
    versions = (
        dropped_versions(access.project)
        .current()
        .exclude(content_digest=EMPTY_CONTENT)
        .annotate(template_id=F("answer__question__section__template"))
        .select_related("answer__author")
        .order_by("created_at", "id")
    )
    if not access.may(Permission.ANSWER_READ_OTHER_MEMBER):
        versions = versions.filter(answer__author=user)
    found: dict[Question, list[AnswerVersion]] = {}
    for version in cast("_Versions", versions):
        asked = read_template(version.template_id).by_id[version.answer.question_id]
        found.setdefault(asked, []).append(version)
    return [
        DroppedQuestion(
            question, tuple(_kept(version, question) for version in found[question])
        )
        for question in sorted(found, key=_publication_order)
    ]


def _kept(version: AnswerVersion, question: Question) -> KeptAnswer:
    parts, language = question.parts.all(), version.answer.language
    return KeptAnswer(version, tuple(readable_parts(version.content, parts, language)))


def _publication_order(question: Question) -> tuple[datetime.datetime, int, int]:
    """Sort key: by publication of the template, then as it asks the questions."""
    section = question.section
    published_at = cast(datetime.datetime, section.template.published_at)
    return published_at, section.position, question.number
