"""The reviewer’s queue: questions to decide, and how much their answers differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db import models
from django.utils.translation import pgettext_lazy

from questionnaire.content.comparing import count_each_word
from questionnaire.content.kinds import Content, count_changes, readable_parts
from questionnaire.content.kinds.base import PartLike
from questionnaire.models import AnswerVersion, Part, Project, User
from questionnaire.plan.outline import Outline, OutlineQuestion, read_outline
from questionnaire.plan.texts import Wording
from questionnaire.queries.answering.left_by_moves import LeftOfTexts
from questionnaire.queries.review.change_requests import (
    ChangeRequest,
    read_change_requests,
)
from questionnaire.queries.review.order import ReviewOrder
from questionnaire.queries.review.undisputed import (
    PendingAgreement,
    pending_agreements,
)
from questionnaire.vocabulary import QuestionStatus, RequestState

# Longer texts (in characters) are compared without regard to the order of words.
LONGEST_COMPARED = 50_000
_DECIDED = (QuestionStatus.AGREED, QuestionStatus.NEWER)


class Reason(models.TextChoices):
    """Why a question waits for a decision."""

    SEVERAL = "several", pgettext_lazy("queue", "Several answers, none agreed")
    RIVAL = (
        "rival",
        pgettext_lazy("queue", "Texts by two people agreed as one answer"),
    )
    NEWER = "newer", pgettext_lazy("queue", "Newer version since agreed")
    EMPTIED = "emptied", pgettext_lazy("queue", "Emptied by its author since agreed")
    LANGUAGE = "language", pgettext_lazy("queue", "Not agreed in the other language")
    REQUEST = "request", pgettext_lazy("queue", "Changes made, as asked")
    STRANDED = (
        "stranded",
        pgettext_lazy("queue", "Changes asked of somebody who no longer writes here"),
    )


@dataclass(frozen=True)
class Candidate:
    """A member's newest answer, and by how many words it differs from the base."""

    version: AnswerVersion
    added: int
    removed: int
    is_effective: bool = False
    is_base: bool = False  # the others in its language are compared with it
    words: int = 0  # of a base, how many it has

    @property
    def author(self) -> User:
        return self.version.answer.author

    @property
    def language(self) -> str:
        return self.version.answer.language

    @property
    def difference(self) -> int:
        return self.added + self.removed


@dataclass(frozen=True)
class QueueItem:
    """One question in the queue."""

    entry: OutlineQuestion
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]
    # Empty where the answers differ.
    pending_agreements: tuple[PendingAgreement, ...] = ()
    # The texts of two people that older decisions made one answer; else ().
    rivals: tuple[AnswerVersion, ...] = ()

    @property
    def difference(self) -> int:
        """The largest difference, in words.

        Of people who answer in two languages, all the words: they share none.
        """
        largest = max((each.difference for each in self.candidates), default=0)
        bases = [each for each in self.candidates if each.is_base]
        if Reason.SEVERAL in self.reasons and len({each.author for each in bases}) > 1:
            return max(largest, *(each.words for each in bases))
        return largest

    @property
    def authors(self) -> tuple[User, ...]:
        """Everybody who has answered, each once."""
        return tuple(dict.fromkeys(each.author for each in self.candidates))


@dataclass(frozen=True)
class Queue:
    """A project as its reviewer sees it."""

    outline: Outline
    # All that waiting_reasons names, the largest difference first.
    waiting: tuple[QueueItem, ...]
    # Those that can be agreed on in one step; the same from everybody waits, too.
    undisputed: tuple[QueueItem, ...]
    # Without differences too, but a move to a newer template left something of them to
    # look at: not all of the text fits, or numbers were written for another unit.
    moved: tuple[QueueItem, ...]
    decided: tuple[OutlineQuestion, ...]
    # Those that wait for the authors of the answers.
    requests: tuple[ChangeRequest, ...]

    @property
    def authors(self) -> list[User]:
        """Everybody with an answer that waits, by name."""
        people = {author for item in self.waiting for author in item.authors}
        return sorted(people, key=lambda person: (person.name, person.pk))

    @property
    def answered(self) -> int:
        """How many questions have an answer, decided or not."""
        return self.outline.answered


def waiting_reasons(entry: OutlineQuestion) -> tuple[Reason, ...]:
    """Why a question waits, () if it doesn't."""
    resolution = entry.resolution
    # With changes requested, it waits for the author who is asked.
    if resolution.changes_requested or not entry.is_answered:
        return ()
    reasons = []
    if resolution.rival is not None:
        reasons.append(Reason.RIVAL)
    elif resolution.status is QuestionStatus.TO_DECIDE:
        reasons.append(Reason.SEVERAL)
    if resolution.emptied:
        reasons.append(Reason.EMPTIED)
    elif resolution.status is QuestionStatus.NEWER:
        reasons.append(Reason.NEWER)
    if resolution.status in _DECIDED and _languages_without_agreement(entry):
        reasons.append(Reason.LANGUAGE)
    if any(wording.has_answered_request for wording in entry.wordings):
        reasons.append(Reason.REQUEST)
    if resolution.is_request_stranded:
        reasons.append(Reason.STRANDED)
    return tuple(reasons)


def waiting_entries(outline: Outline) -> tuple[OutlineQuestion, ...]:
    """The questions that wait for a decision, in order."""
    return tuple(entry for entry in outline.questions if waiting_reasons(entry))


