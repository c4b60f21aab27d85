"""Dates as people write them in French and in English, in words or as 2026-04-01."""

import datetime
import re

from questionnaire.lib.text import search_key

_NUMBERS = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))", re.ASCII
)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]{3,})\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)


def read_day(text: str) -> str | None:
    """The date as it is stored, “2026-11-22”, or None if the text is not a date.

    Ambiguous forms, such as 03/04/2026, are not accepted.
    """
    text = search_key(text)
    if found := _NUMBERS.fullmatch(text):
        year, _mark, *days = found.groups()
        month, day = [each for each in days if each]
        return _iso(year, int(month), day)
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _iso(year, _month(month), day)
    if found := _MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
        return _iso(year, _month(month), day)
    return None


def _month(word: str) -> int:
    """The month that a word names or abbreviates; 0 for none or several."""
    numbers = [
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(name.startswith(word) for name in names)
    ]
    return numbers[0] if len(numbers) == 1 else 0


def _iso(year: str, month: int, day: str) -> str | None:
    try:
        return datetime.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
