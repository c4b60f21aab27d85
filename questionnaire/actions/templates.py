"""Publishing plan templates: the only writer of templates and their questions."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from questionnaire.actions.template_description import columns, describe
from questionnaire.actions.template_differences import find_differences
from questionnaire.models import (
    Guidance,
    Part,
    PlanTemplate,
    Question,
    QuestionAddition,
    Section,
)


class TemplateIsPublished(Exception):
    """Raised when a published version would change; `differences` says where."""

    def __init__(self, template, differences):
        message = _(
            "Version %(version)s of “%(slug)s” is published and never changes. "
            "Give the new text a new version number."
        ) % {"version": template.version, "slug": template.slug}
        super().__init__("\n".join([message, *map(str, differences)]))
        self.differences = differences


@dataclass(frozen=True)
class PublishResult:
    """The stored template; `created` is false when it was there already."""

    template: PlanTemplate
    created: bool


@transaction.atomic
def publish_template(description, *, published_at=None):
    """Store a TemplateDescription as a published version, all of it or nothing.

    Publishing the same again writes nothing. Raises TemplateIsPublished when
    this version is there with other content.
    """
    stored = PlanTemplate.objects.filter(
        slug=description.slug, version=description.version
    ).first()
    if stored is None:
        return PublishResult(_create(description, published_at), created=True)
    differences = find_differences(describe(stored), description)
    if differences:
        raise TemplateIsPublished(stored, differences)
    return PublishResult(stored, created=False)


def _create(description, published_at):
    template = PlanTemplate.objects.create(
        **columns(description), published_at=published_at or timezone.now()
    )
    for each in description.sections:
        section = Section.objects.create(template=template, **columns(each))
        for question in each.questions:
            _create_question(section, question)
    return template


def _create_question(section, description):
    question = Question.objects.create(section=section, **columns(description))
    for model, pieces in (
        (Part, description.parts),
        (Guidance, description.guidance),
        (QuestionAddition, [description.addition] if description.addition else []),
    ):
        model.objects.bulk_create(
            model(question=question, **columns(piece)) for piece in pieces
        )
