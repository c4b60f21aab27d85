"""The dates of projects in calendar programs, at a private address."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from questionnaire.actions.projects.calendar import renew_feed, stop_feed
from questionnaire.actions.projects.projects import describe_project, finish_plan
from questionnaire.models import Assignment, CalendarFeed, Membership, Project
from questionnaire.vocabulary import Role

REVIEW = date(2027, 3, 1)
END = date(2028, 12, 31)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://pgd.example.ca"
    cache.clear()


@pytest.fixture
def dated(project, people):
    """Amina's project, with a review date and an end."""
    return describe_project(
        project_id=project.pk, by=people.amina, review_on=REVIEW, ends_on=END
    )


def feed_of(user):
    return reverse("calendar_feed", args=[renew_feed(by=user).token])


def events(response):
    """{uid: event} of a calendar response."""
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    assert calendar.errors == []
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_a_program_reads_the_days_without_a_session(client, dated, people):
    response = client.get(feed_of(people.amina))

    found = events(response)
    review = found[f"review-{dated.pk}@dmp-studio"]
    end = found[f"end-{dated.pk}@dmp-studio"]
    assert len(found) == 2
    assert review.decoded("DTSTART") == REVIEW
    assert review.decoded("DTEND") == REVIEW + timedelta(days=1)
    assert review["DTSTART"].params["VALUE"] == "DATE"
    assert review.decoded("DTSTAMP") == dated.updated_at.replace(microsecond=0)
    assert str(review["SUMMARY"]) == "Revoir le plan\xa0: Lichens"
    assert end.decoded("DTSTART") == END
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"].startswith("private")
    assert not response.cookies


def test_the_file_is_what_the_standard_asks_for(client, dated, people):
    content = client.get(feed_of(people.amina)).content
    lines = content.decode().split("\r\n")

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "VERSION:2.0" in lines
    assert "NAME:Plans de gestion des données" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content == client.get(feed_of(people.amina)).content


def test_events_lead_to_the_project_in_the_readers_language(client, dated, people):
    Membership.objects.create(project=dated, user=people.paul, role=Role.VIEWER)
    french = events(client.get(feed_of(people.amina)))
    english = events(client.get(feed_of(people.paul)))
    key = f"review-{dated.pk}@dmp-studio"

    assert french[key]["URL"] == f"https://pgd.example.ca/fr/projects/{dated.pk}/"
    assert english[key]["URL"] == f"https://pgd.example.ca/en/projects/{dated.pk}/"
    assert str(english[key]["SUMMARY"]) == "Review the plan: Lichens"
    assert dated.title in str(french[key]["DESCRIPTION"])


def test_a_day_that_moves_is_the_same_event(client, dated, people):
    url = feed_of(people.amina)
    before = events(client.get(url))
    later = REVIEW + timedelta(days=30)
    describe_project(project_id=dated.pk, by=people.amina, review_on=later)
    after = events(client.get(url))

    key = f"review-{dated.pk}@dmp-studio"
    assert after.keys() == before.keys()
    assert after[key].decoded("DTSTART") == later
    assert after[key].decoded("DTSTAMP") >= before[key].decoded("DTSTAMP")


def test_odd_titles_come_through_as_they_are(client, dated, people):
    title = "A; b, c\\d\nBEGIN:VEVENT – « é »"
    Project.objects.filter(pk=dated.pk).update(acronym="", title=title)
    found = events(client.get(feed_of(people.amina)))

    assert len(found) == 2
    summary = str(found[f"end-{dated.pk}@dmp-studio"]["SUMMARY"])
    assert summary == f"Fin du projet\xa0: {title}"


def test_only_projects_of_current_members_are_in_the_calendar(client, dated, people):
    url = feed_of(people.paul)
    assert events(client.get(url)) == {}

    access = Membership.objects.create(
        project=dated, user=people.paul, role=Role.CONTRIBUTOR
    )
    assert len(events(client.get(url))) == 2
    access.delete()
    assert events(client.get(url)) == {}


