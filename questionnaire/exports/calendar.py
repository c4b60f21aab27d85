"""Dates of projects as a calendar file (iCalendar, RFC 5545)."""

import datetime
from collections.abc import Callable, Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from questionnaire import __version__
from questionnaire.queries.projects.calendar import Day, DayKind

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often programs that subscribe to the address should fetch it.
_REFRESH_INTERVAL = datetime.timedelta(hours=12)


def render_days(
    days: Iterable[Day], language: str, address_of: Callable[[Day], str]
) -> bytes:
    """The bytes of the calendar; the same days give the same bytes.

    `address_of` returns the absolute address of a day's page.
    """
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", f"-//DMP Studio//{__version__}//{language.upper()}")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        # RFC 7986 names the first; most programs read the second.
        for name in ("name", "x-wr-calname"):
            calendar.add(name, _("Data management plans"))
        for name in ("refresh-interval", "x-published-ttl"):
            interval = vDuration(_REFRESH_INTERVAL)
            if name == "refresh-interval":
                interval.params["VALUE"] = "DURATION"
            calendar.add(name, interval)
        for day in days:
            calendar.add_component(_event(day, address_of(day)))
        content: bytes = calendar.to_ical()
        return content


def _event(day: Day, address: str) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@dmp-studio")
    # A date stands for the whole day; DTEND is the first day that is not part of it.
    event.add("dtstart", day.on)
    event.add("dtend", day.on + datetime.timedelta(days=1))
    event.add("dtstamp", day.project.updated_at)
    event.add("summary", _summary(day))
    event.add("description", f"{day.project.title}\n{address}")
    event.add("url", address)
    # The day does not count as busy.
    event.add("transp", "TRANSPARENT")
    return event


def _summary(day: Day) -> str:
    words = {"project": day.project.short_title, "label": day.label}
    if day.kind == DayKind.REVIEW:
        return _("Review the plan: %(project)s") % words
    if day.kind == DayKind.END:
        return _("End of the project: %(project)s") % words
    return _("Answer to question %(label)s due: %(project)s") % words
