"""What has happened in a project."""

from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from questionnaire.access import project_view
from questionnaire.actions.conversation.visits import news_since, record_visit
from questionnaire.permissions import Permission
from questionnaire.queries.conversation.activity import (
    ActivityKind,
    annotate_questions,
    read_activity,
    read_actors,
)

EVENTS_PER_PAGE = 50
NEWS = 5


@require_safe
@project_view(Permission.PROJECT_ACTIVITY_READ)
def activity(request, access):
    """The events of the project, by day, newest first."""
    person = request.GET.get("person", "")
    kind = request.GET.get("kind", "")
    people = list(read_actors(access.project))
    chosen = next((each for each in people if str(each.pk) == person), None)
    events = read_activity(
        access.project,
        person=chosen,
        kind=ActivityKind(kind) if kind in ActivityKind.values else None,
    )
    page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    annotate_questions(access.project, page)
    context = {
        "access": access,
        "project": access.project,
        "people": people,
        "person": chosen,
        "kinds": ActivityKind.choices,
        "kind": kind,
        "page": page,
        "days": _by_day(page),
    }
    return render(request, "questionnaire/conversation/activity.html", context)


@require_safe
@project_view(Permission.PROJECT_ACTIVITY_READ)
def news(request, access):
    """What colleagues did since my last visit: a page, or a part of the overview."""
    since = None
    if access.membership:
        record_visit(access.membership)
        since = news_since(access.membership)
    events = list(
        read_activity(access.project, since=since, excluding=request.user)[:NEWS]
    )
    annotate_questions(access.project, events)
    context = {
        "access": access,
        "project": access.project,
        "events": events,
    }
    template = (
        "questionnaire/conversation/partials/news.html"
        if request.htmx
        else "questionnaire/conversation/news.html"
    )
    response = render(request, template, context)
    if not context["events"]:
        # Without news, the overview shows nothing.
        response["HX-Reswap"] = "delete"
    return response


def _by_day(events):
    """[(day, its events)], in the site’s time."""
    return [
        (day, list(found))
        for day, found in groupby(events, lambda event: timezone.localdate(event.at))
    ]
