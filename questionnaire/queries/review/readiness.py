"""What a principal investigator should know before finishing a plan."""

from collections.abc import Callable
from dataclasses import dataclass

from questionnaire.models import Project
from questionnaire.plan.move_checks import wording_checks
from questionnaire.plan.outline import Outline, OutlineQuestion
from questionnaire.plan.record import read_record
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
    # One of the two languages is out of date, or translated in part.
    untranslated: tuple[OutlineQuestion, ...]
    requested: tuple[OutlineQuestion, ...]
    commented: tuple[OutlineQuestion, ...]
    # After a move to a newer template: agreed on in other words; values outside of
    # every table; numbers of another unit.
    reworded: tuple[OutlineQuestion, ...] = ()
    left_values: tuple[OutlineQuestion, ...] = ()
    unchecked: tuple[OutlineQuestion, ...] = ()
    unanswered: tuple[OutlineQuestion, ...] = ()

    @property
    def gaps(self) -> tuple[OutlineQuestion, ...]:
        """What the plan would be finished without: the page names each."""
        return (*self.unanswered, *self.undecided, *self.awaited)

    @property
    def is_complete(self) -> bool:
        """Whether nothing at all is open."""
        return not any(
            (
                self.unsent,
                self.undecided,
                self.awaited,
                self.newer,
                self.untranslated,
                self.requested,
                self.commented,
                self.reworded,
                self.left_values,
                self.unchecked,
            )
        )


def read_readiness(outline: Outline, project: Project) -> Readiness:
    """The Readiness of a team's plan, from its outline and one query.

    Of a plan that moved to another template, its record is read as well.
    """
    reworded = wording_checks(project)
    left, unchecked = _left_by_moves(project)
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
        untranslated=those(lambda entry: bool(entry.resolution.out_of_date)),
        requested=those(
            lambda entry: entry.question.pk in asked_about and not _is_awaited(entry)
        ),
        commented=those(lambda entry: entry.open_comments > 0),
        reworded=those(lambda entry: entry.slug in reworded),
        left_values=those(lambda entry: entry.slug in left),
        unchecked=those(lambda entry: entry.slug in unchecked),
        unanswered=outline.unanswered,
    )


def _left_by_moves(project: Project) -> tuple[set[str], set[str]]:
    """The slugs of questions whose answers in the plan have values that no longer fit,
    and of those with numbers of a former unit."""
    left: set[str] = set()
    unchecked: set[str] = set()
    if project.former_template_id is None:
        return left, unchecked
    for section in read_record(project.pk)["sections"]:
        for question in section["questions"]:
            answers = question["answers"].values()
            if any("former" in answer for answer in answers):
                left.add(question["slug"])
            if any("unchecked" in answer for answer in answers):
                unchecked.add(question["slug"])
    return left, unchecked


def _is_awaited(entry: OutlineQuestion) -> bool:
    resolution = entry.resolution
    return resolution.changes_requested and not resolution.effective
