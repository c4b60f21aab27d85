"""Filters that write numbers, and dates and times as `<time>` elements.

A missing date gives an empty string.
"""

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from questionnaire.lib import dates

register = template.Library()


@register.filter
def day(value):
    """A date, or the date of a datetime: 22 novembre 2026."""
    value = dates.local(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    return _time(value, dates.day_text)


@register.filter
def moment(value):
    """A datetime to the minute: 22 novembre 2026 à 14 h 32."""
    return _time(value, dates.moment_text, timespec="minutes")


@register.filter
def plan_day(value):
    """The date of a plan or an edition, the same for every reader."""
    return _time(value and dates.plan_time(value).date(), dates.day_text)


@register.filter
def plan_moment(value):
    """The same to the minute, with the site's time zone: … à 14 h 32 (HNE)."""
    if not value:
        return ""
    machine = dates.plan_time(value).isoformat(timespec="minutes")
    text = dates.plan_moment_text(value)
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.simple_tag
def time_zone_note():
    """Whose clock the times of a page are from; nothing for readers of the site's."""
    now = timezone.now()
    if timezone.localtime(now).utcoffset() == dates.plan_time(now).utcoffset():
        return ""
    place = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    words = {"place": place, "zone": dates.zone_text(now)}
    text = _("Times are those of %(place)s (%(zone)s).") % words
    return format_html('<p class="muted-text">{}</p>', text)


@register.filter
def clock(value):
    """The time of day of a datetime: 14 h 32."""
    return _time(value, dates.clock_text, timespec="minutes")


@register.filter
def number(value):
    """A number with its thousands separated: 1,205 or 1 205."""
    return number_format(value, force_grouping=True)


def _time(value, text_of, **precision):
    if value in (None, ""):
        return ""
    machine = dates.local(value).isoformat(**precision)
    return format_html('<time datetime="{}">{}</time>', machine, text_of(value))
