"""One question as its reviewer sees it: the agreed answer and each member’s."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import compare_contents, readable_parts
from questionnaire.models import (
    AnswerVersion,
    Decision,
    Membership,
    Part,
    Question,
    User,
)
from questionnaire.permissions import ProjectAccess
from questionnaire.plan.outline import OutlineQuestion, read_outline
from questionnaire.plan.resolution import EMPTY_CONTENT, Resolution
from questionnaire.plan.unsent import WRITERS
from questionnaire.queries.answering.history import VersionComparison
from questionnaire.queries.review.change_requests import (
    ChangeRequest,
    read_change_requests,
)
from questionnaire.queries.review.queue import (
    Candidate,
    Neighbours,
    count_word_changes,
    neighbours,
    waiting_entries,
)


@dataclass(frozen=True)
class Proposal(Candidate):
    """A member's newest answer in one language, compared with that language's base."""

    is_former: bool = False  # its author has left the project


@dataclass(frozen=True)
class QuestionReview:
    """The page of one question, with two versions side by side."""

    question: Question
    parts: tuple[Part, ...]
    entry: OutlineQuestion
    # The current decisions, at most one per language, each with its version.
    agreed: tuple[Decision, ...]
    proposals: tuple[Proposal, ...]
    waiting_for: tuple[User, ...]  # writers without an answer
    requests: tuple[ChangeRequest, ...]  # open ones for this question
    queue: tuple[OutlineQuestion, ...]  # everything that waits, in order
    comparison: VersionComparison | None
    newer: AnswerVersion | None = None  # of the answer that is shown

    @property
    def shown(self) -> AnswerVersion | None:
        """The version on the right, the one that can be agreed on."""
        return self.comparison.new if self.comparison else None

    @property
    def shown_parts(self) -> list[tuple[Part, tuple[Block, ...]]]:
        """[(part, blocks)] of that version."""
        version = self.shown
        if version is None:
            return []
        return readable_parts(version.content, self.parts, version.answer.language)

    @property
    def other_languages(self) -> tuple[AnswerVersion, ...]:
        """The same author's newest answers in the other language."""
        return tuple(
            proposal.version
            for proposal in self.proposals
            if self.shown is not None
            and proposal.author == self.shown.answer.author
            and proposal.language != self.shown.answer.language
        )

    @property
    def current_decision(self) -> Decision | None:
        """The current decision in the language that is shown, or None."""
        language = self.shown.answer.language if self.shown else None
        return next((each for each in self.agreed if each.language == language), None)

    @property
    def base(self) -> dict[str, int]:
        """{language: id of the newest decision}, on which the next one is based."""
        return self.entry.resolution.decisions

    @property
    def neighbours(self) -> Neighbours:
        """The waiting questions before and after this one; None at either end."""
        return neighbours(self.queue, self.entry.position)

    @property
    def position(self) -> int | None:
        """Its position in the queue, from 1; None when it doesn't wait."""
        return self.queue.index(self.entry) + 1 if self.entry in self.queue else None


def read_question_review(
    access: ProjectAccess,
    user: User,
    slug: str,
    *,
    old_id: int | None = None,
    new_id: int | None = None,
) -> QuestionReview | None:
    """The QuestionReview of the question with this slug, or None if there is none.

    `new_id` is the version to show; by default the newest one not agreed on.
    `old_id` is the one to compare it with; by default the agreed one, else the
    first answer. Ids of other questions' versions are ignored. Nine queries at
    most, however many members and versions there are.
    """
    project = access.project
    # Whoever decides may know of unsent text.
    outline = read_outline(project, user, with_unsent_of_team=True)
    entry = outline.question(slug)
    if entry is None:
        return None
    question = entry.question
    parts = tuple(question.parts.all())
    members = list(Membership.objects.filter(project=project).select_related("user"))
    requests = read_change_requests(project, open_only=True)
    newest = _newest(entry)
    agreed = _agreed(entry.resolution)
    wanted = {old_id, new_id, *newest, *(each.version_id for each in agreed)} - {None}
    versions = (
        AnswerVersion.objects.filter(answer__project=project, answer__question=question)
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
        .in_bulk(wanted)
    )
    for decision in agreed:
        decision.version = versions[cast(int, decision.version_id)]
    proposals = _proposals(newest, versions, agreed, parts, members)
    new = (versions.get(new_id) if new_id else None) or _default_version(proposals)
    return QuestionReview(
        question=question,
        parts=parts,
        entry=entry,
        agreed=agreed,
        proposals=proposals,
        waiting_for=_waiting_for(members, proposals),
        requests=tuple(each for each in requests if each.question_id == question.pk),
        queue=waiting_entries(outline, requests),
        comparison=_comparison(
            (versions.get(old_id) if old_id else None)
            or _base_for(new, agreed, proposals),
            new,
            parts,
        ),
        newer=_newer(new, proposals),
    )


