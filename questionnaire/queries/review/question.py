"""One question as its reviewer sees it: what is agreed, and what each member says."""

from dataclasses import dataclass

from questionnaire.content.kinds import compare_contents, readable_parts
from questionnaire.models import AnswerVersion, Decision, Membership, Part, Question
from questionnaire.plan.outline import OutlineQuestion, read_outline
from questionnaire.plan.resolution import EMPTY_CONTENT
from questionnaire.queries.answering.history import VersionComparison
from questionnaire.queries.review.change_requests import (
    ChangeRequest,
    read_change_requests,
)
from questionnaire.queries.review.queue import (
    Candidate,
    measure,
    neighbours,
    waiting_entries,
)
from questionnaire.queries.team.answers import WRITERS


@dataclass(frozen=True)
class Proposal(Candidate):
    """A member's newest answer in one language, beside the base of that language."""

    is_former: bool = False  # its author has left the project


@dataclass(frozen=True)
class QuestionReview:
    """Everything the page of one question says; texts are those of two versions."""

    question: Question
    parts: tuple[Part, ...]
    entry: OutlineQuestion
    # The decisions that stand, one a language, each with its version.
    agreed: tuple[Decision, ...]
    proposals: tuple[Proposal, ...]
    waiting_for: tuple  # writers without an answer
    requests: tuple[ChangeRequest, ...]  # unsettled ones to this question
    queue: tuple[OutlineQuestion, ...]  # what waits in the project, in order
    comparison: VersionComparison | None
    newer: AnswerVersion | None = None  # than the one that is shown

    @property
    def shown(self):
        """The version on the right, which can be agreed on."""
        return self.comparison.new if self.comparison else None

    @property
    def shown_parts(self):
        """[(part, blocks)] of it."""
        version = self.shown
        return readable_parts(version.content, self.parts, version.answer.language)

    @property
    def other_languages(self):
        """The same person's newest answers in the other language."""
        return tuple(
            proposal.version
            for proposal in self.proposals
            if self.shown is not None
            and proposal.author == self.shown.answer.author
            and proposal.language != self.shown.answer.language
        )

    @property
    def agreed_with(self):
        """The standing decision in the language that is shown, or None."""
        language = self.shown.answer.language if self.shown else None
        return next((each for each in self.agreed if each.language == language), None)

    @property
    def base(self):
        """{language: id of the newest decision}: what a decision is based on."""
        return self.entry.resolution.decisions

    @property
    def neighbours(self):
        """What waits before and after this one; None at either end."""
        return neighbours(self.queue, self.entry.position)

    @property
    def position(self):
        """Its place among what waits, from 1; None when it doesn't wait."""
        return self.queue.index(self.entry) + 1 if self.entry in self.queue else None


def read_question_review(access, user, slug, *, old_id=None, new_id=None):
    """The QuestionReview of the question of `slug`, or None if there is none.

    `new_id` is the version to look at, else the first one that is not agreed;
    `old_id` the one to compare it with, else the agreed text, else the first
    answer. Ids of other questions are passed over. Nine queries at most,
    however many members and versions there are.
    """
    project = access.project
    outline = read_outline(project, user)
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
        decision.version = versions[decision.version_id]
    proposals = _proposals(newest, versions, agreed, parts, members)
    new = versions.get(new_id) or _to_look_at(proposals)
    return QuestionReview(
        question=question,
        parts=parts,
        entry=entry,
        agreed=agreed,
        proposals=proposals,
        waiting_for=_waiting_for(members, proposals),
        requests=tuple(asked for asked in requests if asked.question_id == question.pk),
        queue=waiting_entries(outline, requests),
        comparison=_comparison(
            versions.get(old_id) or _base_for(new, agreed, proposals), new, parts
        ),
        newer=_newer(new, proposals),
    )


def _newest(entry):
    """Ids of the newest texts, the first answer first."""
    written = [wording for wording in entry.wordings if not wording.is_empty]
    written.sort(key=lambda each: (each.created_at, each.version_id))
    return [wording.version_id for wording in written]


def _agreed(resolution):
    standing = [each.decision_id for each in resolution.effective.values()]
    return tuple(
        Decision.objects.filter(pk__in=standing)
        .select_related("decided_by")
        .order_by("language")
    )


def _proposals(newest, versions, agreed, parts, members):
    present = {member.user_id for member in members}
    bases = {decision.language: decision.version for decision in agreed}
    found = []
    for pk in newest:
        version = versions[pk]
        language = version.answer.language
        base = bases.setdefault(language, version)
        added, removed = (
            (0, 0)
            if base.pk == version.pk
            else measure(base.content, version.content, parts, language)
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


def _waiting_for(members, proposals):
    answered = {proposal.author for proposal in proposals}
    return tuple(
        member.user
        for member in members
        if member.role in WRITERS and member.user not in answered
    )


def _to_look_at(proposals):
    """The newest text that nobody agreed on yet, else the newest one."""
    open_ones = [each for each in proposals if not each.is_effective]
    chosen = (open_ones or list(proposals))[-1:]
    return chosen[0].version if chosen else None


def _base_for(new, agreed, proposals):
    if new is None:
        return None
    same_language = [
        *(each.version for each in agreed if each.language == new.answer.language),
        *(each.version for each in proposals if each.language == new.answer.language),
    ]
    return next((each for each in same_language if each.pk != new.pk), None)


def _comparison(old, new, parts):
    if new is None:
        return None
    return VersionComparison(
        old,
        new,
        compare_contents(
            old.content if old else {}, new.content, parts, new.answer.language
        ),
    )


def _newer(shown, proposals):
    """The newest version of the answer that is shown, if the page shows an older."""
    if shown is None:
        return None
    for proposal in proposals:
        version = proposal.version
        if version.answer_id == shown.answer_id and version.number > shown.number:
            return version
    return None
