"""Templates as each process keeps them in memory: no page asks the database for them.

What is published never changes (see append_only.py), so what was read once stays
true, in every process and until the process ends. The rows are shared by all
threads: nothing is ever set on them. What a page knows of a question besides stands
in the page’s own objects, as OutlineQuestion and Worksheet.
"""

import threading
from dataclasses import dataclass
from functools import cached_property

from questionnaire.models import PlanTemplate, Question, Section

# The shipped template takes 0.4 MB, so all of them 12 MB.
MOST_KEPT = 32
_kept: dict[int, "TemplateContents"] = {}
_keeping = threading.Lock()


@dataclass(frozen=True)
class TemplateContents:
    """One version of a template with everything in it.

    Each question has its section, that section its template; `question.parts.all()`,
    `question.guidance.all()` and `question.addition` are at hand without a query.
    """

    template: PlanTemplate
    questions: tuple[Question, ...]  # in the order in which they are asked

    @cached_property
    def by_slug(self) -> dict[str, Question]:
        return {question.slug: question for question in self.questions}

    @cached_property
    def by_label(self) -> dict[str, Question]:
        """By the number that people see, as "2.3"."""
        return {question.label: question for question in self.questions}

    @cached_property
    def by_id(self) -> dict[int, Question]:
        return {question.pk: question for question in self.questions}


def read_template(template_id: int) -> TemplateContents:
    """What this version of a template asks, from memory; four queries the first time.

    One that is not published may still change, and is read anew each time. Raises
    PlanTemplate.DoesNotExist.
    """
    found = _kept.get(template_id)
    if found is None:
        found = _read(template_id)
        if found.template.published_at is not None:
            keep_template(found)
    return found


def keep_template(contents: TemplateContents) -> None:
    """Have it at hand from now on; the first one that was kept may have to go."""
    with _keeping:
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[contents.template.pk] = contents


def forget_templates() -> None:
    """Start afresh, as a new process does: for tests, which take templates back."""
    _kept.clear()


def _read(template_id: int) -> TemplateContents:
    template = PlanTemplate.objects.get(pk=template_id)
    questions = tuple(
        Question.objects.filter(section__template=template_id)
        .select_related("section", "addition")
        .defer("addition__table")
        .prefetch_related("parts", "guidance")
        .order_by("section__position", "number")
    )
    sections: dict[int, Section] = {}
    for question in questions:
        question.section = sections.setdefault(question.section_id, question.section)
        question.section.template = template
    return TemplateContents(template, questions)
