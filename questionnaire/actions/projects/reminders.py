"""Reminding teams of the days on which their plan should be looked at again."""

import datetime
from datetime import timedelta

from django.db import transaction

from questionnaire.actions.notices import notify
from questionnaire.models import Project, Reminder, User
from questionnaire.vocabulary import NoticeKind, ReminderKind, Role

# Which day of a project each reminder is about, and how long before it is sent.
DAYS = {
    ReminderKind.REVIEW_DATE: ("review_on", timedelta(days=14)),
    ReminderKind.PROJECT_END: ("ends_on", timedelta(days=30)),
}


def remind_of_days(today: datetime.date) -> int:
    """Remind the writers of each project whose day is near, once; returns how many.

    `today` is a date. Everybody who writes is reminded of a review date, the principal
    investigators of the end of a project; of a day that is moved, once more.
    """
    reminded = 0
    for kind, (field, before) in DAYS.items():
        near = Project.objects.filter(
            **{f"{field}__gte": today, f"{field}__lte": today + before}
        )
        for project in near.order_by("pk"):
            reminded += _remind(project, kind, getattr(project, field))
    return reminded


@transaction.atomic
def _remind(project: Project, kind: ReminderKind, day: datetime.date) -> bool:
    """Whether the team is reminded now; the mark and the mail come together."""
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
            recipients=User.objects.filter(
                memberships__project=project, memberships__role__in=roles
            ).order_by("pk"),
            actor=None,
            reminder=kind.value,
            day=day.isoformat(),
        )
    return is_new
