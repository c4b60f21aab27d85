"""What every action does besides opening: date things, and write the trail."""

from datetime import timedelta

from django.utils import timezone

from questionnaire.actions.search_index import refresh_after
from questionnaire.models import Event, Project, SiteEvent


def next_moment(project):
    """Now, or right after the project’s last change when the clock stepped back.

    What is dated by it, while the project is locked, is in the order of the events.
    """
    return max(timezone.now(), project.updated_at + timedelta(microseconds=1))


def write_event(project, *, by, verb, target="", **data):
    """Add a line to the project's trail and move its last change to now.

    Clocks may step back; the trail does not. What the plan is searched by follows.
    """
    now = next_moment(project)
    Project.objects.filter(pk=project.pk).update(updated_at=now)
    project.updated_at = now
    refresh_after(project, verb)
    return Event.objects.create(
        project=project, actor=by, verb=verb, target=target, at=now, data=data
    )


def write_site_event(*, by, verb, target, **data):
    """Add a line to the trail of the site: what is done outside any project."""
    return SiteEvent.objects.create(actor=by, verb=verb, target=target, data=data)
