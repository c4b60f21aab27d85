"""One's own answer: what the actions on answers, drafts and marks work on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet

from questionnaire.actions.common import (
    current_question_with_content,
    earlier_attempts,
)
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import (
    KINDS,
    Content,
    clean_content,
    conform_to_schema,
)
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
    """Who answers which question in which language; the Answer need not exist yet.

    `parts` are those of the question, where there is content to be cleaned. `typed_for`
    is the version of the template that its author saw while typing it: the project may
    have moved since the page was opened. None for what was not typed on a page.
    """

    project_id: UUID
    question: Question
    language: str
    author: User
    parts: Sequence[Part] = ()
    typed_for: int | None = None

    @classmethod
    def like(cls, answer: Answer, author: User) -> Self:
        """The author's own answer to the same question, in the same language."""
        return cls(
            project_id=answer.project_id,
            question=answer.question,
            parts=list(answer.question.parts.all()),
            language=answer.language,
            author=author,
        )

    def open(self, permission: Permission) -> tuple[Project, Self]:
        """Lock the project and check the permission; returns (project, own answer).

        The question is the one that the project’s template asks now. Raises
        NotInTemplate.
        """
        project, own, _content = self.open_with({}, permission)
        return project, own

    def open_with(
        self, content: Content, permission: Permission
    ) -> tuple[Project, Self, Content]:
        """Like `open`; also returns the content, cut to what is asked now."""
        project = open_for_writing(
            self.project_id, by=self.author, permission=permission
        ).project
        question, parts, content = current_question_with_content(
            project, self.question, self.parts, content
        )
        return project, replace(self, question=question, parts=parts), content

    def key(self, prefix: str = "") -> dict[str, Any]:
        """Filter conditions for the answer; with "answer__", for rows related to it."""
        return {
            f"{prefix}project": self.project_id,
            f"{prefix}question": self.question,
            f"{prefix}author": self.author,
            f"{prefix}language": self.language,
        }

    def versions(self) -> QuerySet[AnswerVersion]:
        """The versions of the answer, the newest first."""
        return AnswerVersion.objects.filter(**self.key("answer__")).order_by("-number")

    def version_saved_as(
        self, save_id: UUID, is_same: Callable[[AnswerVersion], bool]
    ) -> AnswerVersion | None:
        """The version that an earlier attempt at this save made, or None.

        Raises SaveIdReused when the id was given to another save.
        """
        made = earlier_attempts(self.versions().filter(save_id=save_id), is_same)
        return made[0] if made else None

    def draft(self) -> Draft | None:
        """The draft of the answer, or None."""
        return Draft.objects.filter(**self.key("answer__")).first()

    def find(self) -> Answer | None:
        """The stored Answer with its draft, or None."""
        return Answer.objects.filter(**self.key()).select_related("draft").first()

    def get_or_create(self) -> Answer:
        """The stored Answer, created if there is none yet."""
        key = self.key()
        key["project_id"] = key.pop("project")
        return Answer.objects.get_or_create(**key)[0]

    def clean(self, content: Content) -> Content:
        """The content as it is stored, cleaned part by part. Raises ValidationError."""
        return clean_content(content, self.parts)

    def conform(self, content: Content) -> Content:
        """The part of a stored content that the template still asks for."""
        return conform_to_schema(content, self.parts)

    def append(self, mine: Content, added: Content) -> Content:
        """One's own content with another's after it, part by part."""
        mine = self.conform(mine)
        return {
            part.key: KINDS[part.kind].append(mine.get(part.key), added.get(part.key))
            for part in self.parts
        }

    def take(self, mine: Content, taken: Content) -> Content:
        """One's own content with another's passages after it.

        What is no text of several passages, as a choice, takes the place of one's own.
        """
        joined = self.append(mine, taken)
        chosen = {
            part.key: taken[part.key]
            for part in self.parts
            if part.key in taken and not KINDS[part.kind].is_divisible
        }
        return joined | chosen


def forget_language(answer: Answer, content: Content) -> None:
    """An emptied answer is in no language: what was said of its text is over."""
    if not content and answer.is_language_confirmed:
        answer.is_language_confirmed = False
        answer.save(update_fields=["is_language_confirmed"])


def number_of(version: AnswerVersion | None) -> int:
    """The number of a version; 0 before the first."""
    return version.number if version else 0
