"""Reminding teams of the dates on which their plan should be reviewed."""

import datetime
from datetime import timedelta

from django.db import transaction

from questionnaire.actions.common import members_of
from questionnaire.actions.notices import notify
from questionnaire.models import Project, Reminder
from questionnaire.vocabulary import NoticeKind, ReminderKind, Role

# The date that each reminder is about, and how long in advance it is sent.
DATES = {
    ReminderKind.REVIEW_DATE: ("review_on", timedelta(days=14)),
    ReminderKind.PROJECT_END: ("ends_on", timedelta(days=30)),
}


def send_date_reminders(today: datetime.date) -> int:
    """Remind the teams of projects with an upcoming date, once; returns how many.

    Everybody who writes is reminded of a review date, principal investigators of the
    end of a project. When a date is changed, another reminder is sent.
    """
    reminded = 0
    for kind, (field, before) in DATES.items():
        near = Project.objects.active().filter(
            **{f"{field}__gte": today, f"{field}__lte": today + before}
        )
        for project in near.order_by("pk"):
            reminded += _remind(project, kind, getattr(project, field))
    return reminded


@transaction.atomic
def _remind(project: Project, kind: ReminderKind, day: datetime.date) -> bool:
    """Notify the team unless it was reminded before; whether it is now."""
    _reminder, is_new = Reminder.objects.get_or_create(
        project=project, kind=kind, due_on=day
    )
    if is_new:
        roles = [Role.PI]
        if kind == ReminderKind.REVIEW_DATE:
            roles.append(Role.CONTRIBUTOR)
        notify(
            NoticeKind.REMINDER,
            project=project,
            recipients=members_of(project, *roles),
            actor=None,
            reminder=kind.value,
            day=day.isoformat(),
        )
    return is_new
