"""What a principal investigator should know before finishing a plan."""

from collections.abc import Callable
from dataclasses import dataclass

from questionnaire.models import Project
from questionnaire.plan.outline import Outline, OutlineQuestion
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class Readiness:
    """Questions with something still open; a question may be in several lists."""

    # Somebody has text that is not sent: the plan has none of it.
    unsent: tuple[OutlineQuestion, ...]
    undecided: tuple[OutlineQuestion, ...]
    # Changes are requested, and the plan carries no text of it meanwhile.
    awaited: tuple[OutlineQuestion, ...]
    newer: tuple[OutlineQuestion, ...]
    requested: tuple[OutlineQuestion, ...]
    commented: tuple[OutlineQuestion, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing at all is open."""
        return not any(
            (
                self.unsent,
                self.undecided,
                self.awaited,
                self.newer,
                self.requested,
                self.commented,
            )
        )


def read_readiness(outline: Outline, project: Project) -> Readiness:
    """The Readiness of a team's plan, from its outline and one query."""
    asked_about = {
        request.comment.question_id
        for request in read_change_requests(project, open_only=True)
    }

    def those(
        condition: Callable[[OutlineQuestion], bool],
    ) -> tuple[OutlineQuestion, ...]:
        return tuple(entry for entry in outline.questions if condition(entry))

    return Readiness(
        unsent=outline.unsent,
        undecided=those(lambda entry: entry.status is QuestionStatus.TO_DECIDE),
        awaited=those(_is_awaited),
        newer=those(lambda entry: entry.status is QuestionStatus.NEWER),
        requested=those(
            lambda entry: entry.question.pk in asked_about and not _is_awaited(entry)
        ),
        commented=those(lambda entry: entry.open_comments > 0),
    )


def _is_awaited(entry: OutlineQuestion) -> bool:
    resolution = entry.resolution
    return resolution.changes_requested and not resolution.effective
