"""Moments in words: in the zone of who reads, those of plans in the site's."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from questionnaire.lib.dates import moment_text, plan_moment_text, zone_text

LATE = datetime(2026, 11, 30, 4, 30, tzinfo=UTC)  # the 29th in Toronto
SUMMER = datetime(2026, 7, 1, 4, 30, tzinfo=UTC)


def test_a_plan_is_dated_alike_wherever_one_reads():
    with translation.override("fr"):
        texts = set()
        for zone in ("Asia/Tokyo", "America/Vancouver", "America/Toronto"):
            with timezone.override(zone):
                texts.add(plan_moment_text(LATE))

    assert texts == {
        "29 novembre 2026 à 23\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 (HNE)"
    }


def test_other_moments_are_those_of_who_reads():
    with translation.override("en"), timezone.override("Asia/Tokyo"):
        assert moment_text(LATE).startswith("November 30, 2026 at 1:30")


@pytest.mark.parametrize(
    ("zone", "moment", "french", "english"),
    [
        ("America/Toronto", LATE, "HNE", "EST"),
        ("America/Toronto", SUMMER, "HAE", "EDT"),
        ("America/St_Johns", SUMMER, "HAT", "NDT"),
        ("America/Vancouver", LATE, "HNP", "PST"),
        ("Asia/Tokyo", LATE, "UTC+9", "UTC+9"),
        ("Asia/Kathmandu", LATE, "UTC+5:45", "UTC+5:45"),
        ("Atlantic/Azores", LATE, "UTC\N{MINUS SIGN}1", "UTC\N{MINUS SIGN}1"),
        ("Europe/London", LATE, "UTC", "UTC"),
    ],
)
def test_a_zone_has_its_usual_name_in_canada_and_its_difference_elsewhere(
    zone, moment, french, english
):
    with timezone.override(zone):
        with translation.override("fr"):
            assert zone_text(moment) == french
        with translation.override("en"):
            assert zone_text(moment) == english
