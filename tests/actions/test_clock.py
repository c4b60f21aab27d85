"""Clocks that are set back or repeat an hour change neither order nor numbers."""

import datetime

import pytest
from django.utils import timezone

from questionnaire.actions.projects.projects import finish_plan, reopen_plan
from questionnaire.models import AnswerVersion

# In Toronto the clocks repeat the hour before 06:00 UTC on this day…
FALL_BACK = datetime.datetime(2026, 11, 1, 5, 30, tzinfo=datetime.UTC)
# …and skip one at 07:00 UTC on this one.
SPRING_FORWARD = datetime.datetime(2027, 3, 14, 6, 59, 59, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def set_clock(monkeypatch):
    """A function that sets the clock of the site."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def begun(project):
    """A project that was created before all of these dates."""
    type(project).objects.update(
        created_at="2026-01-01T00:00Z", updated_at="2026-01-01T00:00Z"
    )
    return project


def rows(project):
    versions = AnswerVersion.objects.filter(answer__project=project)
    return list(versions.order_by("number").values_list("number", "created_at"))


def test_a_clock_that_is_set_back_changes_no_order(begun, answer, set_clock):
    set_clock(FALL_BACK)
    answer("1.1", "<p>Un.</p>")
    set_clock(FALL_BACK - HOUR)
    answer("1.1", "<p>Deux.</p>", base=1)
    set_clock(FALL_BACK + HOUR)
    answer("1.1", "<p>Trois.</p>", base=2)

    moments = [moment for _number, moment in rows(begun)]
    assert moments == sorted(set(moments))
    assert moments[0] == FALL_BACK
    assert moments[1] - FALL_BACK < datetime.timedelta(milliseconds=1)
    assert moments[2] == FALL_BACK + HOUR
    begun.refresh_from_db()
    assert begun.updated_at - moments[2] < datetime.timedelta(milliseconds=1)
    trail = begun.events.filter(verb="answer.saved").order_by("id")
    assert list(trail.values_list("at", flat=True)) == sorted(
        trail.values_list("at", flat=True)
    )


def test_an_edition_is_never_older_than_its_content(begun, answer, people, set_clock):
    set_clock(FALL_BACK)
    answer("1.1", "<p>Un.</p>")
    set_clock(FALL_BACK - HOUR)
    first = finish_plan(project_id=begun.pk, by=people.amina, accept_gaps=True)
    reopen_plan(project_id=begun.pk, by=people.amina, reason="A new partner.")
    second = finish_plan(project_id=begun.pk, by=people.amina, accept_gaps=True)

    assert (first.number, second.number) == (1, 2)
    assert FALL_BACK <= first.finished_at <= second.finished_at


@pytest.mark.parametrize("moment", [FALL_BACK, FALL_BACK + HOUR, SPRING_FORWARD])
def test_the_two_hours_with_the_same_name_stay_distinct(
    begun, answer, set_clock, moment
):
    set_clock(moment)
    answer("1.1", "<p>Un.</p>")
    set_clock(moment + HOUR)
    answer("1.1", "<p>Deux.</p>", base=1)

    assert rows(begun) == [(1, moment), (2, moment + HOUR)]


def test_dates_do_not_shift_by_a_day(project, people, set_clock, client):
    """Dates stay the same at any hour, and on both sides of midnight."""
    type(project).objects.update(starts_on="2026-11-01", ends_on="2027-03-14")
    for moment in (FALL_BACK, FALL_BACK - 5 * HOUR, SPRING_FORWARD):
        set_clock(moment)
        client.force_login(people.amina)
        page = client.get(f"/en/projects/{project.pk}/description/").content.decode()

        assert 'value="2026-11-01"' in page
        assert 'value="2027-03-14"' in page
