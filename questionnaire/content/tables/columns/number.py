"""Columns of numbers and of amounts of money, which can be added up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.bilingual import active_language
from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    read_short,
)
from questionnaire.content.tables.numbers import (
    amount_text,
    number_text,
    read_amount,
    read_number,
)


class Number(ColumnKind):
    """Stored as a decimal in text, “1234.5”."""

    name = "number"
    description = gettext_lazy("number")
    input_mode = "decimal"
    is_figure = True
    has_total = True

    def clean(self, value: Any, column: Column) -> str:
        return str(
            read_short(
                value,
                lambda text: read_number(text, active_language()),
                _("“%(typed)s” is not a number. Write it like 1,234.5."),
            )
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        return number_text(value, language)

    def typed(self, value: Cell, column: Column, language: str) -> str:
        return number_text(value, language)

    def total(self, values: Sequence[Cell]) -> str:
        return f"{sum(map(Decimal, values), Decimal()).normalize():f}"


class Money(Number):
    """Canadian dollars, to the cent."""

    name = "money"
    description = gettext_lazy("amount of money")

    def clean(self, value: Any, column: Column) -> str:
        return str(
            read_short(
                value,
                lambda text: read_amount(text, active_language()),
                _("“%(typed)s” is not an amount of money. Write it like 1,234.50."),
            )
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        return amount_text(value, language)
