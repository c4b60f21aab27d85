"""Filters that write numbers, and dates and times as `<time>` elements.

A missing date gives an empty string.
"""

import datetime

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html

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
