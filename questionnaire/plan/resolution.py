"""Which text the plan carries for a question, in each language.

1. A question is settled when a decision for it stands in any language, or when
   exactly one member has text; with text by several members and no decision it
   is to be decided.
2. Settled by decision: the newest decision in that language.
3. Settled by the only member: the newest version in that language.
Where one language has nothing, readers show the other's text and say so. A text
may be out of date when its counterpart in the other language was revised after it;
the first text in a language is taken for the translation of what stood before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from questionnaire.lib.canonical import digest
from questionnaire.vocabulary import QuestionStatus

# What the content of a version without any text digests to.
EMPTY_CONTENT = digest({})


@dataclass(frozen=True)
class Wording:
    """The newest version of one answer, without its text."""

    version_id: int
    author_id: int
    language: str
    number: int
    created_at: datetime
    is_empty: bool
    # When changes to this very version were asked for; None when nobody waits.
    changes_requested_at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """The newest decision in one language; `version_id` is None once withdrawn."""

    language: str
    version_id: int | None
    decided_at: datetime
    author_id: int | None = None
    decision_id: int | None = None


@dataclass(frozen=True)
class EffectiveVersion:
    """The version that the plan carries in one language."""

    version_id: int
    since: datetime
    is_revision: bool
    author_id: int | None = None
    may_be_out_of_date: bool = False
    decision_id: int | None = None  # of the decision for it, if one was made


@dataclass(frozen=True)
class Resolution:
    """Where a question stands, and what the plan carries for it."""

    status: QuestionStatus
    # By language: what the plan carries in it.
    effective: dict[str, EffectiveVersion] = field(default_factory=dict)
    # Somebody is asked for changes, and has not answered with a new version yet.
    changes_requested: bool = False
    # The newest decision in each language, also a withdrawn one: language → id.
    decisions: dict[str, int] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        return self.status is not QuestionStatus.NOT_STARTED


def resolve(wordings: Iterable[Wording], choices: Iterable[Choice] = ()) -> Resolution:
    """Apply the rule to one question.

    `wordings`: the newest Wording of every answer; `choices`: the newest Choice
    in each language.
    """
    return replace(
        _settled(wordings, choices),
        decisions={
            choice.language: choice.decision_id
            for choice in choices
            if choice.decision_id is not None
        },
    )


def _settled(wordings: Iterable[Wording], choices: Iterable[Choice]) -> Resolution:
    written = [wording for wording in wordings if not wording.is_empty]
    standing = [choice for choice in choices if choice.version_id is not None]
    if standing:
        decided = {
            choice.language: EffectiveVersion(
                choice.version_id,
                choice.decided_at,
                True,
                choice.author_id,
                decision_id=choice.decision_id,
            )
            for choice in standing
            if choice.version_id is not None
        }
        newest = max(choice.decided_at for choice in standing)
        requested = _requested(written, since=newest)
        chosen = {choice.version_id for choice in standing}
        is_newer = any(
            wording.created_at > newest and wording.version_id not in chosen
            for wording in written
        )
        status = QuestionStatus.NEWER if is_newer else QuestionStatus.AGREED
        return Resolution(status, _dated(decided), requested)
    if not written:
        return Resolution(QuestionStatus.NOT_STARTED)
    requested = _requested(written)
    if len({wording.author_id for wording in written}) > 1:
        return Resolution(QuestionStatus.TO_DECIDE, changes_requested=requested)
    only = {
        wording.language: EffectiveVersion(
            wording.version_id,
            wording.created_at,
            wording.number > 1,
            wording.author_id,
        )
        for wording in written
    }
    return Resolution(QuestionStatus.ANSWERED, _dated(only), requested)


def _requested(written: Iterable[Wording], since: datetime | None = None) -> bool:
    """Whether anybody waits for a new version, asked for after the decision."""
    return any(
        wording.changes_requested_at is not None
        and (since is None or wording.changes_requested_at > since)
        for wording in written
    )


def _dated(effective: Mapping[str, EffectiveVersion]) -> dict[str, EffectiveVersion]:
    """Mark each text that its counterpart was revised after."""
    return {
        language: replace(
            text,
            may_be_out_of_date=any(
                other.is_revision and other.since > text.since
                for other in effective.values()
            ),
        )
        for language, text in effective.items()
    }
