"""What colleagues did in several projects since a person’s last visit to each."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from questionnaire.models import Event, Project, User
from questionnaire.queries.conversation.activity import annotate_questions

# So many in a project, from so many projects; of the newest that are read at once.
EVENTS_OF_A_PROJECT = 4
PROJECTS_WITH_NEWS = 5
EVENTS_READ = 60


def read_news(
    visits: Iterable[tuple[Project, datetime]], user: User
) -> list[tuple[Project, list[Event]]]:
    """[(project, its newest events by others)], the newest first.

    `visits` are projects with the time since when events are news. One query; none for
    projects that have not changed since.
    """
    changed = [(project, at) for project, at in visits if project.updated_at > at]
    if not changed:
        return []
    recent = reduce(or_, (Q(project=project, at__gt=at) for project, at in changed))
    events = Event.objects.filter(recent).exclude(actor=user).select_related("actor")
    projects = {project.pk: project for project, _at in changed}
    found: dict[Project, list[Event]] = {}
    for event in events.order_by("-id")[:EVENTS_READ]:
        found.setdefault(projects[event.project_id], []).append(event)
    news = [
        (project, of_project[:EVENTS_OF_A_PROJECT])
        for project, of_project in list(found.items())[:PROJECTS_WITH_NEWS]
    ]
    for project, of_project in news:
        annotate_questions(project, of_project)
    return news
