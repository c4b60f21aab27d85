"""The texts that one member has for some questions: newest versions and drafts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from questionnaire.content.kinds import Content
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Draft,
    EarlierText,
    Project,
    TodoMark,
    User,
)
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.vocabulary import Language

if TYPE_CHECKING:

    class _AnswerWithText(Answer):
        """What _answers_with_text gives."""

        newest_content: Content | None
        is_marked: bool
        earlier: Mapping[str, str] | None

        class Meta:
            proxy = True

    # By question id and language.
    _Answers: TypeAlias = Mapping[tuple[int, str], _AnswerWithText]


@dataclass(frozen=True)
class OwnTexts:
    """One member's answers in both languages; questions go by their ids."""

    answers: "_Answers"

    def newest_content(self, question_id: int, language: str) -> Content:
        """What the newest version says; {} without any."""
        answer = self.answers.get((question_id, language))
        return (answer.newest_content if answer else None) or {}

    def draft(self, question_id: int, language: str) -> Draft | None:
        """The autosaved text, or None."""
        answer = self.answers.get((question_id, language))
        draft: Draft | None = getattr(answer, "draft", None)
        return draft

    def earlier(self, question_id: int, language: str) -> Mapping[str, str]:
        """{"author", "project"} of the text of an earlier plan that it began from.

        {} of an answer that did not; a deleted project is not named.
        """
        answer = self.answers.get((question_id, language))
        return (answer.earlier if answer else None) or {}

    def is_drafted(self, question_id: int) -> bool:
        """Whether there is autosaved text, in either language."""
        drafts = (self.draft(question_id, language) for language in Language.values)
        return any(
            draft is not None and draft.content_digest != EMPTY_CONTENT
            for draft in drafts
        )

    def is_marked(self, question_id: int) -> bool:
        """Whether a part of it is to be come back to, in either language."""
        answers = (self.answers.get((question_id, each)) for each in Language.values)
        return any(answer is not None and answer.is_marked for answer in answers)

    def is_language_confirmed(self, question_id: int, language: str) -> bool:
        """Whether its author said that the text is in the right place."""
        answer = self.answers.get((question_id, language))
        return answer is not None and answer.is_language_confirmed


def read_own_texts(
    project: Project, author: User, questions: Collection[int]
) -> OwnTexts:
    """The OwnTexts of `author` for the questions with these ids. One query."""
    if not questions:
        return OwnTexts({})
    rows = _answers_with_text().filter(
        question__in=questions, project=project, author=author
    )
    return OwnTexts(
        {
            (answer.question_id, answer.language): answer
            for answer in cast("Iterable[_AnswerWithText]", rows)
        }
    )


@cache
def _answers_with_text() -> QuerySet[Answer]:
    """Answers with draft and newest text; built once, because that is slow."""
    newest = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("-number")
    begun = EarlierText.objects.filter(answer=OuterRef("pk")).order_by("pk")
    title = Case(
        When(
            source__answer__project__deleted_at=None,
            then=F("source__answer__project__title"),
        ),
        default=Value(""),
    )
    named = JSONObject(author=F("source__answer__author__name"), project=title)
    return Answer.objects.select_related("draft").annotate(
        newest_content=Subquery(newest.values("content")[:1]),
        is_marked=Exists(TodoMark.objects.filter(answer=OuterRef("pk"))),
        earlier=Subquery(begun.annotate(named=named).values("named")[:1]),
    )
