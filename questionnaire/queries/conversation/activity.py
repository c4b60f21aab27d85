"""The trail of a project, to be read by its team."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionnaire.models import Event, User
from questionnaire.vocabulary import Verb


class ActivityKind(models.TextChoices):
    """What a reader may want to see alone."""

    ANSWERS = "answers", _("Answers")
    COMMENTS = "comments", _("Comments")
    TEAM = "team", pgettext_lazy("activity", "Team")
    REVIEW = "review", pgettext_lazy("activity", "Review")
    PLAN = "plan", pgettext_lazy("activity", "Plan")


_SUBJECTS = {
    ActivityKind.ANSWERS: ("answer", "version"),
    ActivityKind.COMMENTS: ("comment",),
    ActivityKind.TEAM: ("member", "invitation", "question"),
    ActivityKind.REVIEW: ("review", "feedback"),
    ActivityKind.PLAN: ("project",),
}


def read_activity(project, *, person=None, kind=None, since=None, besides=None):
    """The project’s events, newest first, each with its actor.

    Only those of one `person` (an id), of one ActivityKind, after the moment
    `since`, or not by `besides`, when given.
    """
    events = Event.objects.filter(project=project).select_related("actor")
    if person:
        events = events.filter(actor=person)
    if kind:
        events = events.filter(verb__in=_verbs(kind))
    if since:
        events = events.filter(at__gt=since)
    if besides:
        events = events.exclude(actor=besides)
    return events.order_by("-id")


def note_present_labels(project, events):
    """Set `label_now` on each event of a question: its number today, or None.

    The template may have moved on since the event: then the question may have
    another number, or none. One query, for projects that ever moved.
    """
    moves = []
    if project.former_template_id is not None:
        moves = list(
            Event.objects.filter(project=project, verb=Verb.TEMPLATE_MOVED)
            .order_by("id")
            .values_list("id", "data")
        )
    for event in events:
        kind, _colon, label = event.target.partition(":")
        if kind != "question":
            continue
        for moved, data in moves:
            if moved > event.pk and label is not None:
                label = data["labels"].get(label, label)
        event.label_now = label


def read_actors(project):
    """Everybody who has done something in the project, by name."""
    acted = Event.objects.filter(project=project).values("actor")
    return User.objects.filter(pk__in=acted).order_by("name", "pk")


def _verbs(kind):
    subjects = _SUBJECTS[kind]
    return [verb.value for verb in Verb if verb.value.split(".")[0] in subjects]
