"""Answers to questions that the project's template no longer asks.

They are kept and can be read; they count nowhere, and the plan carries none.
"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from questionnaire.content.kinds import readable_parts
from questionnaire.models import Answer, AnswerVersion, Question
from questionnaire.permissions import Permission
from questionnaire.plan.outline import dropped_versions
from questionnaire.plan.resolution import EMPTY_CONTENT
from questionnaire.plan.templates import read_template


@dataclass(frozen=True)
class KeptAnswer:
    """A member's newest text, as the question was asked then."""

    version: AnswerVersion
    parts: tuple  # ((part, blocks), …)


@dataclass(frozen=True)
class DroppedQuestion:
    """A question in its old wording, with its section and template."""

    question: Question
    answers: tuple[KeptAnswer, ...]


def former_question(project, author, slug):
    """The question that the template no longer asks, where it was last asked; or None.

    Where this author has an answer, if anywhere.
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


def read_dropped_answers(access, user):
    """[DroppedQuestion] of what this person may read, in the order of the templates.

    Their own answers, and the others' if they read those. One query.
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
    found = {}
    for version in versions:
        asked = read_template(version.template_id).by_id[version.answer.question_id]
        found.setdefault(asked, []).append(version)
    return [
        DroppedQuestion(
            question, tuple(_kept(version, question) for version in found[question])
        )
        for question in sorted(found, key=_place)
    ]


def _kept(version, question):
    parts, language = question.parts.all(), version.answer.language
    return KeptAnswer(version, tuple(readable_parts(version.content, parts, language)))


def _place(question):
    """Where a question stands: templates in the order of their publication."""
    section = question.section
    return section.template.published_at, section.position, question.number
