"""The cache of templates in each process: no page asks the database for them.

A published template never changes (see append_only.py), so a cached one stays valid
until the process ends. All threads share the instances: nothing may be set on them.
What a page knows about a question besides belongs in its own objects, such as
OutlineQuestion and Worksheet.
"""

import threading
from dataclasses import dataclass
from functools import cached_property

from questionnaire.models import PlanTemplate, Question, Section

# The shipped template takes 0.4 MB, so a full cache about 12 MB.
MAX_CACHED = 32
_cache: dict[int, "TemplateContents"] = {}
_cache_lock = threading.Lock()


@dataclass(frozen=True)
class TemplateContents:
    """One version of a template with everything in it.

    Each question has its section and that its template; `question.parts.all()`,
    `question.guidance.all()` and `question.addition` need no query.
    """

    template: PlanTemplate
    questions: tuple[Question, ...]  # in the order in which they are asked

    @cached_property
    def by_slug(self) -> dict[str, Question]:
        return {question.slug: question for question in self.questions}

    @cached_property
    def by_label(self) -> dict[str, Question]:
        """By the number that people see, such as "2.3"."""
        return {question.label: question for question in self.questions}

    @cached_property
    def by_id(self) -> dict[int, Question]:
        return {question.pk: question for question in self.questions}


def read_template(template_id: int) -> TemplateContents:
    """The contents of a template version, cached; four queries the first time.

    One that is not published may still change, so it is read every time. Raises
    PlanTemplate.DoesNotExist.
    """
    found = _cache.get(template_id)
    if found is None:
        found = _read(template_id)
        if found.template.published_at is not None:
            cache_template(found)
    return found


def cache_template(contents: TemplateContents) -> None:
    """Add it to the cache, which drops its oldest entry when it is full."""
    with _cache_lock:
        while len(_cache) >= MAX_CACHED:
            del _cache[next(iter(_cache))]
        _cache[contents.template.pk] = contents


def clear_template_cache() -> None:
    """Empty the cache: for tests, whose templates are rolled back."""
    _cache.clear()


def _read(template_id: int) -> TemplateContents:
    template = PlanTemplate.objects.get(pk=template_id)
    questions = tuple(
        Question.objects.filter(section__template=template_id)
        .select_related("section", "addition", "invented")
        .defer("addition__table")
        .prefetch_related("parts", "guidance")
        .order_by("section__position", "number")
    )
    sections: dict[int, Section] = {}
    for question in questions:
        question.section = sections.setdefault(question.section_id, question.section)
        question.section.template = template
    return TemplateContents(template, questions)
