"""Which text the plan carries for a question, in each language.

1. A question is resolved when there is a current decision in any language, or when
   exactly one member has text; with text by several members and no decision, it is
   still to be decided.
2. Resolved by decision: the version of the newest decision in that language.
3. Resolved by the only author: the newest version in that language.
Where one language has nothing, readers show the other's text and say so. A text
may be out of date when its counterpart in the other language was revised after it;
the first text in a language is taken for a translation of what there was before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from questionnaire.lib.canonical import digest
from questionnaire.vocabulary import QuestionStatus

# The content digest of a version without any text.
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
    # When changes to this version were requested; None without an open request.
    changes_requested_at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """The newest decision in one language; `version_id` is None if withdrawn."""

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
    decision_id: int | None = None  # of the decision for it, if any


@dataclass(frozen=True)
class Resolution:
    """The status of a question, and the versions that the plan carries for it."""

    status: QuestionStatus
    # By language.
    effective: dict[str, EffectiveVersion] = field(default_factory=dict)
    # Changes are requested, and the author has not saved a newer version yet.
    changes_requested: bool = False
    # Ids of the newest decisions by language, including withdrawn ones.
    decisions: dict[str, int] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        return self.status is not QuestionStatus.NOT_STARTED


def resolve(wordings: Iterable[Wording], choices: Iterable[Choice] = ()) -> Resolution:
    """Apply the rules to one question.

    `wordings` has the newest version of every answer, `choices` the newest decision
    in each language.
    """
    return replace(
        _apply_rules(wordings, choices),
        decisions={
            choice.language: choice.decision_id
            for choice in choices
            if choice.decision_id is not None
        },
    )


def _apply_rules(wordings: Iterable[Wording], choices: Iterable[Choice]) -> Resolution:
    written = [wording for wording in wordings if not wording.is_empty]
    current = [choice for choice in choices if choice.version_id is not None]
    if current:
        decided = {
            choice.language: EffectiveVersion(
                choice.version_id,
                choice.decided_at,
                True,
                choice.author_id,
                decision_id=choice.decision_id,
            )
            for choice in current
            if choice.version_id is not None
        }
        newest = max(choice.decided_at for choice in current)
        requested = _changes_requested(written, since=newest)
        chosen = {choice.version_id for choice in current}
        is_newer = any(
            wording.created_at > newest and wording.version_id not in chosen
            for wording in written
        )
        status = QuestionStatus.NEWER if is_newer else QuestionStatus.AGREED
        return Resolution(status, _mark_out_of_date(decided), requested)
    if not written:
        return Resolution(QuestionStatus.NOT_STARTED)
    requested = _changes_requested(written)
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
    return Resolution(QuestionStatus.ANSWERED, _mark_out_of_date(only), requested)


def _changes_requested(
    written: Iterable[Wording], since: datetime | None = None
) -> bool:
    """Whether a newer version is awaited, requested after the decision if any."""
    return any(
        wording.changes_requested_at is not None
        and (since is None or wording.changes_requested_at > since)
        for wording in written
    )


def _mark_out_of_date(
    effective: Mapping[str, EffectiveVersion],
) -> dict[str, EffectiveVersion]:
    """Mark each text whose counterpart was revised after it."""
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
