"""Which text follows which in the other language, and which is out of date.

The rules are told in plan/resolution.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from questionnaire.plan.texts import (
    NO_TRANSLATION,
    Choice,
    Text,
    TranslationNote,
    Wording,
)
from questionnaire.vocabulary import Language, Origin


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
    # Paragraphs of the other one are not translated yet.
    is_partial: bool = False
    # The version in the other language that it was last noted to say the same as.
    follows_id: int | None = None
    # Whose text it translates, if a reviewer took it as the translation of another's.
    translates_author_id: int | None = None


@dataclass(frozen=True)
class OutOfDate:
    """A text that does not say what the one in the other language says.

    It no longer does, as the other one was changed; or not yet, if `is_partial`.
    """

    language: str
    since: datetime | None  # when the other one was changed
    follows_id: int | None  # what it said before, if that was noted
    changed_id: int  # what it says now
    is_partial: bool = False


def out_of_date(effective: Mapping[str, EffectiveVersion]) -> list[OutOfDate]:
    """Those of these texts, one in each language, that may be out of date.

    With those that are translated in part.
    """
    found = []
    for language, text in effective.items():
        changed = effective.get(Language(language).other.value)
        if changed is not None and (text.may_be_out_of_date or text.is_partial):
            found.append(
                OutOfDate(
                    language,
                    changed.created_at,
                    text.follows_id,
                    changed.version_id,
                    is_partial=not text.may_be_out_of_date,
                )
            )
    return found


def notes_of(
    wordings: Iterable[Wording], author_id: int | None
) -> list[TranslationNote]:
    """The newest note about this author's two answers, if any."""
    notes = [
        wording.note
        for wording in wordings
        if wording.author_id == author_id and wording.note is not None
    ]
    return sorted(notes, key=lambda each: each.note_id)[-1:]


def notes_of_choices(
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
    return notes_of(wordings, leading.author_id)


def follow_each_other(
    effective: Mapping[str, EffectiveVersion], notes: Sequence[TranslationNote]
) -> dict[str, EffectiveVersion]:
    """Mark each text whose counterpart has changed since the two said the same.

    And those of which the newest note says that they are translated in part.
    """
    marked = {}
    for language, text in effective.items():
        other = Language(language).other.value
        counterpart = effective.get(other)
        if counterpart is not None:
            followed = [note.texts[other] for note in notes]
            text = replace(
                text,
                may_be_out_of_date=_has_changed(counterpart, followed, text),
                is_partial=any(note.partial == language for note in notes[-1:]),
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
