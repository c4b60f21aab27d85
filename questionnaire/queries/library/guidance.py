"""The guidance that institutions add to questions, for plans and for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from django.db.models import OuterRef, QuerySet, Subquery

from questionnaire.bilingual import LANGUAGES, active_language
from questionnaire.content.comparing import Comparison, compare_blocks
from questionnaire.content.markdown import markdown_blocks
from questionnaire.models import (
    Institution,
    LocalGuidance,
    PlanTemplate,
    Project,
    Question,
)
from questionnaire.plan.templates import read_template


@dataclass(frozen=True)
class LocalAdvice:
    """An institution's own text beside a question, in the language of the page."""

    institution: Institution
    text: str
    logo: str = ""  # the digest of its file, which is part of its address


@dataclass(frozen=True)
class GuidedQuestion:
    """A question as the desk lists it, with the institution’s current text."""

    question: Question
    # None if there never was a text; with an empty one if it was withdrawn.
    newest: LocalGuidance | None

    @property
    def has_text(self) -> bool:
        return self.newest is not None and bool(self.newest.body_fr)


@dataclass(frozen=True)
class GuidedTemplate:
    """A template with all its questions, including those of earlier versions."""

    template: PlanTemplate
    questions: tuple[GuidedQuestion, ...]

    @property
    def with_text(self) -> int:
        return sum(question.has_text for question in self.questions)


@dataclass(frozen=True)
class GuidanceComparison:
    """Two texts in one language; the first is compared with nothing."""

    language: str
    comparison: Comparison

    @property
    def pairs(self) -> tuple[tuple[None, Comparison]]:
        """In the form that the comparison of an answer has, which has parts."""
        return ((None, self.comparison),)


def read_local_advice(
    project: Project, questions: Iterable[Question]
) -> dict[str, LocalAdvice]:
    """{slug: LocalAdvice} from the project’s institution for these questions.

    In the active language. One query if the project has an institution.
    """
    institution = project.institution
    if institution is None:
        return {}
    texts = (
        _current_guidance()
        .filter(
            institution=institution,
            template_slug=read_template(project.template_id).template.slug,
            question_slug__in=[question.slug for question in questions],
        )
        .values_list(
            "question_slug", f"body_{active_language()}", "institution__logo__sha256"
        )
    )
    return {
        slug: LocalAdvice(institution, text, logo or "")
        for slug, text, logo in texts
        if text
    }


@cache
def _current_guidance() -> QuerySet[LocalGuidance]:
    """The newest text for each question; built once, because that is slow."""
    newest = LocalGuidance.objects.filter(
        institution=OuterRef("institution"),
        template_slug=OuterRef("template_slug"),
        question_slug=OuterRef("question_slug"),
    ).order_by("-number")
    return LocalGuidance.objects.filter(pk=Subquery(newest.values("pk")[:1])).order_by()


def read_guided_templates(institution: Institution) -> list[GuidedTemplate]:
    """Every published template with its questions, for the desk. Two queries."""
    templates = PlanTemplate.objects.published()
    newest: dict[tuple[str, str], LocalGuidance] = {}
    for guidance in (
        LocalGuidance.objects.filter(institution=institution)
        .select_related("written_by")
        .order_by("number")
    ):
        newest[guidance.template_slug, guidance.question_slug] = guidance
    found: dict[str, tuple[PlanTemplate, list[GuidedQuestion]]] = {}
    seen: set[tuple[str, str]] = set()
    for template in sorted(templates, key=attrgetter("slug")):
        rows = []
        for question in read_template(template.pk).questions:
            key = (template.slug, question.slug)
            if key not in seen:
                seen.add(key)
                rows.append(GuidedQuestion(question, newest.get(key)))
        first, before = found.setdefault(template.slug, (template, []))
        before.extend(rows)
    return [GuidedTemplate(first, tuple(rows)) for first, rows in found.values()]


def find_guided_question(template_slug: str, question_slug: str) -> Question | None:
    """The question in the newest published version that asks it, or None."""
    versions = PlanTemplate.objects.published().filter(slug=template_slug)
    for template_id in versions.values_list("pk", flat=True):
        if found := read_template(template_id).by_slug.get(question_slug):
            return found
    return None


def guidance_history(
    institution: Institution, template_slug: str, question_slug: str
) -> QuerySet[LocalGuidance]:
    """Every text that the institution had for a question, newest first."""
    return (
        LocalGuidance.objects.filter(
            institution=institution,
            template_slug=template_slug,
            question_slug=question_slug,
        )
        .select_related("written_by")
        .order_by("-number")
    )


def compare_guidance(
    old: LocalGuidance | None, new: LocalGuidance
) -> list[GuidanceComparison]:
    """The differences between two texts, word by word, in each language."""
    return [
        GuidanceComparison(
            language,
            compare_blocks(
                markdown_blocks(getattr(old, f"body_{language}") if old else ""),
                markdown_blocks(getattr(new, f"body_{language}")),
            ),
        )
        for language in LANGUAGES
    ]
