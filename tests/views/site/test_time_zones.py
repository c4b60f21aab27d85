"""Whose clock tells the times of a page: the account's, the browser's, the site's."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from questionnaire.actions.projects.projects import finish_plan
from questionnaire.exports.filenames import file_name
from questionnaire.lib.dates import clock_text, plan_moment_text
from questionnaire.models import Edition, User
from tests.questions import page_address

TOKYO, VANCOUVER = "Asia/Tokyo", "America/Vancouver"


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def time_in(zone, moment):
    """The time of a moment in a zone, as English pages tell it."""
    with translation.override("en"), timezone.override(zone):
        return clock_text(moment)


def versions_page(client, project):
    return text_of(client.get(page_address("versions", project, "1.1")))


def test_times_are_the_site_s_until_a_browser_says_its_zone(as_amina, project, answer):
    version = answer("1.1")
    page = versions_page(as_amina, project)

    assert time_in("America/Toronto", version.created_at) in page
    assert "Times are those" not in page


@pytest.mark.parametrize("zone", [TOKYO, VANCOUVER])
def test_times_are_those_of_the_browser_which_the_page_says(
    as_amina, project, answer, zone
):
    version = answer("1.1")
    as_amina.cookies["time_zone"] = zone.replace("/", "%2F")
    page = versions_page(as_amina, project)

    assert time_in(zone, version.created_at) in page
    assert time_in("America/Toronto", version.created_at) not in page
    assert f"Times are those of {zone.split('/')[1]} (" in page


def test_the_account_s_choice_comes_before_the_browser_s(
    as_amina, project, answer, people
):
    version = answer("1.1")
    User.objects.filter(pk=people.amina.pk).update(time_zone=VANCOUVER)
    as_amina.cookies["time_zone"] = TOKYO

    assert time_in(VANCOUVER, version.created_at) in versions_page(as_amina, project)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "%00", "", "é"])
def test_a_zone_that_there_is_not_changes_nothing(as_amina, project, answer, zone):
    version = answer("1.1")
    as_amina.cookies["time_zone"] = zone
    page = versions_page(as_amina, project)

    assert time_in("America/Toronto", version.created_at) in page


def test_the_zone_of_one_request_is_not_that_of_the_next(client, as_amina):
    as_amina.cookies["time_zone"] = TOKYO
    as_amina.get(reverse("projects"))

    assert timezone.get_current_timezone_name() == timezone.get_default_timezone_name()


def test_the_profile_offers_the_zones_and_refuses_others(as_amina, people):
    profile = {"name": "Amina", "language": "en", "mail_rhythm": "now"}
    profile["appearance"] = "system"
    as_amina.post(reverse("profile"), {**profile, "time_zone": TOKYO})
    refused = as_amina.post(reverse("profile"), {**profile, "time_zone": "Mars/One"})

    assert "There is no such time zone." in refused.content.decode()
    people.amina.refresh_from_db()
    assert people.amina.time_zone == TOKYO
    assert 'value="America/St_Johns"' in refused.content.decode()


@pytest.mark.parametrize("zone", [TOKYO, VANCOUVER])
def test_an_edition_has_one_day_on_every_page_and_in_its_file(
    as_amina, project, people, answer, zone
):
    answer("1.1")
    as_amina.cookies["time_zone"] = zone
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    edition = Edition.objects.get()
    with translation.override("en"):
        dated = plan_moment_text(edition.finished_at)

    for address in (
        reverse("editions", args=[project.pk]),
        reverse("project_overview", args=[project.pk]),
        reverse("edition", args=[project.pk, 1]),
    ):
        assert dated in text_of(as_amina.get(address))
    day = edition.finished_at.astimezone(timezone.get_default_timezone()).date()
    with timezone.override(zone):
        assert file_name(edition.plan, "en", "pdf").startswith(f"{day}_")
