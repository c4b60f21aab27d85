"""What a member needs in hand to answer a question: parts, advice, their own text."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from django.db.models import OuterRef, Q, Subquery

from questionnaire.bilingual import active_language
from questionnaire.content.kinds import conform_to_schema, readable_parts
from questionnaire.models import Answer, AnswerVersion, Draft, Guidance, Part
from questionnaire.plan.outline import Outline, OutlineQuestion, list_questions
from questionnaire.plan.reading import latest_wordings
from questionnaire.plan.resolution import Wording, resolve
from questionnaire.queries.library.guidance import LocalAdvice, read_local_advice

# How many of one's latest versions a question page lists.
RECENT_VERSIONS = 3


@dataclass(frozen=True)
class Advice:
    """Guidance, with our own title where the template prints none."""

    guidance: Guidance
    title: str


@dataclass(frozen=True)
class Worksheet:
    """One question with everything that stands around its editor."""

    entry: OutlineQuestion
    parts: tuple[Part, ...]
    guidance: tuple[Advice, ...]
    language: str  # that I write in here
    # My latest wordings in each language that I have answered in, the newest first.
    mine: dict[str, list[Wording]] = field(default_factory=dict)
    content: dict = field(default_factory=dict)  # of mine[language]
    # My autosaved text in that language.
    draft: Draft | None = None
    # What the project's institution adds to the guidance.
    local: LocalAdvice | None = None

    @property
    def question(self):
        return self.entry.question

    @property
    def addition(self):
        return getattr(self.question, "addition", None)

    @property
    def wording(self):
        """My newest version in the language I write in, or None."""
        return next(iter(self.recent), None)

    @property
    def recent(self):
        """My latest versions in that language, the newest first, without texts."""
        return self.mine.get(self.language, ())

    @property
    def base(self):
        """The number of the version that the editor starts from."""
        return self.wording.number if self.wording else 0

    @property
    def editor_content(self):
        """What the editor opens with: the draft, else the newest version."""
        return self.draft.content if self.draft else self.content

    @property
    def has_draft(self):
        """Whether the draft says something else than the newest version."""
        return self.draft is not None and conform_to_schema(
            self.draft.content, self.parts
        ) != conform_to_schema(self.content, self.parts)

    @property
    def revision(self):
        return self.draft.revision if self.draft else 0

    def readable_parts(self, content=None, language=None):
        """[(part, blocks)] of what `content` says (my newest text when None)."""
        content = self.content if content is None else content
        return readable_parts(content, self.parts, language or self.language)

    @property
    def saved_at(self) -> datetime | None:
        return self.wording.created_at if self.wording else None


def read_worksheets(
    access,
    user,
    *,
    section=None,
    slugs=(),
    language=None,
    with_drafts=False,
):
    """Worksheets for a whole section (its number), or for the questions of `slugs`.

    Three queries: wordings, my texts, what the institution says. `with_drafts`: for
    pages to write on. Returns (outline, worksheets); no worksheet when there is no
    such question. The outline knows positions, and statuses of what was asked for.
    """
    project = access.project
    entries = list_questions(project)
    asked = {
        entry.question.pk: entry.question
        for entry in entries
        if entry.section.position == section or entry.slug in slugs
    }
    latest = latest_wordings(project, asked, RECENT_VERSIONS)
    outline = Outline(
        tuple(
            _resolved(entry, latest) if entry.question.pk in asked else entry
            for entry in entries
        )
    )
    mine = {
        question_id: _by_language(latest[question_id], user) for question_id in asked
    }
    languages = {
        question_id: language or _language_of(mine[question_id], project.language)
        for question_id in asked
    }
    answers = _my_answers(project, user, languages)
    local = read_local_advice(project, asked.values())
    worksheets = [
        Worksheet(
            entry=entry,
            parts=tuple(entry.question.parts.all()),
            guidance=_advice(entry.question),
            local=local.get(entry.question.slug),
            language=languages[entry.question.pk],
            mine=mine[entry.question.pk],
            content=_newest_content(answers.get(entry.question.pk)),
            draft=getattr(answers.get(entry.question.pk), "draft", None)
            if with_drafts
            else None,
        )
        for entry in outline.questions
        if entry.question.pk in asked
    ]
    return outline, worksheets


def _resolved(entry, latest):
    """`entry` with where it stands by the newest of the `latest` wordings."""
    newest = {}
    for wording in latest[entry.question.pk]:
        newest.setdefault((wording.author_id, wording.language), wording)
    return replace(entry, resolution=resolve(newest.values()))


def _by_language(wordings, user):
    """{language: my wordings}, the newest first."""
    mine = defaultdict(list)
    for wording in wordings:
        if wording.author_id == user.pk:
            mine[wording.language].append(wording)
    return dict(mine)


def _language_of(mine, project_language):
    """Go on in the language already written in; else in the project's."""
    if project_language in mine or not mine:
        return project_language
    return next(iter(mine))


def _my_answers(project, author, languages):
    """{question id: my answer in the language I write in}, with draft and text.

    One query.
    """
    asked = Q()
    for question_id, language in languages.items():
        asked |= Q(question=question_id, language=language)
    rows = _answers_with_text().filter(asked, project=project, author=author)
    return {answer.question_id: answer for answer in rows} if languages else {}


@cache
def _answers_with_text():
    """Answers with draft and newest text; built once, as that is slow."""
    newest = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("-number")
    return Answer.objects.select_related("draft").annotate(
        newest_content=Subquery(newest.values("content")[:1])
    )


def _newest_content(answer):
    return (answer.newest_content if answer else None) or {}


def _advice(question):
    addition = getattr(question, "addition", None)
    return tuple(
        Advice(advice, advice.title or _own_title(addition, advice.slug))
        for advice in question.guidance.all()
    )


def _own_title(addition, slug):
    titles = addition.guidance_titles if addition else {}
    return titles.get(slug, {}).get(active_language(), "")
