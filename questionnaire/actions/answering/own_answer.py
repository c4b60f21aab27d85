"""One's own answer: what every writer of answers, drafts and marks works on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet

from questionnaire.actions.common import asked_now_with_text
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import Content, clean_content, conform_to_schema
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Draft,
    Part,
    Project,
    Question,
    User,
)
from questionnaire.permissions import Permission


@dataclass(frozen=True)
class OwnAnswer:
    """Whose answer to which question, in which language; it need not exist yet.

    `parts` are those of the question, for whoever has a content to be cleaned.
    """

    project_id: UUID
    question: Question
    language: str
    author: User
    parts: Sequence[Part] = ()

    @classmethod
    def like(cls, answer: Answer, author: User) -> Self:
        """The author's answer to the question of a stored one, in its language."""
        return cls(
            project_id=answer.project_id,
            question=answer.question,
            parts=list(answer.question.parts.all()),
            language=answer.language,
            author=author,
        )

    def open(self, permission: Permission) -> tuple[Project, Self]:
        """Lock the project and check the right; returns (project, own answer).

        The question is another one when the template moved on this very moment.
        Raises NotInTemplate.
        """
        project, own, _content = self.open_with({}, permission)
        return project, own

    def open_with(
        self, content: Content, permission: Permission
    ) -> tuple[Project, Self, Content]:
        """(project, own answer, content): `open`, and what it takes of a clean text."""
        project = open_for_writing(
            self.project_id, by=self.author, permission=permission
        ).project
        question, parts, content = asked_now_with_text(
            project, self.question, self.parts, content
        )
        return project, replace(self, question=question, parts=parts), content

    def key(self, prefix: str = "") -> dict[str, Any]:
        """What finds the answer, or with "answer__" what belongs to it."""
        return {
            f"{prefix}project": self.project_id,
            f"{prefix}question": self.question,
            f"{prefix}author": self.author,
            f"{prefix}language": self.language,
        }

    def versions(self) -> QuerySet[AnswerVersion]:
        """The versions of the answer, the newest first."""
        return AnswerVersion.objects.filter(**self.key("answer__")).order_by("-number")

    def draft(self) -> Draft | None:
        """The draft of the answer, or None."""
        return Draft.objects.filter(**self.key("answer__")).first()

    def get_or_create(self) -> Answer:
        """The stored answer."""
        key = self.key()
        key["project_id"] = key.pop("project")
        return Answer.objects.get_or_create(**key)[0]

    def clean(self, content: Content) -> Content:
        """`content` as the kinds of the parts store it. Raises ValidationError."""
        return clean_content(content, self.parts)

    def conform(self, content: Content) -> Content:
        """What of a stored content the template still asks."""
        return conform_to_schema(content, self.parts)


def number_of(version: AnswerVersion | None) -> int:
    """The number of a version; 0 before the first."""
    return version.number if version else 0
