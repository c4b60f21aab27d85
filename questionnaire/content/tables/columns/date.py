"""Columns of dates."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    read_short,
)
from questionnaire.content.tables.days import read_day
from questionnaire.lib.dates import day_text


class Date(ColumnKind):
    """Stored as “2026-11-22”."""

    name = "date"
    description = gettext_lazy("date")

    def clean(self, value: Any, column: Column) -> str:
        message = _("“%(typed)s” is not a date. Write it like 2026-04-01.")
        return str(read_short(value, read_day, message))

    def text(self, value: Cell, column: Column, language: str) -> str:
        with translation.override(language):
            return day_text(datetime.date.fromisoformat(value))
