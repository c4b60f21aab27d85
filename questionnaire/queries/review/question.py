"""One question as its reviewer sees it: the agreed answer and each member’s."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import readable_parts
from questionnaire.models import (
    AnswerVersion,
    Decision,
    Membership,
    Part,
    Question,
    User,
)
from questionnaire.permissions import ProjectAccess
from questionnaire.plan.former_values import FormerValues
from questionnaire.plan.outline import OutlineQuestion, read_outline
from questionnaire.plan.resolution import Resolution, resolve
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.plan.unsent import WRITERS
from questionnaire.queries.answering.history import VersionComparison
from questionnaire.queries.review.change_requests import (
    ChangeRequest,
    read_change_requests,
)
from questionnaire.queries.review.options import AnswerOption, answer_options
from questionnaire.queries.review.order import Neighbours, ReviewOrder
from questionnaire.queries.review.queue import (
    Candidate,
    count_word_changes,
    waiting_entries,
)
from questionnaire.queries.review.shown import base_for, default_version, newer


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
    queue: tuple[OutlineQuestion, ...]  # everything that waits, in the order below
    comparison: VersionComparison | None
    newer: AnswerVersion | None = None  # of the answer that is shown
    # Decided on in the other language, although somebody else's text stands.
    rival: AnswerVersion | None = None
    order: ReviewOrder = field(default_factory=ReviewOrder)
    # The ids of the members who write answers.
    writers: frozenset[int] = frozenset()

    @property
    def shown(self) -> AnswerVersion | None:
        """The version on the right, the one that can be agreed on."""
        return self.comparison.new if self.comparison else None

    @property
    def may_be_asked(self) -> bool:
        """Whether the author of that version still writes here."""
        shown = self.shown
        return shown is not None and shown.answer.author_id in self.writers

    @property
    def shown_parts(self) -> list[tuple[Part, tuple[Block, ...]]]:
        """[(part, blocks)] of that version."""
        return [] if self.shown is None else _readable(self.shown, self.parts)

    @property
    def sides(self) -> list[tuple[Part, tuple[Block, ...], tuple[Block, ...]]]:
        """[(part, blocks on the left, blocks on the right)], to read two languages."""
        if self.comparison is None or self.comparison.old is None:
            return []
        left, right = (
            {part.key: blocks for part, blocks in _readable(version, self.parts)}
            for version in (self.comparison.old, self.comparison.new)
        )
        return [
            (part, left.get(part.key, ()), right.get(part.key, ()))
            for part in self.parts
            if part.key in left or part.key in right
        ]

    @property
    def in_other_language(self) -> tuple[AnswerVersion, ...]:
        """The newest texts in the other language, to be read beside the one shown."""
        shown = self.shown
        if shown is None:
            return ()
        found = [
            proposal.version
            for proposal in self.proposals
            if proposal.language != shown.answer.language
        ]
        found.sort(key=lambda each: each.answer.author_id != shown.answer.author_id)
        return tuple(found)

    @property
    def options(self) -> tuple[AnswerOption, ...]:
        """The answers that the plan can carry; what it carries now comes first."""
        written = self.entry.written
        return answer_options(
            self.agreed,
            [each.version for each in self.proposals],
            self.shown,
            {
                author_id: resolve(
                    each for each in written if each.author_id == author_id
                ).out_of_date
                for author_id in {each.author_id for each in written}
            },
        )

    @property
    def rivals(self) -> tuple[AnswerVersion, ...]:
        """The texts of two people that decisions made one answer, French first."""
        if self.rival is None:
            return ()
        found = [self.rival, *(each.version for each in self.agreed if each.version)]
        return tuple(sorted(found, key=lambda each: each.answer.language, reverse=True))

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
        return self.order.neighbours(self.queue, self.entry)

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
    order: ReviewOrder | None = None,
) -> QuestionReview | None:
    """The QuestionReview of the question with this slug, or None if there is none.

    `new_id` is the version to show; by default the newest one not agreed on.
    `old_id` is the one to compare it with; by default the agreed one, else the
    first answer. Ids of other questions' versions are ignored. `order` is the one in
    which the reviewer goes through the queue. Nine queries at most, however many
    members and versions there are.
    """
    project, order = access.project, order or ReviewOrder()
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
    rival = entry.resolution.rival
    rival_id = rival.version_id if rival else None
    carried = [each.version_id for each in agreed]
    wanted = {old_id, new_id, rival_id, *newest, *carried} - {None}
    versions = (
        AnswerVersion.objects.filter(answer__project=project, answer__question=question)
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
        .in_bulk(wanted)
    )
    for decision in agreed:
        decision.version = versions[cast(int, decision.version_id)]
    proposals = _proposals(newest, versions, agreed, parts, members)
    new = (versions.get(new_id) if new_id else None) or default_version(
        proposals, agreed
    )
    return QuestionReview(
        question=question,
        parts=parts,
        entry=entry,
        agreed=agreed,
        proposals=proposals,
        waiting_for=_waiting_for(members, proposals),
        requests=tuple(each for each in requests if each.question_id == question.pk),
        queue=order.sort(waiting_entries(outline)),
        comparison=_comparison(
            (versions.get(old_id) if old_id else None)
            or base_for(new, agreed, proposals, is_disputed=rival is not None),
            new,
            question,
        ),
        newer=newer(new, proposals),
        rival=versions.get(rival_id) if rival_id else None,
        order=order,
        writers=frozenset(each.user_id for each in members if each.role in WRITERS),
    )


def _readable(
    version: AnswerVersion, parts: Sequence[Part]
) -> list[tuple[Part, tuple[Block, ...]]]:
    return readable_parts(version.content, parts, version.answer.language)


def _newest(entry: OutlineQuestion) -> list[int]:
    """Ids of the newest versions, the first answer first."""
    written = sorted(entry.written, key=lambda each: (each.created_at, each.version_id))
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
                is_base=base.pk == pk,
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


def _comparison(
    old: AnswerVersion | None, new: AnswerVersion | None, question: Question
) -> VersionComparison | None:
    if new is None:
        return None
    if old is not None and old.answer.language != new.answer.language:
        # Texts in two languages are read side by side, not compared.
        return VersionComparison(old, new, ())
    # What the template no longer takes is a difference, too.
    return VersionComparison(
        old,
        new,
        FormerValues(question.section.template).compare(
            question, old.content if old else {}, new.content, new.answer.language
        ),
    )
