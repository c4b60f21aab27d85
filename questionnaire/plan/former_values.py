"""Values that a question's parts no longer take, in the words that asked for them.

A newer version of a template may drop a part, a choice or a column. What was answered
there stays stored with its version, counts in no total, and is shown as the newest
version of the template that takes it asked for it.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from questionnaire.bilingual import LANGUAGES
from questionnaire.content.kinds import KINDS, Content, Value, leftovers
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
        asked = [
            part
            for contents in self._other_versions
            if question.slug in contents.by_slug
            for part in contents.by_slug[question.slug].parts.all()
        ]
        return [
            (former, value)
            for key, value in rest.items()
            if (former := _former_part(key, value, parts, asked))
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
    """The newest column of this key that takes the cells; else one of plain text."""
    of_key = [column for column in columns if column["key"] == key]
    for column in of_key:
        rows = [{key: cell} for cell in cells]
        if conforming_rows(rows, {"columns": [column]}) == rows:
            return column
    label = of_key[0]["label"] if of_key else dict.fromkeys(LANGUAGES, key)
    return {"key": key, "kind": "text", "label": label}
