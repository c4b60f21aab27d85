"""What a member needs to answer a question: its parts, guidance and their own text."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import cast

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Block
from questionnaire.content.kinds import Content, conform_to_schema, readable_parts
from questionnaire.models import (
    Draft,
    Guidance,
    Part,
    Question,
    QuestionAddition,
    User,
)
from questionnaire.permissions import ProjectAccess
from questionnaire.plan.following import OutOfDate
from questionnaire.plan.outline import (
    Outline,
    OutlineQuestion,
    list_questions,
    resolve_entry,
)
from questionnaire.plan.reading import latest_wordings, newest_choices
from questionnaire.plan.resolution import resolve
from questionnaire.plan.texts import Wording
from questionnaire.queries.answering.own_texts import read_own_texts
from questionnaire.queries.library.guidance import LocalAdvice, read_local_advice
from questionnaire.vocabulary import Language

# How many of the member's latest versions a question page lists.
RECENT_VERSIONS = 3


@dataclass(frozen=True)
class Advice:
    """Guidance, with a title of ours where the template has none."""

    guidance: Guidance
    title: str


@dataclass(frozen=True)
class Worksheet:
    """One question with everything around its editor; “my” is the member’s own."""

    entry: OutlineQuestion
    parts: tuple[Part, ...]
    guidance: tuple[Advice, ...]
    language: str  # of my answer to this question
    # My latest versions by language, newest first.
    mine: dict[str, list[Wording]] = field(default_factory=dict)
    content: Content = field(default_factory=dict)  # of mine[language]
    # My autosaved text in that language.
    draft: Draft | None = None
    # {"author", "project"} of the text of an earlier plan that it began from, or {}.
    earlier: Mapping[str, str] = field(default_factory=dict)
    # What the project's institution adds to the guidance.
    local: LocalAdvice | None = None
    # My text in the other language: its newest version, and my draft of it.
    other_content: Content = field(default_factory=dict)
    other_draft: Draft | None = None
    # Whether I said that my text is in the right place, whatever its language seems.
    is_language_confirmed: bool = False
    # The newest texts of my colleagues, in both languages.
    others: tuple[Wording, ...] = ()

    @property
    def question(self) -> Question:
        return self.entry.question

    @property
    def addition(self) -> QuestionAddition | None:
        return getattr(self.question, "addition", None)

    @property
    def wording(self) -> Wording | None:
        """My newest version in `language`, or None."""
        return next(iter(self.recent), None)

    @property
    def recent(self) -> Sequence[Wording]:
        """My latest versions in `language`, newest first, without their texts."""
        return self.mine.get(self.language, ())

    @property
    def base(self) -> int:
        """The number of the version that the editor starts from; 0 for none."""
        return self.wording.number if self.wording else 0

    @property
    def editor_content(self) -> Content:
        """What the editor opens with: the draft, else the newest version."""
        return self.draft.content if self.draft else self.content

    @property
    def has_draft(self) -> bool:
        """Whether the draft differs from the newest version."""
        return self.draft is not None and self._differs(self.draft, self.content)

    @property
    def unsent_drafts(self) -> tuple[Draft, ...]:
        """My drafts that say something else than my versions, this language’s first."""
        pairs = ((self.draft, self.content), (self.other_draft, self.other_content))
        return tuple(
            draft
            for draft, content in pairs
            if draft is not None and self._differs(draft, content)
        )

    def _differs(self, draft: Draft, content: Content) -> bool:
        return conform_to_schema(draft.content, self.parts) != conform_to_schema(
            content, self.parts
        )

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @property
    def other_language(self) -> Language:
        return Language(self.language).other

    @cached_property
    def out_of_date(self) -> list[OutOfDate]:
        """Which of my two texts no longer says what the other says."""
        return resolve(each[0] for each in self.mine.values()).out_of_date

    @property
    def is_written(self) -> bool:
        """Whether I have any text in `language`, if only a draft."""
        return bool(self.editor_content)

    @property
    def is_written_elsewhere(self) -> bool:
        """Whether I have any text in the other language, if only a draft."""
        return bool(
            self.other_draft.content if self.other_draft else self.other_content
        )

    def readable_parts(
        self, content: Content | None = None, language: str | None = None
    ) -> list[tuple[Part, tuple[Block, ...]]]:
        """[(part, blocks)] of `content`; of my newest version by default."""
        content = self.content if content is None else content
        return readable_parts(content, self.parts, language or self.language)

    @property
    def saved_at(self) -> datetime | None:
        return self.wording.created_at if self.wording else None


def read_worksheets(
    access: ProjectAccess,
    user: User,
    *,
    section: int | None = None,
    slugs: Collection[str] = (),
    language: str | None = None,
    with_drafts: bool = False,
) -> tuple[Outline, list[Worksheet]]:
    """Worksheets for a whole section (its number), or for the questions with `slugs`.

    Four queries: versions, decisions, my texts, the institution's guidance.
    `with_drafts` is for pages with an editor. Returns (outline, worksheets); a question
    that does not exist has no worksheet. The outline has every position, but the
    status of the selected questions only. Without a `language`, the worksheets are in
    that of the page.
    """
    project = access.project
    entries = list_questions(project)
    selected = {
        entry.question.pk: entry.question
        for entry in entries
        if entry.section.position == section or entry.slug in slugs
    }
    latest = latest_wordings(project, selected, RECENT_VERSIONS)
    choices = newest_choices([project.pk], questions=selected)
    mine = {
        question_id: _by_language(latest[question_id], user) for question_id in selected
    }
    if language not in Language.values:
        language = active_language()
    other = Language(language).other.value
    own = read_own_texts(project, user, selected)
    outline = Outline(
        tuple(
            replace(
                resolve_entry(
                    entry,
                    _newest(latest[entry.question.pk]),
                    choices.get((project.pk, entry.question.pk), ()),
                    is_drafted=own.is_drafted(entry.question.pk),
                ),
                is_marked=own.is_marked(entry.question.pk),
            )
            if entry.question.pk in selected
            else entry
            for entry in entries
        )
    )
    local = read_local_advice(project, selected.values())
    worksheets = [
        Worksheet(
            entry=entry,
            parts=tuple(entry.question.parts.all()),
            guidance=_advice(entry.question),
            local=local.get(entry.question.slug),
            language=language,
            mine=mine[entry.question.pk],
            content=own.newest_content(entry.question.pk, language),
            draft=own.draft(entry.question.pk, language) if with_drafts else None,
            earlier=own.earlier(entry.question.pk, language),
            other_content=own.newest_content(entry.question.pk, other),
            other_draft=own.draft(entry.question.pk, other) if with_drafts else None,
            is_language_confirmed=own.is_language_confirmed(
                entry.question.pk, language
            ),
            others=_texts_of_others(latest[entry.question.pk], user),
        )
        for entry in outline.questions
        if entry.question.pk in selected
    ]
    return outline, worksheets


def _newest(latest: Iterable[Wording]) -> list[Wording]:
    """The newest version of each answer, of the `latest` ones."""
    newest: dict[tuple[int, str], Wording] = {}
    for wording in latest:
        newest.setdefault((wording.author_id, wording.language), wording)
    return list(newest.values())


def _by_language(wordings: Iterable[Wording], user: User) -> dict[str, list[Wording]]:
    """{language: my versions}, newest first."""
    mine: defaultdict[str, list[Wording]] = defaultdict(list)
    for wording in wordings:
        if wording.author_id == user.pk:
            mine[wording.language].append(wording)
    return dict(mine)


def _texts_of_others(latest: Iterable[Wording], user: User) -> tuple[Wording, ...]:
    """The newest version of each answer of the others that says something."""
    return tuple(
        wording
        for wording in _newest(latest)
        if wording.author_id != user.pk and not wording.is_empty
    )


def _advice(question: Question) -> tuple[Advice, ...]:
    addition = getattr(question, "addition", None)
    return tuple(
        Advice(advice, advice.title or _own_title(addition, advice.slug))
        for advice in question.guidance.all()
    )


def _own_title(addition: QuestionAddition | None, slug: str) -> str:
    titles = addition.guidance_titles if addition else {}
    return cast(str, titles.get(slug, {}).get(active_language(), ""))
