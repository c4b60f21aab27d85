"""Tables: rows of cells under the columns that the template names."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms

from questionnaire.content.blocks import Block
from questionnaire.content.kinds.base import Kind, Options, Value
from questionnaire.content.tables import (
    Row,
    clean_rows,
    conforming_rows,
    leftover_rows,
    table_block,
)
from questionnaire.content.tables.field import TableField


class Table(Kind):
    """`options` is {"columns": […], "title": …, "fixed_rows": …}.

    content/tables/cells.py describes a column; `title` and `fixed_rows` may be
    absent. A value is a list of rows, {column key: value}.
    """

    name = "table"
    is_divisible = True

    def form_field(
        self, *, label: str, help_text: str, options: Options, language: str
    ) -> forms.Field:
        return TableField(
            label=label,
            help_text=help_text,
            required=False,
            options=options,
            language=language,
        )

    def clean(self, value: Any, options: Options) -> list[Row] | None:
        return clean_rows(value, options) or None

    def conform(self, value: Value, options: Options) -> list[Row] | None:
        return conforming_rows(value, options) or None

    def leftover(self, value: Value, options: Options) -> list[Row] | None:
        return leftover_rows(value, options) or None

    def blocks(
        self, value: Value, options: Options, language: str
    ) -> tuple[Block, ...]:
        return (table_block(value, options, language),) if value else ()

    def split(self, value: Value) -> list[Value]:
        return [[row] for row in value]

    def merge(self, pieces: Sequence[Value]) -> list[Row] | None:
        return [row for rows in pieces for row in rows] or None

    def own_words(self, piece: Value, options: Options) -> str:
        texts = [each["key"] for each in options["columns"] if each["kind"] == "text"]
        return "\n".join(row[key] for row in piece for key in texts if row.get(key))

    def append(self, value: Value, added: Value) -> list[Row] | None:
        """My rows, then the colleague's rows that I do not have yet."""
        mine = value or []
        return [*mine, *(row for row in added or [] if row not in mine)] or None

    def to_form_data(self, name: str, value: Value) -> tuple[str, str]:
        return name, json.dumps(value, ensure_ascii=False) if value else ""
