"""Dates and times as text in the active language, as Canadians write them.

French follows the Office québécois de la langue française: 1er janvier 2026,
14 h 32, and 14 h on the hour, with non-breaking spaces.

Most moments are told in the time zone of who reads. Plans and their editions are dated
in the site's, whoever reads them: their pages, files and file names say the same day.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import formats, timezone

from questionnaire.bilingual import active_language

# The zones of Canada in French; in English they are called as in the zone database.
_FRENCH_ZONES = {
    "NST": "HNT",
    "NDT": "HAT",
    "AST": "HNA",
    "ADT": "HAA",
    "EST": "HNE",
    "EDT": "HAE",
    "CST": "HNC",
    "CDT": "HAC",
    "MST": "HNR",
    "MDT": "HAR",
    "PST": "HNP",
    "PDT": "HAP",
}


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


def plan_moment_text(value: datetime.datetime) -> str:
    """When a plan stood as it does: “22 novembre 2026 à 14 h 32 (HNE)”."""
    with time_zone_of_plans():
        return f"{moment_text(value)} ({zone_text(value)})"


def zone_text(value: datetime.datetime) -> str:
    """The active time zone at a moment: “HNE”, “EST”, or “UTC+9” outside Canada."""
    moment = local(value)
    name = moment.tzname() or ""
    if name in _FRENCH_ZONES:
        return _FRENCH_ZONES[name] if active_language() == "fr" else name
    minutes = int(moment.utcoffset().total_seconds()) // 60
    if not minutes:
        return "UTC"
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


@contextmanager
def time_zone_of_plans() -> Iterator[None]:
    """Tell moments as plans do, in the site's time zone; a decorator, too."""
    with timezone.override(timezone.get_default_timezone()):
        yield


def plan_time(value: datetime.datetime) -> datetime.datetime:
    """A moment in the site's time zone, in which plans and editions are dated."""
    return timezone.localtime(value, timezone.get_default_timezone())


def local(value: datetime.date | datetime.time) -> Any:
    """Convert a datetime to the active time zone; return dates and times unchanged."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
