"""The days of a person's projects: to review a plan, to end, to have answered."""

import datetime
import enum
from dataclasses import dataclass

from django.db.models import F

from questionnaire.models import Assignment, CalendarFeed, Project, User
from questionnaire.vocabulary import ProjectStatus


class DayKind(enum.StrEnum):
    """What a day of a project is."""

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

    `label` and `question` are number and slug of the question that is due, if any.

    `key` names it for good: the same day of the same project when it moves.
    """

    key: str
    kind: DayKind
    on: datetime.date
    project: Project
    label: str = ""
    question: str = ""


def find_reader(token):
    """The User whose calendar address bears this token, or None."""
    return User.objects.filter(
        calendar_feed__token_digest=CalendarFeed.digest_of(token), is_active=True
    ).first()


def read_days(user, projects=None):
    """The days of `user`'s projects, or of some, in order: two queries.

    Days on which answers are due are the person's own, while the plan is written.
    """
    if projects is None:
        projects = Project.objects.of_member(user)
    of_project = {project.pk: project for project in projects}
    days = [
        Day(f"{kind}-{project.pk}", kind, getattr(project, field), project)
        for project in of_project.values()
        for kind, field in _FIELDS.items()
        if getattr(project, field)
    ]
    given = (
        Assignment.objects.filter(
            project__in=of_project,
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
            each.due_on,
            of_project[each.project_id],
            each.question.label,
            each.question.slug,
        )
        for each in given
    )
    return sorted(days, key=lambda day: (day.on, day.key))
