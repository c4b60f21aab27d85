"""French in files is well set, whatever was typed; the plan's record keeps that."""

from collections.abc import Iterable
from dataclasses import replace

from questionnaire.content.typography import typeset, typeset_blocks
from questionnaire.plan.document import Plan, PlanPart, PlanQuestion, PlanSection
from questionnaire.vocabulary import Language


def typeset_plan(plan: Plan) -> Plan:
    """The plan with the typography of its French answers, title and summary."""
    sections = tuple(map(_section, plan.sections))
    if plan.title_language != Language.FR:
        return replace(plan, sections=sections)
    return replace(
        plan,
        title=typeset(plan.title),
        short_title=typeset(plan.short_title),
        summary=typeset(plan.summary),
        sections=sections,
    )


def _section(section: PlanSection) -> PlanSection:
    return replace(section, questions=tuple(map(_question, section.questions)))


def _question(question: PlanQuestion) -> PlanQuestion:
    if question.answer_language != Language.FR:
        return question
    return replace(
        question, parts=_parts(question.parts), former=_parts(question.former)
    )


def _parts(parts: Iterable[PlanPart]) -> tuple[PlanPart, ...]:
    return tuple(replace(part, blocks=typeset_blocks(part.blocks)) for part in parts)
