"""The trail of a project, to be read by its team."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionnaire.models import Event, User
from questionnaire.plan.templates import read_template
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


def note_questions(project, events):
    """Set on each event of a question what it is called today, for links to it.

    `slug` and `label`; when the template no longer asks the question, `slug` is None
    and `label` the number that it had. One query where the plan has moved to another
    version of its template, for events of before addresses had slugs.
    """
    of_questions = [event for event in events if event.target.startswith("question:")]
    asked = read_template(project.template_id)
    is_old = any(_slug_in(event) is None for event in of_questions)
    moves = _moves(project) if is_old else []
    for event in of_questions:
        slug = _slug_in(event)
        question = (
            asked.by_slug.get(slug)
            if slug
            else asked.by_label.get(_number_today(event, moves))
        )
        event.slug = question.slug if question else None
        event.label = question.label if question else _number_then(event)


def _slug_in(event):
    """The slug of the question of an event; None in old ones, which have its number."""
    name = event.target.partition(":")[2]
    return None if "." in name else name


def _number_then(event):
    return event.data.get("label") or event.target.partition(":")[2]


def _number_today(event, moves):
    """The number today of the question of an old event, or None."""
    label = _number_then(event)
    for moved, data in moves:
        if moved > event.pk and label is not None:
            label = data["labels"].get(label, label)
    return label


def _moves(project):
    """[(id, data)] of the events of moving to other versions, in order."""
    if project.former_template_id is None:
        return []
    return list(
        Event.objects.filter(project=project, verb=Verb.TEMPLATE_MOVED)
        .order_by("id")
        .values_list("id", "data")
    )


def read_actors(project):
    """Everybody who has done something in the project, by name."""
    acted = Event.objects.filter(project=project).values("actor")
    return User.objects.filter(pk__in=acted).order_by("name", "pk")


def _verbs(kind):
    subjects = _SUBJECTS[kind]
    return [verb.value for verb in Verb if verb.value.split(".")[0] in subjects]
