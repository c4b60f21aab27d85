"""Columns of free text, in several lines."""

from typing import Any

from django.utils.translation import gettext_lazy

from questionnaire.content.tables.columns.base import Column, ColumnKind, wrong_type


class Text(ColumnKind):
    name = "text"
    description = gettext_lazy("text")
    control = "text"

    def clean(self, value: Any, column: Column) -> str:
        if not isinstance(value, str):
            raise wrong_type()
        return value
