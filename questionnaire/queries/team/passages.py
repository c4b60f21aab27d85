"""A colleague’s version passage by passage, to be taken into one’s own answer."""

from dataclasses import dataclass

from questionnaire.content.kinds import KINDS, Content, conform_to_schema
from questionnaire.models import AnswerVersion, Project, Question, User
from questionnaire.queries.answering.own_texts import read_own_texts
from questionnaire.queries.review.passages import (
    PartPassages,
    PassageWording,
    part_passages,
)


@dataclass(frozen=True)
class OfferedPassage:
    """A passage, and whether the reader’s own text says it already, word for word."""

    wording: PassageWording
    is_mine: bool


@dataclass(frozen=True)
class OfferedPart:
    """A part of the question with the passages that the version has for it.

    `replaces` is set where what is taken stands in place of what the reader has.
    """

    passages: PartPassages
    offered: tuple[OfferedPassage, ...]
    replaces: bool


def read_offered_passages(
    project: Project, user: User, question: Question, version: AnswerVersion
) -> tuple[OfferedPart, ...]:
    """The OfferedPart of each part that the version answers. One query."""
    mine = _own_text(project, user, question, version.answer.language)
    return tuple(
        _offered(passages, mine)
        for passages in part_passages(
            question.parts.all(), [version], version.answer.language
        )
        if passages.wordings
    )


def _offered(passages: PartPassages, mine: Content) -> OfferedPart:
    key, kind = passages.part.key, KINDS[passages.part.kind]
    is_mine = passages.names_in(mine.get(key))
    return OfferedPart(
        passages,
        tuple(
            OfferedPassage(wording, wording.name in is_mine)
            for wording in passages.wordings
        ),
        replaces=key in mine and not kind.is_divisible,
    )


def _own_text(
    project: Project, user: User, question: Question, language: str
) -> Content:
    """The reader’s newest text in this language, unsaved or not; {} without any."""
    texts = read_own_texts(project, user, [question.pk])
    draft = texts.draft(question.pk, language)
    content = draft.content if draft else texts.newest_content(question.pk, language)
    return conform_to_schema(content, question.parts.all())
