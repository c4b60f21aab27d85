"""Three ways to read answers to a question: by passage, in columns, two at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import readable_parts
from questionnaire.models import AnswerVersion, Part, Project
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.queries.review.passages import in_order_of_reading
from questionnaire.queries.review.question import QuestionReview
from questionnaire.queries.review.who_says_what import WhoSaysWhat, who_says_what

PASSAGES, COLUMNS, TWO = "passages", "columns", "two"
LAYOUTS = (PASSAGES, COLUMNS, TWO)
MOST_COLUMNS = 4
# From so many answers on, two at a time no longer show them all.
_MANY_ANSWERS = 3
# A menu of more versions than this is no menu; the page of versions lists all.
_LISTED = 200


def layout_of(review: QuestionReview, asked: str, *, is_comparison: bool) -> str:
    """The layout that was asked for; else the one that suits the answers.

    `is_comparison`: the address names versions to compare.
    """
    if asked in LAYOUTS:
        return asked
    is_many = len(review.proposals) >= _MANY_ANSWERS
    return PASSAGES if is_many and not is_comparison else TWO


def said_in(review: QuestionReview) -> WhoSaysWhat:
    """Who says what among all answers of a review, in both languages. No query."""
    newest = [proposal.version for proposal in review.proposals]
    languages = dict.fromkeys(each.answer.language for each in newest)
    return who_says_what(
        review.parts,
        [
            (
                language,
                in_order_of_reading(
                    _agreed(review, language),
                    [each for each in newest if each.answer.language == language],
                ),
            )
            for language in languages
        ],
        {each.pk for each in newest},
    )


def _agreed(review: QuestionReview, language: str) -> AnswerVersion | None:
    """What was last decided on in this language, even if it no longer stands."""
    decided = [each.version for each in review.agreed if each.version is not None]
    if review.rival is not None:
        decided.append(review.rival)
    return next((each for each in decided if each.answer.language == language), None)


@dataclass(frozen=True)
class ColumnsPart:
    """A part of the question as each of the versions answers it, () for nothing."""

    part: Part
    cells: tuple[tuple[AnswerVersion, tuple[Block, ...]], ...]


@dataclass(frozen=True)
class Columns:
    """Up to four versions beside each other, to be read and not compared."""

    versions: tuple[AnswerVersion, ...]
    parts: tuple[ColumnsPart, ...]
    # The other versions of the question, the newest first, without their texts.
    others: tuple[AnswerVersion, ...]
    are_too_many: bool = False  # more were asked for


def read_columns(
    project: Project, review: QuestionReview, ids: Sequence[int]
) -> Columns:
    """The Columns of the versions with these ids, else of the first answers.

    Two queries: a list of all versions, and the texts of those that are older.
    """
    newest = {each.version.pk: each.version for each in review.proposals}
    listed = {
        each.pk: each
        for each in AnswerVersion.objects.filter(
            answer__project=project, answer__question=review.question
        )
        .exclude(content_digest=EMPTY_CONTENT)
        .without_content()
        .select_related("answer__author")
        .order_by("-id")[:_LISTED]
    }
    known = {pk: pk for pk in ids if pk in listed or pk in newest}
    wanted = list(known)[:MOST_COLUMNS] or list(newest)[:MOST_COLUMNS]
    older = [pk for pk in wanted if pk not in newest]
    texts = newest | AnswerVersion.objects.select_related("answer__author").in_bulk(
        older
    )
    versions = tuple(texts[pk] for pk in wanted)
    return Columns(
        versions,
        tuple(_columns_part(part, versions) for part in review.parts),
        tuple(each for pk, each in listed.items() if pk not in newest),
        are_too_many=len(known) > MOST_COLUMNS,
    )


def _columns_part(part: Part, versions: Sequence[AnswerVersion]) -> ColumnsPart:
    return ColumnsPart(
        part,
        tuple(
            (version, dict(_read(part, version)).get(part, ())) for version in versions
        ),
    )


def _read(part: Part, version: AnswerVersion) -> list[tuple[Part, tuple[Block, ...]]]:
    return readable_parts(version.content, [part], version.answer.language)
