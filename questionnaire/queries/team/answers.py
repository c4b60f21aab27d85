"""What the members of a team have answered to one question: versions, not drafts."""

import re
from dataclasses import dataclass

from django.utils.text import Truncator

from questionnaire.content.blocks import Block, List, Table
from questionnaire.content.kinds import readable_parts
from questionnaire.content.prose import blocks_to_text
from questionnaire.models import (
    AnswerVersion,
    Assignment,
    Decision,
    Membership,
    Part,
    Project,
    Question,
    User,
)
from questionnaire.plan.reading import read_decided
from questionnaire.plan.resolution import Resolution
from questionnaire.plan.sources import TextSource, read_sources
from questionnaire.plan.standing import Standing, standing
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.plan.unsent import WRITERS
from questionnaire.queries.answering.left_by_moves import LeftByMoves, LeftOfTexts

# What marks the lines of a quotation in a text without styles.
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
# How many words of an answer a list shows before it is opened.
EXCERPT_WORDS = 45


@dataclass(frozen=True)
class MemberAnswer:
    """One version of somebody’s answer, as the team reads it."""

    version: AnswerVersion
    parts: tuple[tuple[Part, tuple[Block, ...]], ...]  # that were answered
    is_former: bool = False  # its author has left the project
    left: LeftByMoves | None = None  # what moves to newer templates left of it
    sources: tuple[TextSource, ...] = ()  # copied or merged into it
    mine: AnswerVersion | None = None  # the reader’s own, to compare it with

    @property
    def author(self) -> User:
        return self.version.answer.author

    @property
    def language(self) -> str:
        return self.version.answer.language

    @property
    def has_passages(self) -> bool:
        """Whether there is more than one passage, so that one can be taken alone."""
        return sum(_pieces(each) for _part, blocks in self.parts for each in blocks) > 1

    @property
    def excerpt(self) -> str | None:
        """The first words, or None when the text is short enough to be shown whole."""
        text = " ".join(blocks_to_text(blocks) for _part, blocks in self.parts)
        text = _QUOTED.sub("", text)
        short = Truncator(text).words(EXCERPT_WORDS, truncate=" …")
        return None if short == text else short


@dataclass(frozen=True)
class Agreed:
    """What the plan carries in one language, and the decision by which it does."""

    decision: Decision
    answer: MemberAnswer
    standing: Standing


@dataclass(frozen=True)
class TeamAnswers:
    """One question as the team sees it."""

    question: Question
    parts: tuple[Part, ...]
    members: tuple[Membership, ...]
    mine: dict[str, AnswerVersion]  # by language
    others: tuple[MemberAnswer, ...]  # newest first
    agreed: tuple[Agreed, ...]
    assignments: tuple[Assignment, ...]

    @property
    def writers(self) -> tuple[User, ...]:
        """The people who write answers in this project."""
        return tuple(member.user for member in self.members if member.role in WRITERS)

    @property
    def answered(self) -> set[User]:
        """The people who have answered, in any language."""
        return {
            version.answer.author
            for version in (
                *self.mine.values(),
                *(each.version for each in self.others),
            )
        }

    @property
    def waiting(self) -> tuple[User, ...]:
        """The writers who have not answered yet, in any language."""
        answered = self.answered
        return tuple(user for user in self.writers if user not in answered)


def read_team_answers(project: Project, user: User, question: Question) -> TeamAnswers:
    """The TeamAnswers of a question, as `user` sees them.

    Eight queries at most, however many members and versions there are.
    """
    parts = tuple(question.parts.all())
    members = tuple(
        Membership.objects.filter(project=project)
        .select_related("user")
        .order_by("joined_at", "id")
    )
    resolution = read_decided(project, question)
    agreed = [
        (decision, decision.version)
        for decision in _carried_decisions(resolution)
        if decision.version is not None
    ]
    newest = _newest_versions(project, question)
    sources = read_sources([*newest, *(version for _decision, version in agreed)])
    mine = {
        version.answer.language: version
        for version in newest
        if version.answer.author_id == user.pk
    }
    present = {member.user_id for member in members}

    left_of_texts = LeftOfTexts(project)

    def member_answer(version: AnswerVersion) -> MemberAnswer:
        author, language = version.answer.author_id, version.answer.language
        return MemberAnswer(
            version=version,
            parts=tuple(readable_parts(version.content, parts, language)),
            is_former=author not in present,
            left=left_of_texts.of(question, version),
            sources=tuple(sources[version.pk]),
            mine=mine.get(language) or next(iter(mine.values()), None),
        )

    return TeamAnswers(
        question=question,
        parts=parts,
        members=members,
        mine=mine,
        others=tuple(
            member_answer(version)
            for version in newest
            if version.answer.author_id != user.pk
        ),
        agreed=tuple(
            Agreed(
                decision,
                member_answer(version),
                standing(resolution, decision.language, is_newest=True),
            )
            for decision, version in agreed
        ),
        assignments=tuple(
            Assignment.objects.filter(
                project=project, question=question, member__in=present
            )
            .select_related("member")
            .order_by("assigned_at", "id")
        ),
    )


def _pieces(block: Block) -> int:
    """How many passages a block is: of a list its items, of a table its rows."""
    if isinstance(block, List):
        return len(block.items)
    return len(block.rows) if isinstance(block, Table) else 1


def _newest_versions(project: Project, question: Question) -> list[AnswerVersion]:
    return list(
        AnswerVersion.objects.filter(answer__project=project, answer__question=question)
        .current()
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
        .order_by("-created_at", "-id")
    )


def _carried_decisions(resolution: Resolution | None) -> list[Decision]:
    """The decisions by which the plan carries a text, one in each language at most."""
    if resolution is None or not resolution.is_decided:
        return []
    carried = resolution.effective.values()
    ids = [each.decision_id for each in carried if each.decision_id is not None]
    return list(
        Decision.objects.filter(pk__in=ids)
        .select_related(
            "decided_by", "version__answer__author", "translation_of__answer__author"
        )
        .defer("translation_of__content")
        .order_by("language")
    )
