"""Dates and times as text in the active language, as Canadians write them.

French follows the Office québécois de la langue française: 1er janvier 2026,
14 h 32, and 14 h on the hour, with non-breaking spaces.
"""

import datetime
from typing import Any

from django.utils import formats, timezone

from questionnaire.bilingual import active_language


def day_text(value: datetime.date) -> str:
    """A date in words: “22 novembre 2026”, “November 22, 2026”."""
    text = formats.date_format(local(value), "DATE_FORMAT")
    if active_language() == "fr":
        number, rest = text.split(" ", 1)
        text = f"1er {rest}" if number == "1" else text
    return text


def clock_text(value: datetime.datetime | datetime.time) -> str:
    """A time of day: “14 h 32”, “2:32 p.m.”."""
    text = formats.time_format(local(value), "TIME_FORMAT")
    if active_language() == "fr":
        return text.removesuffix("\N{NO-BREAK SPACE}00")
    return text


def moment_text(value: datetime.datetime) -> str:
    """A date and time: “22 novembre 2026 à 14 h 32”."""
    between = " à " if active_language() == "fr" else " at "
    return f"{day_text(value)}{between}{clock_text(value)}"


def local(value: datetime.date | datetime.time) -> Any:
    """Convert a datetime to the site’s time zone; return dates and times unchanged."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
