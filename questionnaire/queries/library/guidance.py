"""What institutions add beside questions: for pages of plans and for the desk."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from questionnaire.bilingual import LANGUAGES, active_language
from questionnaire.content.comparing import compare_blocks
from questionnaire.content.markdown import markdown_blocks
from questionnaire.models import (
    InstitutionLogo,
    LocalGuidance,
    PlanTemplate,
    Question,
)


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


def with_local_guidance(questions, project):
    """Let questions carry the newest text of the project's institution.

    As `local_text`, in the active language, and `local_logo`: no query of its own.
    """
    if project.institution_id is None:
        return questions
    newest = LocalGuidance.objects.filter(
        institution=project.institution_id,
        template_slug=project.template.slug,
        question_slug=OuterRef("slug"),
    ).order_by("-number")
    logo = InstitutionLogo.objects.filter(institution=project.institution_id)
    return questions.annotate(
        local_text=Subquery(newest.values(f"body_{active_language()}")[:1]),
        local_logo=Subquery(logo.values("sha256")[:1]),
    )


def local_advice(question, project):
    """The LocalAdvice beside a question read `with_local_guidance`, or None."""
    text = getattr(question, "local_text", None)
    if not text:
        return None
    return LocalAdvice(project.institution, text, question.local_logo or "")


def read_guided_templates(institution):
    """Every published template with its questions, for the desk. Three queries."""
    templates = {
        template.pk: template
        for template in PlanTemplate.objects.exclude(published_at=None).order_by(
            "slug", "-published_at", "-pk"
        )
    }
    newest = {}
    for guidance in (
        LocalGuidance.objects.filter(institution=institution)
        .select_related("written_by")
        .order_by("number")
    ):
        newest[guidance.template_slug, guidance.question_slug] = guidance
    questions = {}
    for question in (
        Question.objects.filter(section__template__in=templates)
        .select_related("section")
        .order_by("section__position", "number")
    ):
        questions.setdefault(question.section.template_id, []).append(question)
    found, seen = {}, set()
    for template in templates.values():
        rows = []
        for question in questions.get(template.pk, ()):
            key = (template.slug, question.slug)
            if key not in seen:
                seen.add(key)
                rows.append(GuidedQuestion(question, newest.get(key)))
        first, before = found.setdefault(template.slug, (template, []))
        before.extend(rows)
    return [GuidedTemplate(first, tuple(rows)) for first, rows in found.values()]


def find_guided_question(template_slug, question_slug):
    """The question in the newest published version that has it, or None."""
    return (
        Question.objects.filter(
            section__template__slug=template_slug,
            section__template__published_at__isnull=False,
            slug=question_slug,
        )
        .select_related("section__template")
        .order_by("-section__template__published_at", "-section__template__pk")
        .first()
    )


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
