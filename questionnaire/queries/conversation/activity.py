"""The trail of a project, to be read by its team."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionnaire.models import Event, Project, User
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Verb

# (id, data) of an event by which the plan moved to another version of its template.
Move: TypeAlias = tuple[int, dict[str, Any]]

if TYPE_CHECKING:

    class _QuestionEvent(Event):
        """An event with what its question is called today."""

        slug: str | None
        label: str

        class Meta:
            proxy = True


class ActivityKind(models.TextChoices):
    """The kinds of events that the activity page can be filtered by."""

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


def read_activity(
    project: Project,
    *,
    person: int | None = None,
    kind: ActivityKind | None = None,
    since: datetime | None = None,
    excluding: User | None = None,
) -> QuerySet[Event]:
    """The project’s events, newest first, each with its actor.

    Each argument narrows the list: to one `person` (an id), one `kind`, to events
    after `since`, or to events by anybody but `excluding`.
    """
    events = Event.objects.filter(project=project).select_related("actor")
    if person:
        events = events.filter(actor=person)
    if kind:
        events = events.filter(verb__in=_verbs(kind))
    if since:
        events = events.filter(at__gt=since)
    if excluding:
        events = events.exclude(actor=excluding)
    return events.order_by("-id")


def annotate_questions(project: Project, events: Iterable[Event]) -> None:
    """Set `slug` and `label` on each event of a question, for links to it today.

    When the template no longer asks the question, `slug` is None and `label` the
    number that it had. At most one query: only for events from before addresses had
    slugs, in a plan that has moved to another version of its template.
    """
    of_questions = [
        cast("_QuestionEvent", event)
        for event in events
        if event.target.startswith("question:")
    ]
    asked = read_template(project.template_id)
    is_old = any(_slug_in(event) is None for event in of_questions)
    moves = _moves(project) if is_old else []
    for event in of_questions:
        slug = _slug_in(event)
        question = (
            asked.by_slug.get(slug)
            if slug
            else asked.by_label.get(_number_today(event, moves) or "")
        )
        event.slug = question.slug if question else None
        event.label = question.label if question else _number_then(event)


def _slug_in(event: Event) -> str | None:
    """The slug of an event’s question; None in old events, which have its number."""
    name = event.target.partition(":")[2]
    return None if "." in name else name


def _number_then(event: Event) -> str:
    return event.data.get("label") or event.target.partition(":")[2]


def _number_today(event: Event, moves: Iterable[Move]) -> str | None:
    """The number that the question of an old event has today, or None."""
    label: str | None = _number_then(event)
    for moved, data in moves:
        if moved > event.pk and label is not None:
            label = data["labels"].get(label, label)
    return label


def _moves(project: Project) -> list[Move]:
    """The project’s moves to other versions of the template, in order."""
    if project.former_template_id is None:
        return []
    return list(
        Event.objects.filter(project=project, verb=Verb.TEMPLATE_MOVED)
        .order_by("id")
        .values_list("id", "data")
    )


def read_actors(project: Project) -> QuerySet[User]:
    """Everybody who appears in the project’s trail, by name."""
    acted = Event.objects.filter(project=project).values("actor")
    return User.objects.filter(pk__in=acted).order_by("name", "pk")


def _verbs(kind: ActivityKind) -> list[str]:
    subjects = _SUBJECTS[kind]
    return [verb.value for verb in Verb if verb.value.split(".")[0] in subjects]
