"""The form field for a table and its editor, with and without script."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.bilingual import active_language
from questionnaire.content.tables.cells import clean_cell, kind_of, typed_cell
from questionnaire.content.tables.columns import Column
from questionnaire.content.tables.rows import MAX_ROWS, Options, Row, clean_rows

# How many empty rows follow the filled ones.
SPARE_ROWS = 2
_CELL_NAME = re.compile(r":([0-9]{1,4}):(.+)")


class TableEditor(forms.Widget):
    """A table of native controls, one row after the other.

    Without script each control posts under a name of its own, `part_x:0:volume`;
    the script posts all rows as JSON under the name of the field. Rows are
    numbered as they stand in the form, so that a message can name them.
    """

    template_name = "questionnaire/widgets/table_editor.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.options: Options = {"columns": []}
        self.language = ""

    def id_for_label(self, id_: str) -> str:
        """The first cell, which an error summary links to."""
        columns = self.options["columns"]
        return f"{id_}:0:{columns[0]['key']}" if id_ and columns else id_

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> Any:
        """[{column key: value as typed}], or the text that could not be read."""
        text = data.get(name)
        if text is None:
            return self._rows_of_controls(data, name)
        try:
            return json.loads(text) if text.strip() else []
        except (ValueError, RecursionError):
            return text

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> bool:
        return not any(each.partition(":")[0] == name for each in data)

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = self._shown_rows(value)
        columns = [self._column(column) for column in self.options["columns"]]
        id_ = context["widget"]["attrs"].get("id", name)
        context["widget"].update(
            id=id_,
            columns=columns,
            rows=[
                self._row(row, number, columns, name, id_)
                for number, row in enumerate([*rows, *[{}] * SPARE_ROWS], 1)
            ],
            blank=self._row({}, 0, columns, "", ""),
            max_rows=MAX_ROWS,
            lang=self.language,
            title=self.options.get("title", {}).get(active_language(), ""),
            words=_words(),
        )
        return context

    def _rows_of_controls(self, data: Mapping[str, Any], name: str) -> list[Row]:
        rows: dict[int, Row] = {}
        controls = {
            each["key"]: kind_of(each).control for each in self.options["columns"]
        }
        for each in data:
            field, colon, place = each.partition(":")
            found = _CELL_NAME.fullmatch(colon + place)
            if field != name or not found or found[2] not in controls:
                continue
            is_list = controls[found[2]] == "checkboxes"
            value = (
                data.getlist(each)
                if is_list and isinstance(data, MultiValueDict)
                else data.get(each)
            )
            rows.setdefault(int(found[1]), {})[found[2]] = value
        return [rows.get(number, {}) for number in range(max(rows, default=-1) + 1)]

    def _shown_rows(self, value: Any) -> list[Row]:
        """The rows to show: those of the value, then the template's rows it lacks."""
        readable = value if isinstance(value, list) else []
        rows = [row if isinstance(row, dict) else {} for row in readable]
        while rows and all(value in (None, "", []) for value in rows[-1].values()):
            rows.pop()
        fixed = self.options.get("fixed_rows")
        if not fixed:
            return rows
        named = {str(row.get(fixed["column"])) for row in rows}
        missing = [each for each in fixed["values"] if each not in named]
        return [*rows, *({fixed["column"]: each} for each in missing)]

    @staticmethod
    def _column(column: Column) -> dict[str, Any]:
        language = active_language()
        kind = kind_of(column)
        label = column["label"][language]
        if column["kind"] == "date":
            label = _("%(column)s (YYYY-MM-DD)") % {"column": label}
        return {
            "key": column["key"],
            "kind": kind,
            "label": label,
            "source": column,
            "choices": kind.choices(column, language),
        }

    def _row(
        self, row: Row, number: int, columns: list[dict[str, Any]], name: str, id_: str
    ) -> dict[str, Any]:
        return {
            "number": number,
            "cells": [
                self._cell(row.get(column["key"]), number, column, name, id_)
                for column in columns
            ],
        }

    @staticmethod
    def _cell(
        value: Any, number: int, column: dict[str, Any], name: str, id_: str
    ) -> dict[str, Any]:
        place = f":{number - 1}:{column['key']}"
        value = typed_cell(value, column["source"])
        chosen = value if isinstance(value, list) else [value]
        return {
            "column": column,
            "name": f"{name}{place}" if name else "",
            "id": f"{id_}{place}" if id_ else "",
            "label": _("%(column)s, row %(row)s")
            % {"column": column["label"], "row": number},
            "value": "" if value is None else value,
            "options": [
                (each, label, each in chosen) for each, label in column["choices"]
            ],
            "error": _error(value, column["source"]),
        }


class TableField(forms.Field):
    """Rows, cleaned (see `clean_rows`); `options` are the part's."""

    widget = TableEditor

    def __init__(self, *, options: Options, language: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.options, self.widget.language = options, language
        self.options = options

    def to_python(self, value: Any) -> list[Row]:
        """Raises ValidationError for what `clean_rows` refuses."""
        return clean_rows([] if value in (None, "") else value, self.options)


def _words() -> dict[str, str]:
    """The script's messages, by the names of its data attributes."""
    return {
        "cell": _("%(column)s, row %(row)s"),
        "up": _("Move row %(row)s up"),
        "down": _("Move row %(row)s down"),
        "remove": _("Remove row %(row)s"),
        "added": _("Row %(row)s added."),
        "moved": _("This is row %(row)s now."),
        "removed": _("Row %(row)s removed."),
        "undone": _("Undone."),
        "pasted": _("Pasted into rows %(first)s to %(last)s."),
        "left-out": _("Cells without a place or not in their list: %(count)s."),
        "full": _("This table can’t have more rows."),
        "none": pgettext("choices of a cell", "None"),
    }


def _error(value: Any, column: Column) -> str:
    """The error in a cell as it was typed; "" for none."""
    try:
        clean_cell(value, column)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
