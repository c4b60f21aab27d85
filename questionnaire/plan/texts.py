"""What is known of the texts of a question: versions, decisions, notes; no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from questionnaire.lib.canonical import digest
from questionnaire.vocabulary import Origin

# The content digest of a version without any text.
EMPTY_CONTENT = digest({})
# What a move made of a text, in the words of its author: it says nothing new.
MADE_BY_MOVES = frozenset({Origin.CONVERTED})
# What was made in these ways was not written as a translation of its author's text.
NO_TRANSLATION = frozenset({Origin.COPIED, Origin.MERGED, Origin.MOVED})


def was_seen(
    version_id: int, created_at: datetime, *, up_to: int | None, decided_at: datetime
) -> bool:
    """Whether who decided had seen a version: it is not newer than the decision.

    `up_to` is the newest version that the page had shown; None of a decision from
    before that was kept, which is taken to have seen all that there was.
    """
    return created_at <= decided_at if up_to is None else version_id <= up_to


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
    # The language in which paragraphs of the other one are missing; "" for none.
    partial: str = ""


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
    # Whether its author may still write: only then does a request wait for them.
    can_write: bool = True
    # Whether changes to an earlier version were requested, and nobody has settled that.
    has_answered_request: bool = False
    content_digest: str = ""
    origin: str = Origin.TYPED
    # The newest note that this answer follows its author's in the other language.
    note: TranslationNote | None = None
    # The version that its author wrote last, where moves have converted it since, or
    # where it is a combination that was undone; 0 if there was none before that.
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
