"""The desk's plans as tables: a row for each plan, for CSV files and spreadsheets.

Headings are in the active language. Rows are made while they are sent, so that memory
does not grow with the number of plans.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.content.prose import blocks_to_text
from questionnaire.lib.addresses import absolute_url
from questionnaire.lib.dates import plan_time
from questionnaire.lib.xlsx import Cell
from questionnaire.models import Edition, Holding, PlanTemplate, Question
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import Plan, PlanQuestion
from questionnaire.plan.record import READABLE_FORMATS
from questionnaire.plan.templates import read_template
from questionnaire.queries.library.desk import DeskRow

# The slugs of template and question, and the key of the part.
PartKey: TypeAlias = tuple[str, str, str]
Column: TypeAlias = tuple[str, Callable[[DeskRow], Cell]]


def list_table(rows: Iterable[DeskRow]) -> Iterator[list[Cell]]:
    """The desk's list, with its header."""
    columns = _list_columns()
    yield [heading for heading, _value in columns]
    for row in rows:
        yield [value(row) for _heading, value in columns]


def answers_table(
    editions: Iterable[Edition], templates: Sequence[PlanTemplate], language: str
) -> Iterator[list[Cell]]:
    """The answers in these editions, with its header: a column for each part.

    `templates` are all those that the editions follow, the newest version of each
    last. An answer that exists only in the other language stands in it, and its
    question is named in a column of its own.
    """
    parts = _part_columns(templates)
    yield [*_plan_headings(), *parts.values()]
    for edition in editions:
        if edition.plan.get("format") not in READABLE_FORMATS:
            continue
        plan = compose_plan(edition.plan, language)
        template = edition.plan["template"]["slug"]
        texts = {
            (template, question.slug, key): text
            for question in plan.questions
            for key, text in _texts(question).items()
        }
        yield [*_plan_cells(plan, edition, language), *map(texts.get, parts)]


def _list_columns() -> list[Column]:
    return [
        (_("Title"), lambda row: row.project.title),
        (_("Short name"), lambda row: row.project.acronym),
        (_("Principal investigators"), lambda row: "; ".join(row.investigators)),
        (_("ORCID iDs"), lambda row: "; ".join(filter(None, row.orcids))),
        (
            _("Partner institutions"),
            lambda row: "; ".join(each.label for each in row.project.partners.all()),
        ),
        (_("Faculty or department"), lambda row: row.project.department),
        (_("Funder"), lambda row: row.project.funder),
        (_("Grant number"), lambda row: row.project.grant_number),
        (_("Template"), lambda row: row.project.template.title),
        (_("Template version"), lambda row: row.project.template.version),
        (_("Language"), lambda row: row.project.get_language_display()),
        (_("State"), lambda row: row.project.get_status_display()),
        (_("Project started"), lambda row: _day(row.project.created_at)),
        (_("Last change"), lambda row: _day(row.project.updated_at)),
        (_("Edition"), lambda row: row.edition),
        (_("Finished"), lambda row: _day(row.project.finished_at)),
        (_("Exported on"), lambda row: _day(_at(row.exported))),
        (_("Exported by"), lambda row: _by(row.exported)),
        (
            pgettext("number", "Export"),
            lambda row: (
                row.exported.export.number
                if row.exported and row.exported.export
                else None
            ),
        ),
        (
            _("Deposited elsewhere"),
            lambda row: row.deposited.place if row.deposited else None,
        ),
        (
            _("Address or DOI"),
            lambda row: row.deposited.link if row.deposited else None,
        ),
        (_("Noted on"), lambda row: _day(_at(row.deposited))),
        (_("Noted by"), lambda row: _by(row.deposited)),
        (
            _("Address on this site"),
            lambda row: absolute_url("project_overview", row.project.pk),
        ),
    ]


def _plan_headings() -> list[str]:
    return [
        _("Title"),
        _("Principal investigators"),
        _("Partner institutions"),
        _("Funder"),
        _("Grant number"),
        _("Template"),
        _("Template version"),
        _("Edition"),
        _("Finished"),
        _("Address on this site"),
        _("Answers in the other language only"),
    ]


def _plan_cells(plan: Plan, edition: Edition, language: str) -> list[Cell]:
    return [
        plan.title,
        "; ".join(person.name for person in plan.principal_investigators),
        "; ".join(plan.partners),
        plan.funder,
        plan.grant_number,
        plan.template.title,
        plan.template.version,
        edition.number,
        _day(edition.finished_at),
        absolute_url("project_overview", plan.project_id),
        ", ".join(
            question.label
            for question in plan.questions
            if question.is_answered and question.answer_language != language
        ),
    ]


def _part_columns(templates: Sequence[PlanTemplate]) -> dict[PartKey, str]:
    """{part: its heading}, as the newest version that asks for it words it."""
    several = len({template.slug for template in templates}) > 1
    return {
        (template.slug, question.slug, part.key): _heading(
            question, part.letter, part.label, template.title if several else ""
        )
        for template in templates
        for question in read_template(template.pk).questions
        for part in question.parts.all()
    }


def _heading(question: Question, letter: str, label: str, template: str) -> str:
    words = f"{question.label} {question.text}"
    if letter or label:
        words = f"{words} – {letter} {label}".rstrip()
    return f"{words} ({template})" if template else words


def _texts(question: PlanQuestion) -> dict[str, str]:
    """{key of a part: its text}, with what the template no longer takes below."""
    found: dict[str, str] = {}
    for part in (*question.parts, *question.former):
        if text := blocks_to_text(part.blocks):
            found[part.key] = "\n\n".join(filter(None, (found.get(part.key), text)))
    return found


def _at(holding: Holding | None) -> datetime | None:
    return holding.at if holding else None


def _by(holding: Holding | None) -> str:
    return str(holding.by) if holding else ""


def _day(moment: datetime | None) -> str:
    return plan_time(moment).date().isoformat() if moment else ""
