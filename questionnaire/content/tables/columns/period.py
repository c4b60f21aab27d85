"""Columns of periods: so long from some event, until a day, or for ever."""

import datetime
import re
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    read_short,
    wrong_type,
)
from questionnaire.content.tables.columns.choice import label_of
from questionnaire.content.tables.days import read_day
from questionnaire.lib.dates import day_text
from questionnaire.lib.text import search_key

_LENGTH = re.compile(
    r"(\d{1,4})([.,]5)? ?"
    r"(?:(?P<year>ans?|annees?|years?|yrs?)|(?P<month>mois|months?)"
    r"|(?P<week>semaines?|weeks?)|(?P<day>jours?|days?))\b ?(.*)",
    re.ASCII | re.DOTALL,
)
_UNTIL = re.compile(r"(?:until|till|up to|to|jusqu.?(?:au|a|en) ?(?:le )?) ?(.*)")
_FOR_EVER = {
    "always",
    "for ever",
    "forever",
    "indefinitely",
    "permanent",
    "permanently",
    "without limit",
    "a perpetuite",
    "illimite",
    "illimitee",
    "indefiniment",
    "permanente",
    "pour toujours",
    "sans limite",
    "sans limite de duree",
    "toujours",
}


class Period(ColumnKind):
    """Stored as {"value": 7, "unit": "year", "from": "project-end"}, {"until":
    "2031-03-31"} or {"for_ever": True}.

    `from` is one of the column’s `choices`, whose labels go on from the period: “after
    the end of the project”. The column’s own `from`, if it has one, is meant where none
    was typed.
    """

    name = "period"
    description = gettext_lazy("period")
    needs_choices = True
    options = ("from",)

    def clean(self, value: Any, column: Column) -> Cell:
        if isinstance(value, dict):
            return _stored(value, column)
        return read_short(
            value,
            lambda text: read_period(text, column),
            _(
                "“%(typed)s” is not a period. Write it like 7 years, 18 months, until "
                "2031-03-31 or for ever."
            ),
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        with translation.override(language):
            if value.get("for_ever"):
                return pgettext("period", "for ever")
            if "until" in value:
                day = day_text(datetime.date.fromisoformat(value["until"]))
                return _("until %(day)s") % {"day": day}
            length = _length_text(value["value"], value["unit"])
        if "from" in value:
            return f"{length} {label_of(value['from'], column, language)}"
        return length

    def typed(self, value: Cell, column: Column, language: str) -> str:
        return self.text(value, column, language)


def read_period(text: str, column: Column) -> Cell:
    """The period as it is stored, or None if the text is none, in either language."""
    words = search_key(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if words in _FOR_EVER:
        return {"for_ever": True}
    if found := _LENGTH.fullmatch(words):
        return _read_length(found, column)
    day = read_day(words)
    if day is None and (found := _UNTIL.fullmatch(words)):
        day = read_day(found[1])
    return {"until": day} if day else None


def _read_length(found: re.Match[str], column: Column) -> Cell:
    value, half, rest = int(found[1]), found[2], found[7].strip()
    unit = next(name for name in ("year", "month", "week", "day") if found[name])
    if half:
        if unit != "year":
            return None
        value, unit = 12 * value + 6, "month"
    start = _start(rest, column) if rest else column.get("from")
    if rest and start is None:
        return None
    length = {"value": value, "unit": unit}
    return {**length, "from": start} if start else length


def _start(words: str, column: Column) -> str | None:
    """The event from which is counted, given by its label in any language."""
    for choice in column["choices"]:
        if words in map(search_key, choice["label"].values()):
            return str(choice["value"])
    return None


def _length_text(value: int, unit: str) -> str:
    """A length of time in the active language."""
    words = {
        "year": ngettext("%(count)s year", "%(count)s years", value),
        "month": ngettext("%(count)s month", "%(count)s months", value),
        "week": ngettext("%(count)s week", "%(count)s weeks", value),
        "day": ngettext("%(count)s day", "%(count)s days", value),
    }
    return words[unit] % {"count": value}


def _stored(value: dict[str, Any], column: Column) -> Cell:
    if value.keys() == {"for_ever"}:
        is_right = value["for_ever"] is True
    elif value.keys() == {"until"}:
        until = value["until"]
        is_right = isinstance(until, str) and read_day(until[:20]) == until
    else:
        number, unit = value.get("value"), value.get("unit")
        starts = [choice["value"] for choice in column["choices"]]
        is_right = (
            value.keys() - {"from"} == {"value", "unit"}
            and type(number) is int
            and 0 <= number <= 9999
            and unit in ("year", "month", "week", "day")
            and ("from" not in value or value["from"] in starts)
        )
    if not is_right:
        raise wrong_type()
    return value