def test_a_finished_project_stays_in_the_calendar(client, dated, people):
    finish_plan(project_id=dated.pk, by=people.amina, accept_gaps=True)
    assert len(events(client.get(feed_of(people.amina)))) == 2


def test_what_was_assigned_to_me_is_due_until_the_plan_is_finished(
    client, dated, people, answer
):
    question = answer("2.1").answer.question
    for member in (people.amina, people.paul):
        Membership.objects.get_or_create(
            project=dated, user=member, defaults={"role": Role.CONTRIBUTOR}
        )
        Assignment.objects.create(
            project=dated,
            question=question,
            member=member,
            assigned_by=people.amina,
            due_on=REVIEW,
        )
    url = feed_of(people.paul)
    key = f"answer-{dated.pk}-{question.slug}@dmp-studio"
    due = events(client.get(url))[key]
    assert str(due["SUMMARY"]) == "Answer to question 2.1 due: Lichens"
    assert due["URL"].endswith(f"/en/projects/{dated.pk}/questions/data-types/")
    assert "Une réponse." not in client.get(url).content.decode()

    Project.objects.filter(pk=dated.pk).update(status="finished")
    assert key not in events(client.get(url))


def test_an_address_stops_working_when_it_is_replaced_or_stopped(client, dated, people):
    first = feed_of(people.amina)
    second = feed_of(people.amina)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200

    stop_feed(by=people.amina)
    assert client.get(second).status_code == 404


def test_somebody_whose_account_is_closed_has_no_calendar(client, dated, people):
    url = feed_of(people.amina)
    people.amina.is_active = False
    people.amina.save()
    assert client.get(url).status_code == 404


def test_the_database_does_not_hold_the_secret(people):
    feed = renew_feed(by=people.amina)
    stored = CalendarFeed.objects.values().get()

    assert len(feed.token) == 43
    assert feed.token not in str(stored)


def test_the_address_is_made_replaced_and_stopped_on_the_account_page(
    client, dated, people
):
    client.force_login(people.amina)
    profile = reverse("profile")
    assert "Make a calendar address" in client.get(profile).content.decode()

    made = client.post(reverse("calendar_renew"), follow=True)
    address = made.context["calendar_address"]
    assert "Your calendar has an address." in made.content.decode()
    assert address.startswith("https://pgd.example.ca/calendar/")
    assert len(events(client.get(urlsplit(address).path))) == 2

    replaced = client.post(reverse("calendar_renew"), follow=True)
    assert "the old one no longer answers" in replaced.content.decode()
    assert client.get(urlsplit(address).path).status_code == 404

    stopped = client.post(reverse("calendar_stop"), follow=True)
    assert stopped.context["calendar_address"] is None


def test_an_address_is_made_only_by_post_and_with_an_account(client, people):
    assert "/login/" in client.post(reverse("calendar_renew")).url
    client.force_login(people.amina)
    assert client.get(reverse("calendar_renew")).url == reverse("profile")
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("few", [True, False])
def test_a_calendar_takes_three_queries(
    client, dated, people, few, django_assert_num_queries, answer
):
    if not few:
        question = answer("2.1").answer.question
        for number in range(5):
            other = Project.objects.create(
                template=dated.template,
                title=f"Projet {number}",
                language="fr",
                review_on=REVIEW,
            )
            Membership.objects.create(project=other, user=people.amina, role=Role.PI)
            Assignment.objects.create(
                project=other,
                question=question,
                member=people.amina,
                assigned_by=people.amina,
                due_on=END,
            )
    url = feed_of(people.amina)
    with django_assert_num_queries(3):
        found = client.get(url)
    assert len(events(found)) == (2 if few else 12)


def test_the_days_of_one_project_are_a_file(client, dated, people):
    client.force_login(people.amina)
    response = client.get(reverse("project_calendar", args=[dated.pk]))

    assert len(events(response)) == 2
    assert 'filename="lichens.ics"' in response["Content-Disposition"]
    link = reverse("project_calendar", args=[dated.pk])
    page = client.get(reverse("project_overview", args=[dated.pk])).content.decode()
    assert f'href="{link}"' in page
