"""What a principal investigator should know before finishing a plan."""

from collections.abc import Callable
from dataclasses import dataclass

from questionnaire.content.invented import invented_left
from questionnaire.models import Project, User, invented_passages
from questionnaire.plan.following import OutOfDate
from questionnaire.plan.move_checks import wording_checks
from questionnaire.plan.outline import Outline, OutlineQuestion
from questionnaire.plan.record import Record, read_record
from questionnaire.plan.searched_text import read_answer_texts
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class OutOfDateText:
    """A text that the plan carries, although what it translates has changed since."""

    entry: OutlineQuestion
    text: OutOfDate
    author: User | None


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
    # After a move to a newer template: agreed on in other words; values outside of
    # every table; numbers of another unit.
    reworded: tuple[OutlineQuestion, ...] = ()
    left_values: tuple[OutlineQuestion, ...] = ()
    unchecked: tuple[OutlineQuestion, ...] = ()
    unanswered: tuple[OutlineQuestion, ...] = ()
    # What the plan still has of the made-up details of examples, by question.
    invented: tuple[tuple[OutlineQuestion, tuple[str, ...]], ...] = ()
    # The plan carries a translation whose source has changed since: of each, what is
    # out of date and whose text it is.
    out_of_date: tuple[OutOfDateText, ...] = ()

    @property
    def gaps(self) -> tuple[OutlineQuestion, ...]:
        """What the plan would be finished without or in spite of, each once.

        The page names each; actions/projects/projects.py asks for the same.
        """
        outdated = (each.entry for each in self.out_of_date)
        gaps = (*self.unanswered, *self.undecided, *self.awaited, *outdated)
        return tuple({entry.slug: entry for entry in gaps}.values())

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
                self.reworded,
                self.left_values,
                self.unchecked,
                self.invented,
                self.out_of_date,
            )
        )


def read_readiness(outline: Outline, project: Project) -> Readiness:
    """The Readiness of a team's plan, from its outline, its record and one query."""
    record = read_record(project.pk)
    reworded = wording_checks(project)
    left, unchecked = _left_by_moves(record)
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
        reworded=those(lambda entry: entry.slug in reworded),
        left_values=those(lambda entry: entry.slug in left),
        unchecked=those(lambda entry: entry.slug in unchecked),
        unanswered=outline.unanswered,
        invented=_invented(record, outline),
        out_of_date=_out_of_date(outline),
    )


def _out_of_date(outline: Outline) -> tuple[OutOfDateText, ...]:
    """The translations that are out of date. One query, if there are any."""
    found = [
        (entry, text, entry.resolution.effective[text.language].author_id)
        for entry in outline.questions
        for text in entry.resolution.out_of_date
    ]
    people = User.objects.in_bulk({pk for *_text, pk in found if pk is not None})
    return tuple(
        OutOfDateText(entry, text, people.get(author_id or 0))
        for entry, text, author_id in found
    )


def _left_by_moves(record: Record) -> tuple[set[str], set[str]]:
    """The slugs of questions whose answers in the plan have values that no longer fit,
    and of those with numbers of a former unit."""
    left: set[str] = set()
    unchecked: set[str] = set()
    for section in record["sections"]:
        for question in section["questions"]:
            answers = question["answers"].values()
            if any("former" in answer for answer in answers):
                left.add(question["slug"])
            if any("unchecked" in answer for answer in answers):
                unchecked.add(question["slug"])
    return left, unchecked


def _invented(
    record: Record, outline: Outline
) -> tuple[tuple[OutlineQuestion, tuple[str, ...]], ...]:
    """What the plan has of made-up details; members' names are real ones."""
    people = {person["name"] for person in record["people"]}
    texts = read_answer_texts(record)
    found = (
        (
            entry,
            tuple(
                passage
                for passage in invented_left(
                    texts.get(entry.slug, ""), invented_passages(entry.question)
                )
                if passage not in people
            ),
        )
        for entry in outline.questions
    )
    return tuple((entry, passages) for entry, passages in found if passages)


def _is_awaited(entry: OutlineQuestion) -> bool:
    resolution = entry.resolution
    return resolution.changes_requested and not resolution.effective