def next_to_review(
    project: Project, user: User, slug: str, order: ReviewOrder
) -> OutlineQuestion | None:
    """The waiting question after this one in `order`, else the one before, else None.

    Four queries; no texts are loaded.
    """
    outline = read_outline(project, user)
    entry = cast(OutlineQuestion, outline.question(slug))
    before, after = order.neighbours(waiting_entries(outline), entry)
    return after or before


def read_queue(project: Project, user: User) -> Queue:
    """The Queue of `project`: six queries, however many answers there are."""
    # Whoever decides may know of unsent text.
    outline = read_outline(project, user, with_unsent_of_team=True)
    requests = read_change_requests(project, open_only=True)
    asked_about = {each.question_id for each in requests}
    versions = _newest_texts(outline)
    waiting: list[QueueItem] = []
    undisputed: list[QueueItem] = []
    moved: list[QueueItem] = []
    left_of_texts = LeftOfTexts(project)
    decided: list[OutlineQuestion] = []
    for entry in outline.questions:
        if not entry.is_answered:
            continue
        reasons = waiting_reasons(entry)
        is_asked_about = entry.question.pk in asked_about
        # What is newer or was asked for is looked at, whatever it says.
        needs_look = is_asked_about or set(reasons) - {Reason.SEVERAL}
        pending = () if needs_look else pending_agreements(entry)
        if not (reasons or pending):
            if entry.resolution.status in _DECIDED:
                decided.append(entry)
            continue
        candidates = _candidates(entry, versions, entry.question.parts.all())
        item = QueueItem(entry, reasons, candidates, pending, _rivals(entry, versions))
        if reasons:
            waiting.append(item)
        if any(
            left_of_texts.of(entry.question, versions[each.version_id])
            for each in pending
        ):
            moved.append(item)
        elif pending:
            undisputed.append(item)
    waiting.sort(key=lambda item: (-item.difference, item.entry.position))
    return Queue(
        outline,
        tuple(waiting),
        tuple(undisputed),
        tuple(moved),
        tuple(decided),
        tuple(each for each in requests if each.state is RequestState.OPEN),
    )


def count_word_changes(
    old: Content, new: Content, parts: Iterable[PartLike], language: str
) -> tuple[int, int]:
    """(words added, words removed); in very long texts, regardless of word order."""
    if len(str(old)) + len(str(new)) < LONGEST_COMPARED:
        return count_changes(old, new, parts, language)
    before, after = (
        count_each_word(
            block
            for _part, blocks in readable_parts(content, parts, language)
            for block in blocks
        )
        for content in (old, new)
    )
    return (after - before).total(), (before - after).total()


def _languages_without_agreement(entry: OutlineQuestion) -> set[str]:
    """The languages in which the chosen author has a text that is not agreed on."""
    author_id = entry.resolution.leading_author_id
    written = {each.language for each in entry.written if each.author_id == author_id}
    return written - set(entry.resolution.effective)


def _newest_texts(outline: Outline) -> dict[int, AnswerVersion]:
    """{version id: version} of all newest and all effective versions. One query."""
    wanted: set[int] = set()
    for entry in outline.questions:
        wanted |= {wording.version_id for wording in entry.written}
        wanted |= {each.version_id for each in entry.resolution.effective.values()}
        if (rival := entry.resolution.rival) and rival.version_id:
            wanted.add(rival.version_id)
    return AnswerVersion.objects.select_related("answer__author").in_bulk(wanted)


def _candidates(
    entry: OutlineQuestion, versions: Mapping[int, AnswerVersion], parts: Iterable[Part]
) -> tuple[Candidate, ...]:
    written = sorted(entry.written, key=lambda each: (each.created_at, each.number))
    found = []
    for wording in written:
        version = versions[wording.version_id]
        base = _base(entry, written, versions, wording.language)
        added, removed = count_word_changes(
            base.content if base and base.pk != version.pk else {},
            version.content,
            parts,
            wording.language,
        )
        is_base = base is not None and base.pk == version.pk
        found.append(
            Candidate(
                version,
                0 if is_base and len(written) > 1 else added,
                0 if is_base else removed,
                is_effective=entry.resolution.is_decided
                and entry.resolution.is_effective(wording.version_id),
                is_base=is_base,
                words=added if is_base else 0,
            )
        )
    return tuple(found)


def _base(
    entry: OutlineQuestion,
    written: Iterable[Wording],
    versions: Mapping[int, AnswerVersion],
    language: str,
) -> AnswerVersion | None:
    """The version to compare with: the effective one, else the first answer."""
    effective = entry.resolution.effective.get(language)
    if effective is not None:
        return versions[effective.version_id]
    first = next((each for each in written if each.language == language), None)
    return versions[first.version_id] if first else None


def _rivals(
    entry: OutlineQuestion, versions: Mapping[int, AnswerVersion]
) -> tuple[AnswerVersion, ...]:
    """The texts of two people that decisions made one answer, the French one first."""
    rival = entry.resolution.rival
    if rival is None or rival.version_id is None:
        return ()
    ids = [each.version_id for each in entry.resolution.effective.values()]
    found = [versions[pk] for pk in (*ids, rival.version_id)]
    return tuple(sorted(found, key=lambda each: each.answer.language, reverse=True))
