"""The dates of a person's projects: reviews, project ends, due answers."""

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.db.models import F

from questionnaire.models import Assignment, CalendarFeed, Project, User
from questionnaire.vocabulary import ProjectStatus


class DayKind(enum.StrEnum):
    """What happens on a day of a project."""

    REVIEW = "review"
    END = "end"
    ANSWER = "answer"


_FIELDS = {
    DayKind.REVIEW: "review_on",
    DayKind.END: "ends_on",
}


@dataclass(frozen=True)
class Day:
    """One day of a project.

    `label` and `question` are the number and slug of the question due, if any.
    `key` identifies it for good, so that a calendar sees a day that moves as the same.
    """

    key: str
    kind: DayKind
    on: datetime.date
    project: Project
    label: str = ""
    question: str = ""


def find_feed_owner(token: str) -> User | None:
    """The active user whose calendar address has this token, or None."""
    return User.objects.filter(
        calendar_feed__token_digest=CalendarFeed.digest_of(token), is_active=True
    ).first()


def read_days(user: User, projects: Iterable[Project] | None = None) -> list[Day]:
    """The days of `user`'s projects in use (or of `projects`), in order. Two queries.

    Due answers are the user's own, and left out once the plan is finished.
    """
    if projects is None:
        projects = Project.objects.active().of_member(user)
    by_id = {project.pk: project for project in projects}
    days = [
        Day(f"{kind}-{project.pk}", kind, getattr(project, field), project)
        for project in by_id.values()
        for kind, field in _FIELDS.items()
        if getattr(project, field)
    ]
    assignments = (
        Assignment.objects.filter(
            project__in=by_id,
            member=user,
            question__section__template=F("project__template"),
        )
        .exclude(due_on=None)
        .exclude(project__status=ProjectStatus.FINISHED)
        .select_related("question__section")
    )
    days.extend(
        Day(
            f"{DayKind.ANSWER}-{each.project_id}-{each.question.slug}",
            DayKind.ANSWER,
            cast(datetime.date, each.due_on),
            by_id[each.project_id],
            each.question.label,
            each.question.slug,
        )
        for each in assignments
    )
    return sorted(days, key=lambda day: (day.on, day.key))
