"""Days of projects as a calendar file (iCalendar, RFC 5545)."""

import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from questionnaire import __version__
from questionnaire.queries.projects.calendar import DayKind

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often programs that follow the address should look again.
_READ_AGAIN = datetime.timedelta(hours=12)


def render_days(days, language, address_of):
    """The bytes of the calendar; the same days give the same bytes.

    `address_of` gives the absolute address of a day's page (see
    queries/projects/calendar.py).
    """
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", f"-//DMP Studio//{__version__}//{language.upper()}")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        # The first is RFC 7986's, the second what most programs read.
        for name in ("name", "x-wr-calname"):
            calendar.add(name, _("Data management plans"))
        for name in ("refresh-interval", "x-published-ttl"):
            every = vDuration(_READ_AGAIN)
            if name == "refresh-interval":
                every.params["VALUE"] = "DURATION"
            calendar.add(name, every)
        for day in days:
            calendar.add_component(_event(day, address_of(day)))
        return calendar.to_ical()


def _event(day, address):
    event = Event()
    event.add("uid", f"{day.key}@dmp-studio")
    # A date stands for the whole day; DTEND is the first day that is not part of it.
    event.add("dtstart", day.on)
    event.add("dtend", day.on + datetime.timedelta(days=1))
    event.add("dtstamp", day.project.updated_at)
    event.add("summary", _summary(day))
    event.add("description", f"{day.project.title}\n{address}")
    event.add("url", address)
    # The day is to be known, not taken up.
    event.add("transp", "TRANSPARENT")
    return event


def _summary(day):
    words = {"project": day.project.short_title, "label": day.label}
    if day.kind == DayKind.REVIEW:
        return _("Review the plan: %(project)s") % words
    if day.kind == DayKind.END:
        return _("End of the project: %(project)s") % words
    return _("Answer to question %(label)s due: %(project)s") % words
