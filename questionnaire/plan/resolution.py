"""Which text the plan carries for a question, in each language, and how it stands.

A member's answer is one thing, which may stand in French, in English, or in both;
texts of different members are different answers, whatever their languages.

1. Without a decision, the plan carries the newest texts of the only author. With
   texts by several members, in whichever languages, the question is to be decided.
2. With decisions, the plan carries the version of the newest one that chooses a
   member's own text: the leading decision. In the other language it carries what is
   decided there if that is by the same author, or was taken as a translation of a
   text by that author. Another author's text is never carried beside it: the
   question is to be decided, and the resolution names the rival.
3. A question with requested changes waits for their author, not for a reviewer; where
   the author has left or may no longer write, it waits for a reviewer after all.

Where one language has nothing, readers show the other's text and say so. A text may
be out of date when the text that it follows in the other language has changed since:
since the newest note that the two say the same (Translation, or the decision that
took one as the translation of the other), or, without any note, since it was written.
A first text that was copied or combined from others is such a change, too. The time of
a decision has no part in that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from questionnaire.plan.following import (
    EffectiveVersion,
    OutOfDate,
    follow_each_other,
    notes_of,
    notes_of_choices,
    out_of_date,
)
from questionnaire.plan.texts import Choice, Wording, was_seen
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class Resolution:
    """The status of a question, and the versions that the plan carries for it."""

    status: QuestionStatus
    # By language.
    effective: dict[str, EffectiveVersion] = field(default_factory=dict)
    # Ids of the newest decisions by language, including withdrawn ones.
    decisions: dict[str, int] = field(default_factory=dict)
    # The language and the author of the leading decision; None without any.
    leading_language: str | None = None
    leading_author_id: int | None = None
    # A decision for another author's text in the other language, which nobody took as
    # a translation: the plan carries it only once a reviewer says so.
    rival: Choice | None = None
    # The languages in which the author of an agreed text has emptied it since.
    emptied: tuple[str, ...] = ()
    # Whether changes are requested of somebody who can no longer make them.
    is_request_stranded: bool = False

    @property
    def is_answered(self) -> bool:
        return self.status is not QuestionStatus.NOT_STARTED

    @property
    def is_decided(self) -> bool:
        """Whether a decision says what the plan carries, even if more is to come."""
        return self.leading_language is not None

    @property
    def changes_requested(self) -> bool:
        """Whether its author is asked for changes and has not saved any yet."""
        return self.status is QuestionStatus.CHANGES_REQUESTED

    @property
    def out_of_date(self) -> list[OutOfDate]:
        """The texts that the plan carries and that may be out of date."""
        return out_of_date(self.effective)

    def is_effective(self, version_id: int) -> bool:
        """Whether the plan carries this version."""
        return any(each.version_id == version_id for each in self.effective.values())


def resolve(wordings: Iterable[Wording], choices: Iterable[Choice] = ()) -> Resolution:
    """Apply the rules to one question.

    `wordings` has the newest version of every answer, `choices` the newest decision
    in each language.
    """
    wordings, choices = tuple(wordings), tuple(choices)
    written = [wording for wording in wordings if not wording.is_empty]
    resolution = _by_decisions(wordings, written, choices) or _by_author(
        wordings, written
    )
    return replace(
        resolution,
        decisions={
            choice.language: choice.decision_id
            for choice in choices
            if choice.decision_id is not None
        },
    )


def _by_decisions(
    wordings: Sequence[Wording], written: Sequence[Wording], choices: Sequence[Choice]
) -> Resolution | None:
    """What the decisions say; None when none chooses a member's own text."""
    current = [choice for choice in choices if choice.version_id is not None]
    own = [choice for choice in current if choice.translation_of is None]
    if not own:
        return None
    leading = max(own, key=lambda each: (each.decided_at, each.decision_id or 0))
    carried = {leading.language: leading}
    rival = None
    for other in current:
        if other is leading:
            continue
        if _stands_beside(other, leading):
            carried[other.language] = other
        else:
            rival = other
    standing = {choice.language: choice for choice in current}
    emptied = tuple(
        each.language
        for each in wordings
        if each.is_empty and _is_emptied(each, standing.get(each.language))
    )
    requested = [
        each
        for each in written
        if _is_requested_since(each, standing.get(each.language, leading))
    ]
    if any(each.can_write for each in requested):
        status = QuestionStatus.CHANGES_REQUESTED
    elif rival is not None:
        status = QuestionStatus.TO_DECIDE
    elif emptied or any(
        _is_newer(each, standing.get(each.language, leading)) for each in written
    ):
        status = QuestionStatus.NEWER
    else:
        status = QuestionStatus.AGREED
    return Resolution(
        status,
        follow_each_other(
            {
                language: _chosen_version(choice, leading)
                for language, choice in carried.items()
            },
            notes_of_choices(carried.values(), leading, wordings),
        ),
        leading_language=leading.language,
        leading_author_id=leading.author_id,
        rival=rival,
        emptied=emptied,
        is_request_stranded=any(not each.can_write for each in requested),
    )


