"""Assigning many questions at once, with days that lie ahead and reminders of them."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from questionnaire.actions.team.assignment_reminders import send_assignment_reminders
from questionnaire.actions.team.assignments import (
    DueDatePast,
    NotAWriter,
    assign_questions,
)
from questionnaire.models import (
    Assignment,
    Event,
    Membership,
    Notice,
    Project,
    Question,
)
from questionnaire.permissions import Forbidden
from questionnaire.vocabulary import NoticeKind, ProjectStatus, Role, Verb


def in_days(count):
    return timezone.localdate() + datetime.timedelta(days=count)


@pytest.fixture(autouse=True)
def membership(project, people):
    """Paul’s membership, beside Amina."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def section(project):
    """The questions of section 2."""
    return list(
        Question.objects.select_related("section")
        .filter(section__template=project.template, section__position=2)
        .order_by("number")
    )


@pytest.fixture
def assign(project, people, section):
    """A function that assigns questions to Paul, as Amina: (questions, days)."""

    def give(questions=None, days=None, member=None):
        return assign_questions(
            project_id=project.pk,
            questions=section if questions is None else questions,
            member=member or people.paul,
            due_on=None if days is None else in_days(days),
            by=people.amina,
        )

    return give


def test_a_section_is_assigned_with_one_notice_and_an_event_for_each_question(
    assign, people, section
):
    made = assign(days=20)

    assert [each.question for each in made] == section
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (people.paul, NoticeKind.ASSIGNED)
    assert [each["label"] for each in notice.data["questions"]] == ["2.1", "2.2", "2.3"]
    assert {each["due_on"] for each in notice.data["questions"]} == {
        in_days(20).isoformat()
    }
    assert Event.objects.filter(verb=Verb.QUESTION_ASSIGNED).count() == len(section)


def test_only_what_changes_is_told(assign, section):
    assign(section[:2], 20)
    assign(section, 20)

    told = Notice.objects.order_by("pk").last().data
    assert told["label"] == "2.3"
    assign(section, 20)
    assert Notice.objects.count() == 2


def test_one_question_that_is_named_twice_is_assigned_once(assign, section):
    assert len(assign([section[0], section[0]])) == 1


@pytest.mark.parametrize("days", [-1, -400])
def test_a_due_date_must_lie_ahead(assign, days):
    with pytest.raises(DueDatePast):
        assign(days=days)
    assert not Assignment.objects.exists()
    assert not Notice.objects.exists()


def test_an_answer_can_be_wanted_today(assign):
    assert assign(days=0)


def test_all_are_assigned_or_none(assign, people, section, small_template):
    with pytest.raises(NotAWriter):
        assign(member=people.omar)
    strange = Question.objects.select_related("section").filter(
        section__template=small_template
    )
    with pytest.raises(Exception, match=strange[0].slug):
        assign([*section, strange[0]])
    assert not Assignment.objects.exists()


def test_viewers_assign_nothing(project, people, section, membership):
    membership.role = Role.VIEWER
    membership.save()
    with pytest.raises(Forbidden):
        assign_questions(
            project_id=project.pk,
            questions=section,
            member=people.amina,
            by=people.paul,
        )


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    """A function that sends the reminders of a day; returns [(kind, labels)]."""

    def send(days=0):
        mail.outbox.clear()
        Notice.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            send_assignment_reminders(in_days(days))
        return [
            (
                str(notice.kind),
                [each["label"] for each in notice.data.get("questions", ())]
                or notice.data["label"],
            )
            for notice in Notice.objects.order_by("pk")
        ]

    return send


def test_a_member_is_reminded_two_days_before_and_once_after(assign, section, remind):
    assign(section[:1], 10)

    told = {day: remind(day) for day in range(20)}
    assert {day: news for day, news in told.items() if news} == {
        8: [("due_soon", "2.1")],
        11: [("overdue", "2.1")],
    }


def test_reminders_that_were_not_sent_on_their_day_are_sent_later(
    assign, section, remind
):
    assign(section[:1], 10)
    assert remind(9) == [("due_soon", "2.1")]
    assert remind(30) == [("overdue", "2.1")]


def test_one_mail_reminds_of_many_questions(assign, remind):
    assign(days=10)
    assert remind(8) == [("due_soon", ["2.1", "2.2", "2.3"])]
    [message] = mail.outbox
    assert message.subject == "3 answers of yours are wanted soon: Lichens"


def test_a_day_that_is_already_near_needs_no_reminder(assign, section, remind):
    """The mail about the assignment has just said it."""
    assign(section[:1], 2)
    assert remind(0) == remind(1) == remind(2) == []
    assert remind(3) == [("overdue", "2.1")]


def test_another_due_date_has_its_own_reminders(assign, section, remind):
    assign(section[:1], 10)
    assert remind(8)
    assert remind(11)
    assign(section[:1], 30)
    assert remind(12) == []
    assert remind(28) == [("due_soon", "2.1")]
    assert remind(31) == [("overdue", "2.1")]


def test_who_has_answered_is_not_reminded(assign, people, answer, remind):
    assign(days=10)
    answer("2.1", by=people.paul)
    answer("2.2", by=people.paul, language="en")
    answer("2.3", by=people.paul)
    answer("2.3", "", by=people.paul, base=1)
    assert remind(8) == [("due_soon", "2.3")]


@pytest.mark.parametrize("how", ["finished", "viewer", "moved"])
def test_who_cannot_answer_any_more_is_not_reminded(
    assign, project, membership, remind, small_template, how
):
    assign(days=10)
    if how == "finished":
        Project.objects.filter(pk=project.pk).update(status=ProjectStatus.FINISHED)
    elif how == "viewer":
        Membership.objects.filter(pk=membership.pk).update(role=Role.VIEWER)
    else:
        Project.objects.filter(pk=project.pk).update(template=small_template)
    assert remind(8) == []


def test_the_command_for_every_day_sends_these_reminders_too(
    assign, section, capsys, django_capture_on_commit_callbacks
):
    assign(section[:1], 10)
    Assignment.objects.update(due_on=in_days(1))
    Notice.objects.all().delete()
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.splitlines() == [
        "1 reminder sent.",
        "0 reminders sent.",
    ]
    assert Notice.objects.get().kind == NoticeKind.DUE_SOON
