"""The plan document: plain data that every page, export and check reads.

Built by `plan.compose` in one language, from live answers or from an edition.
Nothing in it needs the database, the request or the active language.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from questionnaire.content.blocks import Block
from questionnaire.content.prose import blocks_to_text, count_words
from questionnaire.lib.canonical import Json


@dataclass(frozen=True)
class Person:
    """Someone who takes part in the project."""

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
    """What the plan says for one part of a question: as data, and to be read.

    `value` is the answer as it is stored, which is what its `kind` (content/kinds)
    takes: HTML, the key of a choice, the rows of a table. `options` is what the
    template says of the part: its choices, its columns and their vocabularies, in
    both languages. Checks, calculators and machine-readable exports use these two;
    `blocks` are the same answer in words. All of it is for reading only.
    """

    key: str
    letter: str  # "A"…; empty when the question has one part
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
    """Who made the text that the plan carries for a question, and who agreed."""

    writer: str
    version: int
    sources: tuple[str, ...] = ()  # names of the others whose text it took up
    decided_by: str = ""  # "" when it stands without a decision
    decided_at: datetime | None = None


@dataclass(frozen=True)
class ReviewEntry:
    """An action of the review: a decision, a request, a comment or a reply.

    `kind` is "agreed", "withdrawn", "request", "comment" or "reply"; `author` and
    `version` say which answer it is about, if any.
    """

    kind: str
    by: str
    at: datetime
    text: str = ""
    author: str = ""
    version: int = 0
    language: str = ""  # of that answer: "fr" or "en"
    quote: str = ""
    suggestion: str = ""
    is_hidden: bool = False
    settled_by: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class ReviewedQuestion:
    """What was decided and said about one question, in order."""

    label: str
    entries: tuple[ReviewEntry, ...]


@dataclass(frozen=True)
class PlanQuestion:
    label: str  # "2.3"
    slug: str
    text: str
    guidance: tuple[Guidance, ...]
    parts: tuple[PlanPart, ...]
    # The language the answer is written in: "fr" or "en"; the document's own
    # language when there is no answer.
    answer_language: str
    status: str  # vocabulary.QuestionStatus value
    # The other language has a newer decision or text than the one carried.
    may_be_out_of_date: bool = False
    # Who wrote the version that the plan carries, and when.
    authors: tuple[str, ...] = ()
    answered_at: datetime | None = None
    provenance: Provenance | None = None

    @property
    def is_answered(self) -> bool:
        return any(part.is_answered for part in self.parts)


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
    institution: str
    funder: str
    grant_number: str
    starts_on: date | None
    ends_on: date | None
    people: tuple[Person, ...]
    template: TemplateInfo
    sections: tuple[PlanSection, ...]
    # The edition's number and instant; None and the newest change for a draft.
    edition: int | None
    as_of: datetime
    digest: str  # of the record it was composed from
    # The trace of the review, where it was asked for; no part of the digest.
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
        """How many words the answers have together."""
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
    """What a reader wants printed."""

    guidance: bool = False
    unanswered: bool = True
    contributors: bool = True
    provenance: bool = False
    review_record: bool = False

    def as_data(self) -> dict[str, bool]:
        """The options as JSON, for digests and for storing."""
        return {
            "guidance": self.guidance,
            "unanswered": self.unanswered,
            "contributors": self.contributors,
            "provenance": self.provenance,
            "review_record": self.review_record,
        }
