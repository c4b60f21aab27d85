"""Columns of amounts of data, each in the unit in which it was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
    wrong_type,
)
from questionnaire.content.tables.numbers import number_text, read_number
from questionnaire.lib.text import search_key

_FORM = re.compile(r"(.*?)\s*([^\W\d_][^\d]*)?", re.DOTALL)
# Decimals of a total; a byte is lost in a sum of terabytes.
_DECIMALS = 3


@dataclass(frozen=True)
class Unit:
    """A unit of storage: how many bytes it has, and its symbol in each language."""

    size: int
    fr: str
    en: str

    def symbol(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


# {unit as it is stored: Unit}. The decimal ones are the SI's, those of 1024 the IEC's;
# an « octet » is a byte.
UNITS = {
    "B": Unit(1, "o", "B"),
    **{
        f"{letter}B": Unit(1000**power, f"{letter}o", f"{letter}B")
        for power, letter in enumerate("kMGTP", 1)
    },
    **{
        f"{letter}iB": Unit(1024**power, f"{letter}io", f"{letter}iB")
        for power, letter in enumerate("KMGTP", 1)
    },
}
_PREFIXES = ("", "kilo", "mega", "giga", "tera", "peta")


def _words() -> dict[str, tuple[str, str]]:
    """{word, folded: (unit, language that writes it so; "" for both)}."""
    found = {}
    for stored, unit in UNITS.items():
        found[unit.fr.lower()] = stored, "fr"
        found[unit.en.lower()] = stored, "en"
    for power, prefix in enumerate(_PREFIXES):
        stored = list(UNITS)[power]
        for plural in ("", "s"):
            found[f"{prefix}octet{plural}"] = stored, "fr"
            found[f"{prefix}byte{plural}"] = stored, "en"
    return found


_WORDS = _words()


class Quantity(ColumnKind):
    """Stored as {"value": "1.5", "unit": "TB"}; the column’s `unit` is that of a number
    alone.
    """

    name = "quantity"
    description = gettext_lazy("amount of data")
    is_figure = True
    has_total = True
    options = ("unit",)

    def clean(self, value: Any, column: Column) -> Cell:
        if isinstance(value, dict):
            return _stored(value)
        return read_short(
            value,
            lambda text: read_quantity(text, active_language(), column["unit"]),
            _("“%(typed)s” is not an amount of data. Write it like 60 GB or 1.5 TB."),
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        number = number_text(value["value"], language)
        return f"{number}\N{NO-BREAK SPACE}{UNITS[value['unit']].symbol(language)}"

    def typed(self, value: Cell, column: Column, language: str) -> str:
        return self.text(value, column, language)

    def total(self, values: Sequence[Cell]) -> Cell:
        """In the largest of the units that are added up."""
        unit = max((each["unit"] for each in values), key=lambda each: UNITS[each].size)
        size = sum(
            (Decimal(each["value"]) * UNITS[each["unit"]].size for each in values),
            Decimal(),
        )
        total = round(size / UNITS[unit].size, _DECIMALS).normalize()
        return {"value": f"{total:f}", "unit": unit}


def read_quantity(text: str, language: str, unit: str) -> Cell:
    """The amount as it is stored, or None if the text is none; `unit` if it has none.

    A unit that is written so in one language only tells how its number is meant:
    “1,500 GB” are fifteen hundred on any page.
    """
    number, word = _FORM.fullmatch(text.strip()).groups(default="")  # type: ignore[union-attr]
    if word:
        found = _WORDS.get(search_key(word).replace("-", ""))
        if found is None:
            return None
        unit, language = found
    value = read_number(number, language)
    if value is None or value.startswith("-"):
        return None
    return {"value": value, "unit": unit}


def _stored(value: dict[str, Any]) -> Cell:
    number, unit = value.get("value"), value.get("unit")
    if (
        value.keys() != {"value", "unit"}
        or not isinstance(unit, str)
        or unit not in UNITS
        or not isinstance(number, str)
        or len(number) > 30
        or number.startswith("-")
        or read_number(number, "en") != number
    ):
        raise wrong_type()
    return value
