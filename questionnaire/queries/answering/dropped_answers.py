"""Answers to questions that the project's template no longer asks.

They are kept and can be read; they count nowhere, and the plan carries none.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from questionnaire.content.kinds import readable_parts
from questionnaire.models import Answer, AnswerVersion, Question
from questionnaire.permissions import Permission
from questionnaire.plan.outline import dropped_versions
from questionnaire.plan.settling import EMPTY_CONTENT


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
    questions = Question.objects.filter(
        slug=slug, section__template__slug=project.template.slug
    ).exclude(section__template=project.template_id)
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

    Their own answers, and the others' if they read those. Three queries.
    """
    versions = (
        dropped_versions(access.project)
        .current()
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
        .order_by("created_at", "id")
    )
    if not access.may(Permission.ANSWER_READ_OTHER_MEMBER):
        versions = versions.filter(answer__author=user)
    found = {}
    for version in versions:
        found.setdefault(version.answer.question_id, []).append(version)
    questions = (
        Question.objects.filter(pk__in=found)
        .select_related("section__template")
        .prefetch_related("parts")
        .order_by("section__template__published_at", "section__position", "number")
    )
    return [
        DroppedQuestion(
            question,
            tuple(
                KeptAnswer(
                    version,
                    tuple(
                        readable_parts(
                            version.content,
                            question.parts.all(),
                            version.answer.language,
                        )
                    ),
                )
                for version in found[question.pk]
            ),
        )
        for question in questions
    ]
