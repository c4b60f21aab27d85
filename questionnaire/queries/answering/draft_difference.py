"""What one's own draft changes in one's newest version."""

from dataclasses import dataclass

from questionnaire.content.comparing import Comparison
from questionnaire.content.kinds import compare_contents, conform_to_schema
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Draft,
    Part,
    Project,
    Question,
    User,
)


@dataclass(frozen=True)
class DraftDifference:
    """A draft beside the version that the team sees; None before the first."""

    draft: Draft
    version: AnswerVersion | None
    parts: tuple[tuple[Part, Comparison], ...]

    @property
    def is_equal(self) -> bool:
        """Whether nothing but white space differs."""
        return all(comparison.is_equal for _part, comparison in self.parts)


def read_draft_difference(
    project: Project, question: Question, author: User, language: str
) -> DraftDifference | None:
    """The DraftDifference of `author`, or None without a draft. Two queries."""
    answer = (
        Answer.objects.filter(
            project=project, question=question, author=author, language=language
        )
        .select_related("draft")
        .first()
    )
    draft: Draft | None = getattr(answer, "draft", None)
    if answer is None or draft is None:
        return None
    version = answer.versions.order_by("-number").first()
    parts = question.parts.all()
    return DraftDifference(
        draft,
        version,
        compare_contents(
            version.content if version else {},
            conform_to_schema(draft.content, parts),
            parts,
            language,
        ),
    )
