"""A template as plain data, the same whether it is read from a file or from rows.

Field names are those of `models/template.py`, so that rows can be made from
descriptions, and descriptions from rows, field by field.
"""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

from questionnaire.bilingual import LANGUAGES
from questionnaire.content.kinds import Options
from questionnaire.lib.canonical import Json
from questionnaire.models import PlanTemplate, Section

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Description = TypeVar("Description", bound="DataclassInstance")


@dataclass(frozen=True)
class Text:
    """A text in both official languages."""

    fr: str = ""
    en: str = ""


@dataclass(frozen=True)
class PartDescription:
    position: int
    key: str
    kind: str
    letter: str = ""
    label: Text = Text()
    help: Text = Text()
    required: bool = True
    options: Options = field(default_factory=dict)


@dataclass(frozen=True)
class GuidanceDescription:
    position: int
    slug: str
    body: Text
    title: Text = Text()
    links: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class AdditionDescription:
    hint: Text = Text()
    example: Text = Text()
    guidance_titles: dict[str, dict[str, str]] = field(default_factory=dict)
    table: Json = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionDescription:
    number: int
    slug: str
    text: Text
    parts: tuple[PartDescription, ...]
    guidance: tuple[GuidanceDescription, ...] = ()
    addition: AdditionDescription | None = None
    # What the example makes up; no part of the template, see InventedDetails.
    invented: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SectionDescription:
    position: int
    slug: str
    title: Text
    questions: tuple[QuestionDescription, ...]


@dataclass(frozen=True)
class TemplateDescription:
    slug: str
    version: str
    title: Text
    summary_heading: Text
    summary: Text
    audience: Text
    sections: tuple[SectionDescription, ...]
    links: list[dict[str, Any]] = field(default_factory=list)
    doi: str = ""
    licence: str = ""
    source: Json = field(default_factory=dict)

    @property
    def questions(self) -> list[QuestionDescription]:
        return [question for section in self.sections for question in section.questions]


# Fields with descriptions of other rows.
_CHILDREN = {"sections", "questions", "parts", "guidance", "addition", "invented"}


def columns(description: "DataclassInstance") -> dict[str, Any]:
    """The columns of one row, `title_fr` and `title_en` for `title`."""
    values = {}
    for each in fields(description):
        value = getattr(description, each.name)
        if each.type is Text:
            for code in LANGUAGES:
                values[f"{each.name}_{code}"] = getattr(value, code)
        elif each.name not in _CHILDREN:
            values[each.name] = value
    return values


def describe(template: PlanTemplate) -> TemplateDescription:
    """Read the whole of a stored PlanTemplate. Six queries."""
    sections = template.sections.order_by("position").prefetch_related(
        "questions__parts",
        "questions__guidance",
        "questions__addition",
        "questions__invented",
    )
    return _describe_row(
        TemplateDescription,
        template,
        sections=tuple(_describe_section(section) for section in sections),
    )


def _describe_section(section: Section) -> SectionDescription:
    questions = tuple(
        _describe_row(
            QuestionDescription,
            question,
            parts=tuple(
                _describe_row(PartDescription, part) for part in question.parts.all()
            ),
            guidance=tuple(
                _describe_row(GuidanceDescription, guidance)
                for guidance in question.guidance.all()
            ),
            addition=_describe_row(AdditionDescription, question.addition)
            if hasattr(question, "addition")
            else None,
            invented=question.invented.passages
            if hasattr(question, "invented")
            else {},
        )
        for question in section.questions.all()
    )
    return _describe_row(SectionDescription, section, questions=questions)


def _describe_row(
    description_class: type[Description], row: Model, **children: Any
) -> Description:
    values = {
        each.name: Text(
            **{code: getattr(row, f"{each.name}_{code}") for code in LANGUAGES}
        )
        if each.type is Text
        else getattr(row, each.name)
        for each in fields(description_class)
        if each.name not in children
    }
    return description_class(**values, **children)
