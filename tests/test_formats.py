"""Dates, times and numbers as Canadians write them, in both languages."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from questionnaire.lib.dates import clock_text, day_text, moment_text

NBSP = "\N{NO-BREAK SPACE}"
MOMENT = datetime.datetime(2026, 11, 22, 14, 32, tzinfo=ZoneInfo("America/Toronto"))


@pytest.fixture(params=["fr", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def shown(template, **context):
    return Template("{% load canadian %}" + template).render(Context(context))


def test_a_day_is_written_in_words(language):
    expected = {"fr": "22 novembre 2026", "en": "November 22, 2026"}

    assert day_text(MOMENT.date()) == expected[language]


def test_the_first_of_a_month_is_an_ordinal_in_french_only(language):
    expected = {"fr": "1er janvier 2026", "en": "January 1, 2026"}

    assert day_text(datetime.date(2026, 1, 1)) == expected[language]


@pytest.mark.parametrize(
    ("time", "french", "english"),
    [
        ((14, 32), f"14{NBSP}h{NBSP}32", "2:32 p.m."),
        ((9, 5), f"9{NBSP}h{NBSP}05", "9:05 a.m."),
        ((14, 0), f"14{NBSP}h", "2:00 p.m."),
        ((0, 0), f"0{NBSP}h", "12:00 a.m."),
    ],
)
def test_a_time_of_day_is_written_as_canadians_say_it(time, french, english, language):
    expected = {"fr": french, "en": english}

    assert clock_text(datetime.time(*time)) == expected[language]


def test_a_moment_is_told_in_the_time_zone_of_the_site(language):
    expected = {
        "fr": f"22 novembre 2026 à 14{NBSP}h{NBSP}32",
        "en": "November 22, 2026 at 2:32 p.m.",
    }

    assert moment_text(MOMENT.astimezone(datetime.UTC)) == expected[language]


def test_djangos_own_formats_agree(language):
    expected = {
        "fr": f"22 novembre 2026 à 14{NBSP}h{NBSP}32",
        "en": "November 22, 2026 at 2:32 p.m.",
    }

    assert formats.date_format(MOMENT, "DATETIME_FORMAT") == expected[language]
    assert formats.date_format(MOMENT, "SHORT_DATE_FORMAT") == "2026-11-22"


def test_late_evening_is_not_yet_the_next_day():
    late = datetime.datetime(2026, 11, 23, 3, 30, tzinfo=datetime.UTC)

    with translation.override("fr"):
        assert shown("{{ at|day }}", at=late) == (
            '<time datetime="2026-11-22">22 novembre 2026</time>'
        )


def test_machines_can_read_what_the_filters_write():
    with translation.override("en"):
        assert shown("{{ at|moment }}", at=MOMENT) == (
            '<time datetime="2026-11-22T14:32-05:00">November 22, 2026 at 2:32 p.m.'
            "</time>"
        )
        assert shown("{{ at|clock }}", at=MOMENT) == (
            '<time datetime="2026-11-22T14:32-05:00">2:32 p.m.</time>'
        )


@pytest.mark.parametrize("name", ["day", "moment", "clock"])
def test_a_missing_date_shows_as_nothing(name):
    assert shown("{{ missing|" + name + " }}", missing=None) == ""


def test_numbers_are_grouped_and_pointed(language):
    expected = {"fr": f"1{NBSP}234,5", "en": "1,234.5"}

    assert formats.number_format(1234.5, force_grouping=True) == expected[language]


@pytest.mark.parametrize("typed", ["2026-11-22", "2026/11/22", "2026.11.22"])
def test_dates_may_be_typed_in_several_ways(typed, language):
    assert forms.DateField().clean(typed) == datetime.date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["03/04/2026", "03-04-2026"])
def test_a_date_that_two_people_read_differently_is_refused(typed, language):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)