def _newest(entry: OutlineQuestion) -> list[int]:
    """Ids of the newest versions, the first answer first."""
    written = [wording for wording in entry.wordings if not wording.is_empty]
    written.sort(key=lambda each: (each.created_at, each.version_id))
    return [wording.version_id for wording in written]


def _agreed(resolution: Resolution) -> tuple[Decision, ...]:
    current = [
        each.decision_id
        for each in resolution.effective.values()
        if each.decision_id is not None
    ]
    return tuple(
        Decision.objects.filter(pk__in=current)
        .select_related("decided_by")
        .order_by("language")
    )


def _proposals(
    newest: Iterable[int],
    versions: Mapping[int, AnswerVersion],
    agreed: Iterable[Decision],
    parts: Sequence[Part],
    members: Iterable[Membership],
) -> tuple[Proposal, ...]:
    present = {member.user_id for member in members}
    bases = {decision.language: decision.version for decision in agreed}
    found = []
    for pk in newest:
        version = versions[pk]
        language = version.answer.language
        base = bases.get(language) or version
        bases[language] = base
        added, removed = (
            (0, 0)
            if base.pk == version.pk
            else count_word_changes(base.content, version.content, parts, language)
        )
        found.append(
            Proposal(
                version,
                added,
                removed,
                is_effective=any(each.version_id == pk for each in agreed),
                is_former=version.answer.author_id not in present,
            )
        )
    return tuple(found)


def _waiting_for(
    members: Iterable[Membership], proposals: Iterable[Proposal]
) -> tuple[User, ...]:
    answered = {proposal.author for proposal in proposals}
    return tuple(
        member.user
        for member in members
        if member.role in WRITERS and member.user not in answered
    )


def _default_version(proposals: Sequence[Proposal]) -> AnswerVersion | None:
    """The newest version that is not agreed on, else the newest one."""
    not_agreed = [each for each in proposals if not each.is_effective]
    candidates = not_agreed or proposals
    return candidates[-1].version if candidates else None


def _base_for(
    new: AnswerVersion | None, agreed: Iterable[Decision], proposals: Iterable[Proposal]
) -> AnswerVersion | None:
    if new is None:
        return None
    same_language = [
        *(
            each.version
            for each in agreed
            if each.version is not None and each.language == new.answer.language
        ),
        *(each.version for each in proposals if each.language == new.answer.language),
    ]
    return next((each for each in same_language if each.pk != new.pk), None)


def _comparison(
    old: AnswerVersion | None, new: AnswerVersion | None, parts: Sequence[Part]
) -> VersionComparison | None:
    if new is None:
        return None
    return VersionComparison(
        old,
        new,
        compare_contents(
            old.content if old else {}, new.content, parts, new.answer.language
        ),
    )


def _newer(
    shown: AnswerVersion | None, proposals: Iterable[Proposal]
) -> AnswerVersion | None:
    """The newest version of the answer that is shown, if that one is older."""
    if shown is None:
        return None
    for proposal in proposals:
        version = proposal.version
        if version.answer_id == shown.answer_id and version.number > shown.number:
            return version
    return None
