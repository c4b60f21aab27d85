"""What waits for a reviewer: questions to decide, and what they differ in."""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy

from questionnaire.content.kinds import count_changes
from questionnaire.models import AnswerVersion
from questionnaire.plan.outline import Outline, OutlineQuestion, read_outline
from questionnaire.plan.reading import by_question
from questionnaire.queries.review.change_requests import (
    ChangeRequest,
    read_change_requests,
)
from questionnaire.vocabulary import QuestionStatus, RequestState

# Beyond so many characters, words are counted without looking at their order.
LONGEST_COMPARED = 50_000
_DECIDED = (QuestionStatus.AGREED, QuestionStatus.NEWER)


class Reason(models.TextChoices):
    """Why a question waits for a decision."""

    SEVERAL = "several", pgettext_lazy("queue", "Several answers, none agreed")
    NEWER = "newer", pgettext_lazy("queue", "Newer version since agreed")
    LANGUAGE = "language", pgettext_lazy("queue", "Not agreed in the other language")
    REQUEST = "request", pgettext_lazy("queue", "Changes made, as asked")


@dataclass(frozen=True)
class Candidate:
    """A member's newest answer, and how many words it differs in from the base."""

    version: AnswerVersion
    added: int
    removed: int
    is_effective: bool = False

    @property
    def author(self):
        return self.version.answer.author

    @property
    def language(self):
        return self.version.answer.language

    @property
    def difference(self):
        return self.added + self.removed


@dataclass(frozen=True)
class PendingAgreement:
    """The choice that settles a question in one language without a difference."""

    language: str
    version_id: int
    base: int | None  # the newest decision, None when there is none


@dataclass(frozen=True)
class QueueItem:
    """One question of the queue."""

    entry: OutlineQuestion
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]
    # What can be agreed on at once; empty where there is something to choose.
    pending_agreements: tuple[PendingAgreement, ...] = ()

    @property
    def difference(self):
        """The largest, in words."""
        return max((each.difference for each in self.candidates), default=0)

    @property
    def authors(self):
        """Everybody with an answer, once."""
        return tuple(dict.fromkeys(each.author for each in self.candidates))


@dataclass(frozen=True)
class Queue:
    """A project as its reviewer sees it."""

    outline: Outline
    waiting: tuple[QueueItem, ...]  # the largest difference first
    undisputed: tuple[QueueItem, ...]  # can be agreed on in one step
    decided: tuple[OutlineQuestion, ...]
    # Requests that wait for their authors.
    requests: tuple[ChangeRequest, ...]

    @property
    def authors(self):
        """Everybody whose answers wait, by name."""
        people = {author for item in self.waiting for author in item.authors}
        return sorted(people, key=lambda person: (person.name, person.pk))

    @property
    def answered(self):
        """How many questions have an answer, decided or not."""
        return self.outline.answered


def waiting_reasons(entry, requests):
    """Why a question waits; () when it doesn't. `requests` are its unsettled ones."""
    resolution = entry.resolution
    reasons = []
    if resolution.status is QuestionStatus.TO_DECIDE:
        reasons.append(Reason.SEVERAL)
    if resolution.status is QuestionStatus.NEWER:
        reasons.append(Reason.NEWER)
    if resolution.status in _DECIDED and _languages_without_agreement(entry):
        reasons.append(Reason.LANGUAGE)
    if any(request.state is RequestState.ANSWERED for request in requests):
        reasons.append(Reason.REQUEST)
    return tuple(reasons)


def waiting_entries(outline, requests):
    """The questions that wait, in the template's order."""
    of_question = by_question(requests)
    return tuple(
        entry
        for entry in outline.questions
        if waiting_reasons(entry, of_question.get(entry.question.pk, ()))
    )


def neighbours(waiting, position):
    """(before, after): what waits around the question at `position`, None at an end."""
    before = [entry for entry in waiting if entry.position < position]
    after = [entry for entry in waiting if entry.position > position]
    return (before[-1] if before else None, after[0] if after else None)


