"""What the members of a team answered to one question: saved versions, no drafts."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.text import Truncator

from questionnaire.content.kinds import readable_parts
from questionnaire.content.prose import blocks_to_text
from questionnaire.models import (
    AnswerVersion,
    Assignment,
    Decision,
    Membership,
    Part,
    Question,
)
from questionnaire.plan.reading import read_sources
from questionnaire.plan.resolution import EMPTY_CONTENT
from questionnaire.vocabulary import Role

# Who writes answers: they can be waited for, and questions assigned to them.
WRITERS = (Role.PI, Role.CONTRIBUTOR)
# How much of an answer stands in a list before it is opened, in words.
EXCERPT_WORDS = 45


@dataclass(frozen=True)
class Voice:
    """One version to be read, with the people and texts around it."""

    version: AnswerVersion
    parts: tuple  # ((part, blocks), …) of what was answered
    is_former: bool = False  # its author has left the project
    sources: tuple[AnswerVersion, ...] = ()  # that it was copied or merged from
    mine: AnswerVersion | None = None  # what to compare it with

    @property
    def author(self):
        return self.version.answer.author

    @property
    def language(self):
        return self.version.answer.language

    @property
    def excerpt(self):
        """The first words, or None when the text is short enough to stand whole."""
        text = " ".join(blocks_to_text(blocks) for _part, blocks in self.parts)
        short = Truncator(text).words(EXCERPT_WORDS, truncate=" …")
        return None if short == text else short


@dataclass(frozen=True)
class Agreed:
    """The newest decision in one language, with the text that it chose."""

    decision: Decision
    voice: Voice


@dataclass(frozen=True)
class TeamAnswers:
    """One question as the team sees it."""

    question: Question
    parts: tuple[Part, ...]
    members: tuple[Membership, ...]
    mine: dict[str, AnswerVersion]  # by language
    voices: tuple[Voice, ...]  # of the others, the newest first
    agreed: tuple[Agreed, ...]
    assignments: tuple[Assignment, ...]

    @property
    def writers(self):
        """The people who write answers in this project."""
        return tuple(member.user for member in self.members if member.role in WRITERS)

    @property
    def answered(self):
        """The people who have answered, in any language."""
        return {
            version.answer.author
            for version in (*self.mine.values(), *(v.version for v in self.voices))
        }

    @property
    def waiting(self):
        """The writers who have not answered yet, in any language."""
        answered = self.answered
        return tuple(user for user in self.writers if user not in answered)


def read_team_answers(project, user, question):
    """The TeamAnswers of a question, as `user` sees them.

    Six queries, however many members and versions there are.
    """
    parts = tuple(question.parts.all())
    members = tuple(
        Membership.objects.filter(project=project)
        .select_related("user")
        .order_by("joined_at", "id")
    )
    decisions = _newest_decisions(project, question)
    newest = _newest_versions(project, question)
    sources = read_sources([*newest, *(each.version for each in decisions)])
    mine = {
        version.answer.language: version
        for version in newest
        if version.answer.author_id == user.pk
    }
    present = {member.user_id for member in members}

    def voice(version):
        author, language = version.answer.author_id, version.answer.language
        return Voice(
            version=version,
            parts=tuple(readable_parts(version.content, parts, language)),
            is_former=author not in present,
            sources=tuple(sources[version.pk]),
            mine=mine.get(language) or next(iter(mine.values()), None),
        )

    return TeamAnswers(
        question=question,
        parts=parts,
        members=members,
        mine=mine,
        voices=tuple(
            voice(version) for version in newest if version.answer.author_id != user.pk
        ),
        agreed=tuple(Agreed(each, voice(each.version)) for each in decisions),
        assignments=tuple(
            Assignment.objects.filter(
                project=project, question=question, member__in=present
            )
            .select_related("member")
            .order_by("assigned_at", "id")
        ),
    )


def _newest_versions(project, question):
    return list(
        AnswerVersion.objects.filter(answer__project=project, answer__question=question)
        .current()
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
        .order_by("-created_at", "-id")
    )


def _newest_decisions(project, question):
    """The standing decision in each language that has one."""
    newest = (
        Decision.objects.filter(
            project=project, question=question, language=OuterRef("language")
        )
        .order_by("-id")
        .values("pk")[:1]
    )
    return list(
        Decision.objects.filter(project=project, question=question, pk=Subquery(newest))
        .exclude(version=None)
        .select_related("decided_by", "version__answer__author")
        .order_by("language")
    )
