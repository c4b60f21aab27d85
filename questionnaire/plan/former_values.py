"""Values that a question's parts no longer take, in the words that asked for them.

A newer version of a template may drop a part, a choice or a column. What was answered
there stays stored with its version, counts in no total, and is shown as the newest
version of the template that takes it asked for it.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from questionnaire.bilingual import LANGUAGES
from questionnaire.content.blocks import Block
from questionnaire.content.comparing import Comparison
from questionnaire.content.kinds import (
    KINDS,
    Content,
    Value,
    compare_contents,
    leftovers,
)
from questionnaire.content.tables import conforming_rows
from questionnaire.models import Part, PlanTemplate, Question
from questionnaire.plan.templates import TemplateContents, read_template


class FormerValues:
    """Reads what answers say that a template no longer takes.

    One query, whatever the number of answers, and none when everything fits.
    """

    def __init__(self, template: PlanTemplate) -> None:
        self._template = template

    def of(self, question: Question, content: Content) -> list[tuple[Part, Value]]:
        """[(part, value)] of what a content says that the question does not take."""
        parts = list(question.parts.all())
        rest = leftovers(content, parts)
        if not rest:
            return []
        asked = self._asked_before(question)
        return [
            (former, value)
            for key, value in rest.items()
            if (former := _former_part(key, value, parts, asked))
        ]

    def blocks_of(
        self, question: Question, content: Content, language: str
    ) -> list[tuple[Part, tuple[Block, ...]]]:
        """[(part, blocks)] of what a content says that the question does not take."""
        return [
            (part, KINDS[part.kind].blocks(value, part.options, language))
            for part, value in self.of(question, content)
        ]

    def compare(
        self, question: Question, old: Content, new: Content, language: str
    ) -> tuple[tuple[Part, Comparison], ...]:
        """The differences between two contents, with what no longer fits."""
        parts = self.parts_of(question, old, new)
        return compare_contents(old, new, parts, language)

    def parts_of(self, question: Question, *contents: Content) -> list[Part]:
        """The parts of a question, with what it takes to show all of these contents.

        To compare them: columns and choices that it no longer has are among those that
        it has, and parts that it no longer has are after them.
        """
        parts = list(question.parts.all())
        rests = [leftovers(content, parts) for content in contents]
        if not any(rests):
            return parts
        asked = self._asked_before(question)
        values = {
            part.key: [each[part.key] for each in rests if part.key in each]
            for part in (*parts, *asked)
        }
        known = {part.key for part in parts}
        dropped = [
            former
            for key, found in values.items()
            if key not in known and found
            if (former := _former_part(key, found[0], parts, asked))
        ]
        return [
            *(
                _wider_part(
                    part,
                    [each for each in asked if each.key == part.key],
                    [each[part.key] for each in contents if part.key in each],
                )
                if values[part.key]
                else part
                for part in parts
            ),
            *dropped,
        ]

    def _asked_before(self, question: Question) -> list[Part]:
        return [
            part
            for contents in self._other_versions
            if question.slug in contents.by_slug
            for part in contents.by_slug[question.slug].parts.all()
        ]

    @cached_property
    def _other_versions(self) -> list[TemplateContents]:
        """The other published versions of the template, newest first."""
        versions = PlanTemplate.objects.published().filter(slug=self._template.slug)
        others = versions.exclude(pk=self._template.pk).values_list("pk", flat=True)
        return [read_template(template_id) for template_id in others]


def count_values(value: Value) -> int:
    """How many values there are: cells of a table beside those that name rows."""
    if not isinstance(value, list):
        return 1
    return sum(max(1, len(row) - 1) for row in value)


def _former_part(
    key: str, value: Value, parts: Sequence[Part], asked: Sequence[Part]
) -> Part | None:
    """The newest part that takes the value; a table of the newest columns that do."""
    known = [each for each in (*asked, *parts) if each.key == key]
    if not known:
        return None
    takes = [
        each for each in known if KINDS[each.kind].conform(value, each.options) == value
    ]
    model = (takes or known)[0]
    options = model.options
    if model.kind == "table":
        options = {
            **{name: each for name, each in options.items() if name != "fixed_rows"},
            "columns": _former_columns(value, known),
        }
    return Part(
        key=key,
        letter=model.letter,
        kind=model.kind,
        label_fr=model.label_fr,
        label_en=model.label_en,
        options=options,
    )


def _wider_part(part: Part, asked: Sequence[Part], values: Sequence[Value]) -> Part:
    """A part that also has the choices and columns that these values need."""
    earlier = [each.options for each in asked if each.kind == part.kind]
    options = dict(part.options)
    if "choices" in options:
        options["choices"] = _joined("value", [options, *earlier], "choices")
    if "columns" in options:
        columns = [column for each in (options, *earlier) for column in each["columns"]]
        rows = [row for value in values for row in value]
        shown = {key for row in rows for key in row}
        shown |= {column["key"] for column in options["columns"]}
        options["columns"] = [
            _column(key, [row[key] for row in rows if key in row], columns)
            for key in dict.fromkeys(column["key"] for column in columns)
            if key in shown
        ]
    return Part(
        key=part.key,
        letter=part.letter,
        kind=part.kind,
        label_fr=part.label_fr,
        label_en=part.label_en,
        options=options,
    )


def _joined(
    key: str, options: Sequence[Mapping[str, Any]], name: str
) -> list[dict[str, Any]]:
    """The columns or choices of several versions, each once, as the first has it."""
    found: dict[str, dict[str, Any]] = {}
    for each in options:
        for one in each[name]:
            found.setdefault(one[key], one)
    return list(found.values())


def _former_columns(
    rows: Sequence[dict[str, Any]], known: Sequence[Part]
) -> list[dict[str, Any]]:
    """The columns of these cells, in the order of the newest version that has them."""
    columns = [column for part in known for column in part.options["columns"]]
    order = list(dict.fromkeys(column["key"] for column in columns))
    used = {key for row in rows for key in row}
    return [
        _column(key, [row[key] for row in rows if key in row], columns)
        for key in [*(key for key in order if key in used), *sorted(used - set(order))]
    ]


def _column(
    key: str, cells: Sequence[Any], columns: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """The newest column of this key that takes the cells; else one of plain text.

    Or, of columns with choices, one that has those of all of them.
    """
    of_key = [column for column in columns if column["key"] == key]
    choosing = [column for column in of_key if "choices" in column]
    if choosing:
        joined = _joined("value", choosing, "choices")
        of_key.append({**choosing[0], "choices": joined})
    for column in of_key:
        rows = [{key: cell} for cell in cells]
        if conforming_rows(rows, {"columns": [column]}) == rows:
            return column
    label = of_key[0]["label"] if of_key else dict.fromkeys(LANGUAGES, key)
    return {"key": key, "kind": "text", "label": label}
