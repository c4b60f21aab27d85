"""What a member needs in hand to answer a question: parts, advice, their own text."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from questionnaire.bilingual import active_language
from questionnaire.content.kinds import conform_to_schema, readable_parts
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Draft,
    Guidance,
    Part,
    Question,
)
from questionnaire.plan.outline import Outline, OutlineQuestion, mark_new
from questionnaire.plan.reading import by_question, newest_wordings
from questionnaire.plan.settling import Wording, resolve
from questionnaire.queries.library.guidance import (
    LocalAdvice,
    local_advice,
    with_local_guidance,
)

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
    # My newest wording in each language that I have answered in.
    mine: dict[str, Wording] = field(default_factory=dict)
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
        return self.mine.get(self.language)

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

    Five queries: all questions, then parts, guidance, wordings and texts of those
    asked for. `with_drafts`: for pages to write on. Returns (outline, worksheets);
    no worksheet when there is no such question. The outline knows positions, and
    statuses of what was asked for.
    """
    project = access.project
    of_template = (
        Question.objects.filter(section__template=project.template_id)
        .select_related("section", "addition")
        .defer("addition__table")
        .order_by("section__position", "number")
    )
    questions = list(with_local_guidance(mark_new(of_template, project), project))
    asked = [
        question
        for question in questions
        if question.section.position == section or question.slug in slugs
    ]
    ids = [question.pk for question in asked]
    parts = by_question(Part.objects.filter(question__in=ids))
    guidance = by_question(Guidance.objects.filter(question__in=ids))
    wordings = {
        question_id: rows
        for (_project, question_id), rows in newest_wordings(
            [project.pk], questions=ids
        ).items()
    }
    outline = Outline(
        tuple(
            OutlineQuestion(question, position, resolve(wordings.get(question.pk, ())))
            for position, question in enumerate(questions, 1)
        )
    )
    mine = {
        question_id: {w.language: w for w in rows if w.author_id == user.pk}
        for question_id, rows in wordings.items()
    }
    languages = {
        question_id: language
        or _language_of(mine.get(question_id, {}), project.language)
        for question_id in ids
    }
    answers = _my_answers(project, user, languages)
    worksheets = [
        Worksheet(
            entry=entry,
            parts=tuple(parts[entry.question.pk]),
            guidance=_advice(entry.question, guidance[entry.question.pk]),
            local=local_advice(entry.question, project),
            language=languages[entry.question.pk],
            mine=mine.get(entry.question.pk, {}),
            content=_newest_content(answers.get(entry.question.pk)),
            draft=getattr(answers.get(entry.question.pk), "draft", None)
            if with_drafts
            else None,
        )
        for entry in outline.questions
        if entry.question.pk in languages
    ]
    return outline, worksheets


def recent_versions(project, question, author, language):
    """One's latest versions of an answer, newest first, without texts. One query."""
    return (
        AnswerVersion.objects.filter(
            answer__project=project,
            answer__question=question,
            answer__author=author,
            answer__language=language,
        )
        .without_content()
        .order_by("-number")[:RECENT_VERSIONS]
    )


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
    newest = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("-number")
    rows = (
        Answer.objects.filter(asked, project=project, author=author)
        .select_related("draft")
        .annotate(newest_content=Subquery(newest.values("content")[:1]))
    )
    return {answer.question_id: answer for answer in rows} if languages else {}


def _newest_content(answer):
    return (answer.newest_content if answer else None) or {}


def _advice(question, guidance):
    addition = getattr(question, "addition", None)
    return tuple(
        Advice(advice, advice.title or _own_title(addition, advice.slug))
        for advice in guidance
    )


def _own_title(addition, slug):
    titles = addition.guidance_titles if addition else {}
    return titles.get(slug, {}).get(active_language(), "")