def _by_author(wordings: Sequence[Wording], written: Sequence[Wording]) -> Resolution:
    """What is carried without a decision: the texts of the only author."""
    if not written:
        return Resolution(QuestionStatus.NOT_STARTED)
    authors = {wording.author_id for wording in written}
    asked = [each for each in written if each.changes_requested_at is not None]
    requested = any(each.can_write for each in asked)
    is_stranded = any(not each.can_write for each in asked)
    if len(authors) > 1:
        return Resolution(
            QuestionStatus.CHANGES_REQUESTED if requested else QuestionStatus.TO_DECIDE,
            is_request_stranded=is_stranded,
        )
    only = {
        wording.language: EffectiveVersion(
            wording.version_id,
            wording.author_id,
            wording.number,
            wording.created_at,
            wording.content_digest,
            wording.origin,
        )
        for wording in written
    }
    return Resolution(
        QuestionStatus.CHANGES_REQUESTED if requested else QuestionStatus.ANSWERED,
        follow_each_other(only, notes_of(wordings, *authors)),
        is_request_stranded=is_stranded,
    )


def _is_requested_since(wording: Wording, choice: Choice) -> bool:
    """Whether changes to a text were requested after the decision in its language."""
    requested_at = wording.changes_requested_at
    return requested_at is not None and requested_at > choice.decided_at


def _is_newer(wording: Wording, choice: Choice) -> bool:
    """Whether who made the decision in its language had not seen this text.

    An undone combination is as new as what its maker had written before it.
    """
    if wording.version_id == choice.version_id or wording.written_id == 0:
        return False
    return not was_seen(
        wording.written_id or wording.version_id,
        wording.created_at,
        up_to=choice.seen_up_to,
        decided_at=choice.decided_at,
    )


def _is_emptied(wording: Wording, choice: Choice | None) -> bool:
    """Whether an author has taken back the text that is agreed on, unseen."""
    return (
        choice is not None
        and choice.author_id == wording.author_id
        and _is_newer(wording, choice)
    )


def _stands_beside(other: Choice, leading: Choice) -> bool:
    """Whether this is the same author's text, or taken as its translation."""
    if other.author_id == leading.author_id:
        return True
    translated = other.translation_of
    return translated is not None and translated.author_id == leading.author_id


def _chosen_version(choice: Choice, leading: Choice) -> EffectiveVersion:
    is_own = choice.author_id == leading.author_id
    return EffectiveVersion(
        cast(int, choice.version_id),  # those that are withdrawn carry nothing
        choice.author_id,
        choice.number,
        choice.created_at,
        choice.content_digest,
        choice.origin,
        choice.decision_id,
        translates_author_id=None if is_own else leading.author_id,
    )
