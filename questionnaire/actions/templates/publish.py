"""Publishing plan templates: the only code that writes templates and questions."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from questionnaire.actions.templates.description import (
    QuestionDescription,
    TemplateDescription,
    columns,
    describe,
)
from questionnaire.actions.templates.differences import Difference, find_differences
from questionnaire.errors import Conflict, Invalid
from questionnaire.models import (
    Guidance,
    InventedDetails,
    Part,
    PlanTemplate,
    Question,
    QuestionAddition,
    Section,
)


class TemplateAlreadyPublished(Conflict):
    """This version is published with other content, as `differences` shows."""

    code = "template_is_published"

    def __init__(
        self, template: PlanTemplate, differences: Sequence[Difference]
    ) -> None:
        message = _(
            "Version %(version)s of “%(slug)s” is published and never changes. "
            "Give the new text a new version number."
        ) % {"version": template.version, "slug": template.slug}
        self.message = "\n".join([message, *map(str, differences)])
        super().__init__(self.message)
        self.differences = differences


class BreaksEarlierVersion(Invalid):
    """Answers could not move to the new version, for the reasons in `problems`."""

    code = "breaks_earlier_version"

    def __init__(
        self, description: TemplateDescription, problems: Sequence[str]
    ) -> None:
        message = _(
            "Answers could not follow to version %(version)s of “%(slug)s” from an "
            "earlier one; nothing was loaded."
        ) % {"version": description.version, "slug": description.slug}
        self.message = "\n".join([message, *problems])
        super().__init__(self.message)
        self.problems = problems


@dataclass(frozen=True)
class PublishResult:
    """The stored template; `created` is false if it existed before."""

    template: PlanTemplate
    created: bool


@transaction.atomic
def publish_template(
    description: TemplateDescription, *, published_at: datetime.datetime | None = None
) -> PublishResult:
    """Store a TemplateDescription as a published version, all of it or nothing.

    Publishing the same again writes nothing, but for what the examples make up, which
    is no part of the template and may be corrected. Raises TemplateAlreadyPublished
    when this version exists with other content, and BreaksEarlierVersion when projects
    could not move to it with their answers (see fixtures/README.md).
    """
    stored = PlanTemplate.objects.filter(
        slug=description.slug, version=description.version
    ).first()
    if stored is None:
        if problems := list(_find_breaks(description)):
            raise BreaksEarlierVersion(description, problems)
        created = _create(description, published_at)
        _note_invented(created, description)
        return PublishResult(created, created=True)
    published = describe(stored)
    differences = find_differences(published, description)
    if differences:
        raise TemplateAlreadyPublished(stored, differences)
    if published != description:
        _note_invented(stored, description)
    return PublishResult(stored, created=False)


def _note_invented(template: PlanTemplate, description: TemplateDescription) -> None:
    """Let the details that these examples make up be known, and no others."""
    passages = {each.slug: each.invented for each in description.questions}
    questions = Question.objects.filter(section__template=template)
    InventedDetails.objects.filter(question__in=questions).delete()
    InventedDetails.objects.bulk_create(
        InventedDetails(question=question, passages=passages[question.slug])
        for question in questions
        if passages[question.slug]
    )


def _find_breaks(description: TemplateDescription) -> Iterator[str]:
    """Yield what would prevent answers from moving to this version, in words."""
    labels: dict[str, str] = {}
    for section in description.sections:
        for question in section.questions:
            if question.slug in labels:
                yield _("“%(slug)s” is used twice") % {"slug": question.slug}
            labels[question.slug] = f"{section.position}.{question.number}"
    # {question: {version: {part: kind}}}
    earlier: dict[str, dict[str, dict[str, str]]] = {}
    parts = Part.objects.filter(question__section__template__slug=description.slug)
    for version, slug, key, kind in parts.order_by("pk").values_list(
        "question__section__template__version", "question__slug", "key", "kind"
    ):
        earlier.setdefault(slug, {}).setdefault(version, {})[key] = kind
    for question in description.questions:
        kinds = {part.key: part.kind for part in question.parts}
        for version, before in earlier.get(question.slug, {}).items():
            names = {"label": labels[question.slug], "version": version}
            if not before.keys() & kinds.keys():
                yield (
                    _(
                        "question %(label)s keeps no part of version %(version)s: keep "
                        "the key of one, or give the question another slug"
                    )
                    % names
                )
            for key, kind in kinds.items():
                if before.get(key, kind) != kind:
                    yield _(
                        "question %(label)s, part “%(key)s”: it was of kind "
                        "“%(before)s” in version %(version)s; a part of another kind "
                        "needs another key"
                    ) % {**names, "key": key, "before": before[key]}


def _create(
    description: TemplateDescription, published_at: datetime.datetime | None
) -> PlanTemplate:
    template = PlanTemplate.objects.create(
        **columns(description), published_at=published_at or timezone.now()
    )
    for each in description.sections:
        section = Section.objects.create(template=template, **columns(each))
        for question in each.questions:
            _create_question(section, question)
    return template


def _create_question(section: Section, description: QuestionDescription) -> None:
    question = Question.objects.create(section=section, **columns(description))
    Part.objects.bulk_create(
        Part(question=question, **columns(part)) for part in description.parts
    )
    Guidance.objects.bulk_create(
        Guidance(question=question, **columns(guidance))
        for guidance in description.guidance
    )
    if description.addition:
        QuestionAddition.objects.create(
            question=question, **columns(description.addition)
        )
