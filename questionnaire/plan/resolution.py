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
3. A question with requested changes waits for their author, not for a reviewer.

Where one language has nothing, readers show the other's text and say so. A text may
be out of date when the text that it follows in the other language has changed since:
since the newest note that the two say the same (Translation, or the decision that
took one as the translation of the other), or, without any note, since it was written.
A first text that was copied or combined from others is such a change, too. The time of
a decision has no part in that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from questionnaire.lib.canonical import digest
from questionnaire.vocabulary import Language, Origin, QuestionStatus

# The content digest of a version without any text.
EMPTY_CONTENT = digest({})
# What a move made of a text, in the words of its author: it says nothing new.
MADE_BY_MOVES = frozenset({Origin.CONVERTED})
# What was made in these ways was not written as a translation of its author's text.
NO_TRANSLATION = frozenset({Origin.COPIED, Origin.MERGED, Origin.MOVED})


@dataclass(frozen=True)
class Text:
    """A version that a note or a decision names, without its words."""

    version_id: int
    content_digest: str
    author_id: int | None = None


@dataclass(frozen=True)
class TranslationNote:
    """That two versions say the same: `texts` has one for each language."""

    note_id: int
    texts: Mapping[str, Text]


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
    # Whether changes to an earlier version were requested, and nobody has settled that.
    has_answered_request: bool = False
    content_digest: str = ""
    origin: str = Origin.TYPED
    # The newest note that this answer follows its author's in the other language.
    note: TranslationNote | None = None
    # The version that its author wrote last, where moves have converted it since.
    written_id: int | None = None


@dataclass(frozen=True)
class Choice:
    """The newest decision in one language; `version_id` is None if withdrawn.

    Where it undoes a later one, `decided_at` and `seen_up_to` are those of the decision
    that it puts back.
    """

    language: str
    version_id: int | None
    decided_at: datetime
    author_id: int | None = None
    decision_id: int | None = None
    number: int = 1
    created_at: datetime | None = None
    content_digest: str = ""
    origin: str = Origin.TYPED
    # Another author's text that this version is taken as the translation of, and the
    # newest note about the two answers.
    translation_of: Text | None = None
    note: TranslationNote | None = None
    # The id of the newest version that the reviewer had seen, if that is known.
    seen_up_to: int | None = None


@dataclass(frozen=True)
class EffectiveVersion:
    """The version that the plan carries in one language."""

    version_id: int
    author_id: int | None
    number: int
    created_at: datetime | None
    content_digest: str = ""
    origin: str = Origin.TYPED
    decision_id: int | None = None  # of the decision for it, if any
    may_be_out_of_date: bool = False
    # The version in the other language that it was last noted to say the same as.
    follows_id: int | None = None
    # Whose text it translates, if a reviewer took it as the translation of another's.
    translates_author_id: int | None = None


@dataclass(frozen=True)
class OutOfDate:
    """A text that no longer says what the one in the other language says."""

    language: str
    since: datetime | None  # when the other one was changed
    follows_id: int | None  # what it said before, if that was noted
    changed_id: int  # what it says now


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


def out_of_date(effective: Mapping[str, EffectiveVersion]) -> list[OutOfDate]:
    """Those of these texts, one in each language, that may be out of date."""
    found = []
    for language, text in effective.items():
        changed = effective.get(Language(language).other.value)
        if changed is not None and text.may_be_out_of_date:
            found.append(
                OutOfDate(
                    language, changed.created_at, text.follows_id, changed.version_id
                )
            )
    return found


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
    if any(
        _is_requested_since(each, standing.get(each.language, leading))
        for each in written
    ):
        status = QuestionStatus.CHANGES_REQUESTED
    elif rival is not None:
        status = QuestionStatus.TO_DECIDE
    elif any(_is_newer(each, standing.get(each.language, leading)) for each in written):
        status = QuestionStatus.NEWER
    else:
        status = QuestionStatus.AGREED
    return Resolution(
        status,
        _follow_each_other(
            {
                language: _chosen_version(choice, leading)
                for language, choice in carried.items()
            },
            _notes_of_choices(carried.values(), leading, wordings),
        ),
        leading_language=leading.language,
        leading_author_id=leading.author_id,
        rival=rival,
    )


def _by_author(wordings: Sequence[Wording], written: Sequence[Wording]) -> Resolution:
    """What is carried without a decision: the texts of the only author."""
    if not written:
        return Resolution(QuestionStatus.NOT_STARTED)
    authors = {wording.author_id for wording in written}
    requested = any(each.changes_requested_at is not None for each in written)
    if len(authors) > 1:
        return Resolution(
            QuestionStatus.CHANGES_REQUESTED if requested else QuestionStatus.TO_DECIDE
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
        _follow_each_other(only, _notes_of(wordings, *authors)),
    )


def _is_requested_since(wording: Wording, choice: Choice) -> bool:
    """Whether changes to a text were requested after the decision in its language."""
    requested_at = wording.changes_requested_at
    return requested_at is not None and requested_at > choice.decided_at


def _is_newer(wording: Wording, choice: Choice) -> bool:
    """Whether who made the decision in its language had not seen this text."""
    if wording.version_id == choice.version_id:
        return False
    if choice.seen_up_to is None:
        return wording.created_at > choice.decided_at
    return (wording.written_id or wording.version_id) > choice.seen_up_to


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


def _notes_of(
    wordings: Iterable[Wording], author_id: int | None
) -> list[TranslationNote]:
    """The newest note about this author's two answers, if any."""
    notes = [
        wording.note
        for wording in wordings
        if wording.author_id == author_id and wording.note is not None
    ]
    return sorted(notes, key=lambda each: each.note_id)[-1:]


def _notes_of_choices(
    carried: Iterable[Choice], leading: Choice, wordings: Iterable[Wording]
) -> list[TranslationNote]:
    """What is known to say the same among the answers that are carried.

    For a translation that a reviewer took: what it was taken for, and the newest note.
    """
    for each in carried:
        if each.author_id != leading.author_id and each.translation_of is not None:
            taken_for = {
                each.language: Text(cast(int, each.version_id), each.content_digest),
                leading.language: each.translation_of,
            }
            return [TranslationNote(0, taken_for), *([each.note] if each.note else [])]
    return _notes_of(wordings, leading.author_id)


def _follow_each_other(
    effective: Mapping[str, EffectiveVersion], notes: Sequence[TranslationNote]
) -> dict[str, EffectiveVersion]:
    """Mark each text whose counterpart has changed since the two said the same."""
    marked = {}
    for language, text in effective.items():
        other = Language(language).other.value
        counterpart = effective.get(other)
        if counterpart is not None:
            followed = [note.texts[other] for note in notes]
            text = replace(
                text,
                may_be_out_of_date=_has_changed(counterpart, followed, text),
                follows_id=max((each.version_id for each in followed), default=None),
            )
        marked[language] = text
    return marked


def _has_changed(
    counterpart: EffectiveVersion, followed: Sequence[Text], text: EffectiveVersion
) -> bool:
    """Whether `counterpart` no longer says what `text` follows.

    The first text in a language is taken for a translation of what there was before,
    unless it was copied or combined from others.
    """
    if followed:
        said = {each.content_digest for each in followed}
        return counterpart.content_digest not in said
    is_translation = counterpart.number == 1 and (
        counterpart.origin not in NO_TRANSLATION
    )
    return (
        not is_translation
        and counterpart.created_at is not None
        and text.created_at is not None
        and counterpart.created_at > text.created_at
    )
