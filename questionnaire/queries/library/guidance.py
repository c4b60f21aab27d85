"""What institutions add beside questions: for pages of plans and for the desk."""

from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from django.db.models import OuterRef, Subquery

from questionnaire.bilingual import LANGUAGES, active_language
from questionnaire.content.comparing import compare_blocks
from questionnaire.content.markdown import markdown_blocks
from questionnaire.models import LocalGuidance, PlanTemplate, Question
from questionnaire.plan.templates import read_template


@dataclass(frozen=True)
class LocalAdvice:
    """An institution's own text beside a question, in the language of the page."""

    institution: object
    text: str
    logo: str = ""  # its digest, which its address holds


@dataclass(frozen=True)
class GuidedQuestion:
    """A question as the desk lists it, with the text that stands beside it now."""

    question: Question
    # None where nothing was ever written; without text where it was taken back.
    newest: LocalGuidance | None

    @property
    def has_text(self):
        return self.newest is not None and bool(self.newest.body_fr)


@dataclass(frozen=True)
class GuidedTemplate:
    """A template with all its questions, those of earlier versions too."""

    template: PlanTemplate
    questions: tuple[GuidedQuestion, ...]

    @property
    def with_text(self):
        return sum(question.has_text for question in self.questions)


@dataclass(frozen=True)
class GuidanceComparison:
    """Two texts in one language; `old` is None for what came before the first."""

    language: str
    comparison: object  # comparing.Comparison

    @property
    def pairs(self):
        """As the comparison of an answer has it, which has parts."""
        return ((None, self.comparison),)


def read_local_advice(project, questions):
    """{slug: LocalAdvice} of the project’s institution beside these questions.

    In the active language. One query, for a project of an institution.
    """
    if project.institution_id is None:
        return {}
    texts = (
        _standing_guidance()
        .filter(
            institution=project.institution_id,
            template_slug=read_template(project.template_id).template.slug,
            question_slug__in=[question.slug for question in questions],
        )
        .values_list(
            "question_slug", f"body_{active_language()}", "institution__logo__sha256"
        )
    )
    return {
        slug: LocalAdvice(project.institution, text, logo or "")
        for slug, text, logo in texts
        if text
    }


@cache
def _standing_guidance():
    """The newest text beside each question; built once, as that is slow."""
    newest = LocalGuidance.objects.filter(
        institution=OuterRef("institution"),
        template_slug=OuterRef("template_slug"),
        question_slug=OuterRef("question_slug"),
    ).order_by("-number")
    return LocalGuidance.objects.filter(pk=Subquery(newest.values("pk")[:1])).order_by()


def read_guided_templates(institution):
    """Every published template with its questions, for the desk. Two queries."""
    templates = PlanTemplate.objects.published()
    newest = {}
    for guidance in (
        LocalGuidance.objects.filter(institution=institution)
        .select_related("written_by")
        .order_by("number")
    ):
        newest[guidance.template_slug, guidance.question_slug] = guidance
    found, seen = {}, set()
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


def find_guided_question(template_slug, question_slug):
    """The question in the newest published version that has it, or None."""
    versions = PlanTemplate.objects.published().filter(slug=template_slug)
    for template_id in versions.values_list("pk", flat=True):
        if found := read_template(template_id).by_slug.get(question_slug):
            return found
    return None


def guidance_history(institution, template_slug, question_slug):
    """Every text that stood beside a question, the newest first."""
    return (
        LocalGuidance.objects.filter(
            institution=institution,
            template_slug=template_slug,
            question_slug=question_slug,
        )
        .select_related("written_by")
        .order_by("-number")
    )


def compare_guidance(old, new):
    """What differs between two texts, word by word, in each language."""
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
