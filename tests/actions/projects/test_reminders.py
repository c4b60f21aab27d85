"""Reminders of the dates on which a plan should be reviewed."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from questionnaire.actions.projects.reminders import send_date_reminders
from questionnaire.models import Membership, Project
from questionnaire.vocabulary import Role

TODAY = date(2026, 11, 23)


@pytest.fixture
def set_day(project):
    """A function that sets a date of the project, a number of days from today."""

    def set_day(**days):
        Project.objects.filter(pk=project.pk).update(
            **{name: TODAY + timedelta(days=count) for name, count in days.items()}
        )

    return set_day


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    """A function that sends the reminders of a day; returns who got one."""

    def remind(today=TODAY):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            send_date_reminders(today)
        return sorted(message.to[0] for message in mail.outbox)

    return remind


def test_those_who_write_are_reminded_of_a_review_date_once(
    project, people, set_day, remind
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    Membership.objects.create(project=project, user=people.omar, role=Role.VIEWER)
    set_day(review_on=15)
    assert remind() == []

    set_day(review_on=14)
    assert remind() == [people.amina.email, people.paul.email]
    assert remind() == []

    set_day(review_on=10)
    assert remind() == [people.amina.email, people.paul.email]


def test_principal_investigators_are_reminded_of_the_end_of_a_project(
    project, people, set_day, remind
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    set_day(ends_on=30)
    assert remind() == [people.amina.email]
    assert "23 décembre 2026" in mail.outbox[0].body


def test_there_is_no_reminder_of_a_past_date(set_day, remind):
    set_day(review_on=-1, ends_on=-1)
    assert remind() == []


def test_each_reads_the_reminder_in_their_language(project, people, set_day, remind):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    set_day(review_on=7)
    remind()
    bodies = {message.to[0]: message.body for message in mail.outbox}

    assert "Le plan est à revoir le 30 novembre 2026." in bodies[people.amina.email]
    assert "The plan is to be reviewed on" in bodies[people.paul.email]


def test_the_command_prints_the_number_of_reminders(project, capsys):
    call_command("send_reminders")
    assert "0 reminders sent." in capsys.readouterr().out
