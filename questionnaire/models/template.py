"""The published questionnaire: template, sections, questions, parts, guidance.

Rows come from fixtures and are never changed once published; only the command
`load_template` writes them. Texts of the template and texts that this project adds
(hints, examples) are in separate tables.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from questionnaire.bilingual import Bilingual, in_both_languages
from questionnaire.content.invented import InventedDetail, details_of

_Method = TypeVar("_Method", bound=Callable[..., Any])
_Piece = TypeVar("_Piece", bound=models.Model)


def _loaded_after(model: str) -> Callable[[_Method], _Method]:
    """Declare which model’s rows must come first in a fixture with natural keys."""

    def decorate(method: _Method) -> _Method:
        method.dependencies = [model]  # type: ignore[attr-defined]
        return method

    return decorate


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    def published(self) -> Self:
        """Versions that projects may follow, the newest first."""
        return self.exclude(published_at=None).order_by("-published_at", "-pk")

    def newest(self) -> Self:
        """The latest published version of each template."""
        versions = self.model.objects.published().filter(slug=OuterRef("slug"))
        return self.filter(pk=Subquery(versions.values("pk")[:1]))

    def newer_than(self, template: "PlanTemplate") -> Self:
        """Later published versions of the same template, the newest first."""
        versions = self.published().filter(slug=template.slug).exclude(pk=template.pk)
        if template.published_at is None:
            return versions
        return versions.filter(published_at__gt=template.published_at)

    def get_by_natural_key(self, slug: str, version: str) -> "PlanTemplate":
        return self.get(slug=slug, version=version)


class PlanTemplate(models.Model):
    """One version of a published questionnaire."""

    slug = models.SlugField()
    version = models.CharField(max_length=20)
    title_fr = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    summary_heading_fr = models.CharField(max_length=100)
    summary_heading_en = models.CharField(max_length=100)
    summary_fr = models.TextField(help_text="Markdown")
    summary_en = models.TextField(help_text="Markdown")
    audience_fr = models.TextField()
    audience_en = models.TextField()
    links = models.JSONField(default=list, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    # Where the text comes from, who owns it, and printing errors that were kept.
    source = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual()
    summary_heading = Bilingual()
    summary = Bilingual()
    audience = Bilingual()

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        ordering = ["slug", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"], name="template_versions_are_unique"
            ),
            models.CheckConstraint(
                condition=in_both_languages("title", "summary", "audience"),
                name="templates_are_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_fr} ({self.version})"

    def natural_key(self) -> tuple[str, ...]:
        return (self.slug, self.version)


class SectionManager(models.Manager["Section"]):
    def get_by_natural_key(
        self, template_slug: str, template_version: str, slug: str
    ) -> "Section":
        return self.get(
            template__slug=template_slug,
            template__version=template_version,
            slug=slug,
        )


class Section(models.Model):
    """A chapter of a template."""

    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    title_fr = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)

    title = Bilingual()

    objects = SectionManager()

    class Meta:
        verbose_name = _("section")
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="section_positions_are_unique"
            ),
            models.UniqueConstraint(
                fields=["template", "slug"], name="section_slugs_are_unique"
            ),
            models.CheckConstraint(
                condition=in_both_languages("title"),
                name="sections_are_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.title_fr}"

    @_loaded_after("questionnaire.plantemplate")
    def natural_key(self) -> tuple[str, ...]:
        return (*self.template.natural_key(), self.slug)


class QuestionManager(models.Manager["Question"]):
    def get_by_natural_key(
        self, template_slug: str, template_version: str, section: str, slug: str
    ) -> "Question":
        return self.get(
            section__template__slug=template_slug,
            section__template__version=template_version,
            section__slug=section,
            slug=slug,
        )


class Question(models.Model):
    """One question, shown with its label, as 2.3, and addressed by its slug.

    The number may change from one version of a template to the next; the slug never
    changes, and is unique within a version.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    text_fr = models.TextField()
    text_en = models.TextField()

    text = Bilingual()

    objects = QuestionManager()

    class Meta:
        verbose_name = _("question")
        ordering = ["section", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="question_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["section", "slug"], name="question_slugs_are_unique"
            ),
            models.CheckConstraint(
                condition=in_both_languages("text"),
                name="questions_are_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text_fr}"

    @_loaded_after("questionnaire.section")
    def natural_key(self) -> tuple[str, ...]:
        return (*self.section.natural_key(), self.slug)

    @property
    def label(self) -> str:
        """The number that people see, as "2.3". Reads the section."""
        return f"{self.section.position}.{self.number}"


class QuestionPieceManager(models.Manager[_Piece]):
    """Natural keys for models that belong to a question and have a key of their own."""

    key_field = "key"

    def get_by_natural_key(
        self, slug: str, version: str, section: str, question: str, key: str
    ) -> _Piece:
        return self.get(
            question__section__template__slug=slug,
            question__section__template__version=version,
            question__section__slug=section,
            question__slug=question,
            **{self.key_field: key},
        )


class GuidanceManager(QuestionPieceManager["Guidance"]):
    key_field = "slug"


class Part(models.Model):
    """A part of a question with one input: A, B, C…, or the only one."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=30)
    # "A", "B"…; empty when the question has one part.
    letter = models.CharField(max_length=3, blank=True)
    label_fr = models.TextField(blank=True)
    label_en = models.TextField(blank=True)
    help_fr = models.TextField(blank=True)
    help_en = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    # Settings for the kind, such as the choices in both languages.
    options = models.JSONField(default=dict, blank=True)

    label = Bilingual()
    help = Bilingual()

    objects = QuestionPieceManager()

    class Meta:
        verbose_name = _("part")
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "position"], name="part_positions_are_unique"
            ),
            models.UniqueConstraint(
                fields=["question", "key"], name="part_keys_are_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.label_fr}".strip() or self.key

    @_loaded_after("questionnaire.question")
    def natural_key(self) -> tuple[str, ...]:
        return (*self.question.natural_key(), self.key)


class Guidance(models.Model):
    """Guidance on a question, from the text of the template."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="guidance")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    # In the source, some guidance has no title.
    title_fr = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    body_fr = models.TextField(help_text="Markdown")
    body_en = models.TextField(help_text="Markdown")
    links = models.JSONField(default=list, blank=True)

    title = Bilingual()
    body = Bilingual()

    objects = GuidanceManager()

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "position"], name="guidance_positions_are_unique"
            ),
            models.UniqueConstraint(
                fields=["question", "slug"], name="guidance_slugs_are_unique"
            ),
            models.CheckConstraint(
                condition=in_both_languages("body"),
                name="guidance_is_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return self.title_fr or self.slug

    @_loaded_after("questionnaire.question")
    def natural_key(self) -> tuple[str, ...]:
        return (*self.question.natural_key(), self.slug)


class QuestionAdditionManager(models.Manager["QuestionAddition"]):
    def get_by_natural_key(self, *question_key: str) -> "QuestionAddition":
        return self.get(question=Question.objects.get_by_natural_key(*question_key))


class QuestionAddition(models.Model):
    """What this project adds to a question, apart from the template's own text."""

    question = models.OneToOneField(Question, models.PROTECT, related_name="addition")
    hint_fr = models.TextField(blank=True)
    hint_en = models.TextField(blank=True)
    example_fr = models.TextField(blank=True)
    example_en = models.TextField(blank=True)
    # {guidance slug: {"fr": …, "en": …}}: titles for guidance without one.
    guidance_titles = models.JSONField(default=dict, blank=True)
    # A table to fill in with the answer: title, columns, choices.
    table = models.JSONField(default=dict, blank=True)

    hint = Bilingual()
    example = Bilingual()

    objects = QuestionAdditionManager()

    class Meta:
        verbose_name = _("addition to a question")
        verbose_name_plural = _("additions to questions")
        constraints = [
            models.CheckConstraint(
                condition=(Q(hint_fr="") & Q(hint_en="")) | in_both_languages("hint"),
                name="hints_are_in_both_languages",
            ),
            models.CheckConstraint(
                condition=(Q(example_fr="") & Q(example_en=""))
                | in_both_languages("example"),
                name="examples_are_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)

    @_loaded_after("questionnaire.question")
    def natural_key(self) -> tuple[str, ...]:
        return self.question.natural_key()


def invented_details(question: Question) -> list[InventedDetail]:
    """What the example to a question makes up, in both languages."""
    listed = getattr(question, "invented", None)
    addition = getattr(question, "addition", None)
    if listed is None or addition is None:
        return []
    return [
        detail
        for language, passages in listed.passages.items()
        for detail in details_of(getattr(addition, f"example_{language}"), passages)
    ]


class InventedDetailsManager(models.Manager["InventedDetails"]):
    def get_by_natural_key(self, *question_key: str) -> "InventedDetails":
        return self.get(question=Question.objects.get_by_natural_key(*question_key))


class InventedDetails(models.Model):
    """What is made up in the example answer to a question: names, dates, amounts.

    Whoever starts from the example replaces them by their own. They say something of
    the template’s text and are no part of it: they may be corrected under the same
    version.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="invented")
    # {"fr": […], "en": […]}: passages, as they stand in the example of that language.
    passages = models.JSONField()

    objects = InventedDetailsManager()

    class Meta:
        verbose_name = _("invented details of an example")
        verbose_name_plural = _("invented details of examples")

    def __str__(self) -> str:
        return str(self.question)

    @_loaded_after("questionnaire.question")
    def natural_key(self) -> tuple[str, ...]:
        return self.question.natural_key()