def next_to_review(project, user, slug):
    """The question that waits after that of `slug`, else the one before, else None.

    Five queries, without a text.
    """
    outline = read_outline(project, user)
    requests = read_change_requests(project, open_only=True)
    position = outline.question(slug).position
    before, after = neighbours(waiting_entries(outline, requests), position)
    return after or before


def read_queue(project, user):
    """The Queue of `project`: six queries, however much was written."""
    outline = read_outline(project, user)
    requests = read_change_requests(project, open_only=True)
    of_question = by_question(requests)
    versions = _newest_texts(outline)
    waiting, undisputed, decided = [], [], []
    for entry in outline.questions:
        if not entry.is_answered:
            continue
        asked = of_question.get(entry.question.pk, ())
        reasons = waiting_reasons(entry, asked)
        pending = () if asked else _without_differences(entry, versions)
        if not (reasons or pending):
            if entry.resolution.status in _DECIDED:
                decided.append(entry)
            continue
        candidates = _candidates(entry, versions, entry.question.parts.all())
        item = QueueItem(entry, reasons, candidates, pending)
        (undisputed if pending else waiting).append(item)
    waiting.sort(key=lambda item: (-item.difference, item.entry.position))
    return Queue(
        outline,
        tuple(waiting),
        tuple(undisputed),
        tuple(decided),
        tuple(each for each in requests if each.state is RequestState.OPEN),
    )


def measure(old, new, parts, language):
    """(words added, words removed); of very long texts, whatever their order."""
    if len(str(old)) + len(str(new)) < LONGEST_COMPARED:
        return count_changes(old, new, parts, language)
    before, after = (
        Counter(word for value in content.values() for word in str(value).split())
        for content in (old, new)
    )
    return (after - before).total(), (before - after).total()


def _written(entry):
    return [wording for wording in entry.wordings if not wording.is_empty]


def _languages_without_agreement(entry):
    """Languages that somebody wrote in and that no decision carries."""
    return {each.language for each in _written(entry)} - set(entry.resolution.effective)


def _newest_texts(outline):
    """{version id: version} of all newest and all carried texts. One query."""
    wanted = set()
    for entry in outline.questions:
        wanted |= {wording.version_id for wording in _written(entry)}
        wanted |= {each.version_id for each in entry.resolution.effective.values()}
    return AnswerVersion.objects.select_related("answer__author").in_bulk(wanted)


def _candidates(entry, versions, parts):
    written = sorted(_written(entry), key=lambda each: (each.created_at, each.number))
    found = []
    for wording in written:
        version = versions[wording.version_id]
        base = _base(entry, written, versions, wording.language)
        added, removed = measure(
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
                is_effective=wording.version_id
                in {each.version_id for each in entry.resolution.effective.values()},
            )
        )
    return tuple(found)


def _base(entry, written, versions, language):
    """What the others are compared with: the agreed text, else the first one."""
    effective = entry.resolution.effective.get(language)
    if effective is not None:
        return versions[effective.version_id]
    first = next((each for each in written if each.language == language), None)
    return versions[first.version_id] if first else None


def _without_differences(entry, versions):
    """What settles the question when all its texts are the same, else ()."""
    base = entry.resolution.decisions
    settled = entry.resolution.status in _DECIDED
    pending = []
    for language in sorted({wording.language for wording in _written(entry)}):
        texts = [each for each in _written(entry) if each.language == language]
        texts.sort(key=lambda each: (each.created_at, each.number))
        effective = entry.resolution.effective.get(language) if settled else None
        chosen = effective.version_id if effective else texts[0].version_id
        digests = {versions[each.version_id].content_digest for each in texts}
        if digests != {versions[chosen].content_digest}:
            return ()
        if effective is None or entry.resolution.status is QuestionStatus.NEWER:
            pending.append(PendingAgreement(language, chosen, base.get(language)))
    return tuple(pending)
