"""The list of what waits for a person: its rows, and how they are grouped."""

import datetime
import enum
from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.models import Project
from questionnaire.plan.outline import OutlineQuestion

# What is wanted within this time is wanted this week.
WEEK = datetime.timedelta(days=7)


class WaitingKind(enum.StrEnum):
    """What a row asks for."""

    REVIEW = "review"
    REQUEST = "request"
    ASSIGNED = "assigned"
    MENTION = "mention"
    FEEDBACK = "feedback"
    INVITATION = "invitation"
    UNSENT = "unsent"


class Urgency(models.TextChoices):
    """The groups of rows, most urgent first."""

    LATE = "late", _("Late, or others wait")
    WEEK = "week", _("This week")
    LATER = "later", _("Later, or without a day")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person."""

    kind: WaitingKind
    project: Project
    path: str
    entries: tuple[OutlineQuestion, ...] = ()
    person: str = ""  # who asks for it
    words: str = ""  # those of a request or a mention
    label: str = ""  # of the question, where it is not among `entries`
    due_on: datetime.date | None = None  # by when it is wanted
    at: datetime.datetime | None = None  # since when it waits, or until when it is open

    @property
    def labels(self) -> list[str]:
        return [entry.label for entry in self.entries]

    @property
    def days_late(self) -> int:
        """How many days ago it was wanted; 0 if that is still to come."""
        if self.due_on is None:
            return 0
        return max(0, (timezone.localdate() - self.due_on).days)

    @property
    def urgency(self) -> Urgency:
        if self.days_late or self.kind in (WaitingKind.REVIEW, WaitingKind.REQUEST):
            return Urgency.LATE
        last = self.due_on
        if self.kind is WaitingKind.INVITATION and self.at is not None:
            last = timezone.localdate(self.at)
        if last is not None and last <= timezone.localdate() + WEEK:
            return Urgency.WEEK
        return Urgency.LATER


@dataclass(frozen=True)
class WaitingList:
    """All that waits for a person, grouped by urgency or by project."""

    items: tuple[Waiting, ...]
    by_project: bool = False

    def __len__(self) -> int:
        return len(self.items)

    @property
    def groups(self) -> list[tuple[str, list[Waiting]]]:
        """[(name of the group, its rows)], the most urgent first."""
        items = sorted(self.items, key=_by_urgency)
        name = _urgency_of
        if self.by_project:
            name = _project_of
            titles = list(dict.fromkeys(map(name, items)))
            items.sort(key=lambda item: titles.index(_project_of(item)))
        return [(group, list(found)) for group, found in groupby(items, name)]


def _urgency_of(item: Waiting) -> str:
    return str(item.urgency.label)


def _project_of(item: Waiting) -> str:
    return item.project.title


def _by_urgency(item: Waiting) -> tuple[int, datetime.date, int]:
    return (
        list(Urgency).index(item.urgency),
        item.due_on or datetime.date.max,
        list(WaitingKind).index(item.kind),
    )
