"""The plan document: plain data for every page, export and check.

Built by `plan.compose` in one language, from live answers or from an edition.
It needs neither the database nor the request nor the active language.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from questionnaire.content.blocks import Block
from questionnaire.content.prose import blocks_to_text, count_words
from questionnaire.lib.canonical import Json
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class Person:
    """A member of the project."""

    name: str
    role: str  # vocabulary.Role value
    role_label: str  # in the document's language
    orcid: str = ""
    institution: str = ""
    credit_roles: tuple[str, ...] = ()  # CRediT, in the document's language


@dataclass(frozen=True)
class Guidance:
    """Advice beside a question, in the document's language."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class PlanPart:
    """The answer to one part of a question: as data, and in words.

    `value` is the answer as stored, in the format of its `kind` (content/kinds):
    HTML, the key of a choice, the rows of a table. `options` are the part's settings
    in the template: choices, columns and their vocabularies, in both languages.
    Checks, calculators and machine-readable exports use these two; `blocks` are the
    same answer in words. Everything is read-only.
    """

    key: str
    letter: str  # "A"…; empty when the question has only one part
    label: str  # the part's own question; empty when the question has one part
    kind: str
    blocks: tuple[Block, ...]  # () when unanswered
    value: Json = field(default=None, hash=False)  # None when unanswered
    options: dict[str, Json] = field(default_factory=dict, hash=False)

    @property
    def is_answered(self) -> bool:
        return bool(self.blocks)


@dataclass(frozen=True)
class Provenance:
    """Who wrote the text that the plan carries for a question, and who agreed on it."""

    writer: str
    version: int
    sources: tuple[str, ...] = ()  # names of the others whose text it includes
    translated_from: tuple[str, ...] = ()  # names of those whose text it translates
    translates: str = ""  # whose text a reviewer took this one as a translation of
    decided_by: str = ""  # "" without a decision
    decided_at: datetime | None = None


@dataclass(frozen=True)
class SuggestedPart:
    """The wording that a reviewer proposes for one part of a question."""

    letter: str  # "A"; "" where the question has one part
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ReviewEntry:
    """One entry of the review record: a decision, a request, a comment or a reply.

    `kind` is "agreed", "withdrawn", "request", "comment" or "reply"; `author` and
    `version` say which answer it is about, if any.
    The fields are named as in the review record.
    """

    kind: str
    by: str
    at: datetime
    text: str = ""
    author: str = ""
    version: int = 0
    language: str = ""  # of that answer: "fr" or "en"
    quote: str = ""
    sources: tuple[str, ...] = ()  # names of the others whose text it includes
    translated_from: tuple[str, ...] = ()  # names of those whose text it translates
    translates: str = ""  # whose text the reviewer took this one as a translation of
    suggestion: tuple[SuggestedPart, ...] = ()
    is_hidden: bool = False
    settled_by: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class ReviewedQuestion:
    """The decisions and comments on one question, in order."""

    label: str
    entries: tuple[ReviewEntry, ...]


@dataclass(frozen=True)
class UncheckedUnit:
    """Numbers that were written before the unit of their column changed."""

    column: str  # as it is asked now
    former: str  # as it was asked
    count: int


@dataclass(frozen=True)
class PlanQuestion:
    label: str  # "2.3"
    slug: str
    text: str
    guidance: tuple[Guidance, ...]
    parts: tuple[PlanPart, ...]
    # Of the answer: "fr" or "en"; that of the document when there is no answer.
    answer_language: str
    status: str  # vocabulary.QuestionStatus value
    # The text that this one follows in the other language has changed since.
    may_be_out_of_date: bool = False
    # Paragraphs of that text are not translated yet.
    is_partly_translated: bool = False
    counterpart_changed_at: datetime | None = None  # when it is out of date
    # Who wrote the version that the plan carries, and when.
    authors: tuple[str, ...] = ()
    answered_at: datetime | None = None
    provenance: Provenance | None = None
    # Values that the template no longer takes, in the parts that asked for them.
    former: tuple[PlanPart, ...] = ()
    unchecked: tuple[UncheckedUnit, ...] = ()

    @property
    def is_answered(self) -> bool:
        return any(part.is_answered for part in (*self.parts, *self.former))

    @property
    def contributors(self) -> tuple[str, ...]:
        """Everybody to be credited: the writer, and those whose text it includes."""
        provenance = self.provenance
        if provenance is None:
            return self.authors
        names = [
            *self.authors,
            *provenance.sources,
            *provenance.translated_from,
            provenance.translates,
        ]
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def is_undecided(self) -> bool:
        """Whether there are texts of several members, and the plan carries none."""
        return not self.is_answered and self.status == QuestionStatus.TO_DECIDE

    @property
    def is_awaited(self) -> bool:
        """Whether its authors are asked for changes, and the plan carries no text."""
        is_asked = self.status == QuestionStatus.CHANGES_REQUESTED
        return is_asked and not self.is_answered


@dataclass(frozen=True)
class PlanSection:
    number: int
    slug: str
    title: str
    questions: tuple[PlanQuestion, ...]

    @property
    def answered(self) -> int:
        """How many of its questions are answered."""
        return sum(question.is_answered for question in self.questions)


@dataclass(frozen=True)
class TemplateInfo:
    title: str
    version: str
    doi: str
    licence: str
    summary: tuple[Block, ...]
    summary_heading: str


@dataclass(frozen=True)
class Plan:
    """A whole plan in one language."""

    language: str  # of labels, headings and guidance: "fr" or "en"
    project_id: str
    title: str
    short_title: str
    title_language: str  # the project's own language
    summary: str
    institution: str  # the one that leads the project
    funder: str
    grant_number: str
    starts_on: date | None
    ends_on: date | None
    people: tuple[Person, ...]
    template: TemplateInfo
    sections: tuple[PlanSection, ...]
    # The edition's number and moment; None and the last change for a draft.
    edition: int | None
    as_of: datetime
    digest: str  # of the record it was composed from
    partners: tuple[str, ...] = ()  # other institutions, in order
    # The review record, if requested; it is not part of the digest.
    review: tuple[ReviewedQuestion, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.edition is None

    @property
    def questions(self) -> tuple[PlanQuestion, ...]:
        return tuple(
            question for section in self.sections for question in section.questions
        )

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def words(self) -> int:
        """The number of words in all answers."""
        return sum(
            count_words(blocks_to_text(part.blocks))
            for question in self.questions
            for part in question.parts
        )

    @property
    def principal_investigators(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.role == "pi")


@dataclass(frozen=True)
class ExportOptions:
    """What a reader wants included in an export."""

    guidance: bool = False
    unanswered: bool = True
    contributors: bool = True
    provenance: bool = False
    review_record: bool = False

    def as_data(self) -> dict[str, bool]:
        """The options as JSON, for digests and for storage."""
        return {
            "guidance": self.guidance,
            "unanswered": self.unanswered,
            "contributors": self.contributors,
            "provenance": self.provenance,
            "review_record": self.review_record,
        }
