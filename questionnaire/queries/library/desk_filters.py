"""What a librarian asks of the desk, as data, as an address and as a condition."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from questionnaire import search
from questionnaire.models import BulkExport
from questionnaire.vocabulary import BulkExportState, ProjectStatus


class Show(StrEnum):
    """Which plans a desk begins from."""

    NEW = "new"  # finished since one's last export
    ALL = "all"


class Sort(StrEnum):
    """In which order plans are listed."""

    FINISHED = "finished"  # the newest first, plans without an edition last
    TITLE = "title"
    CHANGED = "changed"  # the newest first


@dataclass(frozen=True)
class DeskFilters:
    """A choice of an institution's plans; without any, those that are new.

    Made from an address by forms.desk.read_filters; `as_query` is the way back.
    """

    show: Show = Show.ALL
    q: str = ""
    status: tuple[str, ...] = ()  # ProjectStatus values; any of them
    department: str = ""
    funder: str = ""
    template: int | None = None  # id of a PlanTemplate
    language: str = ""
    finished_from: date | None = None
    finished_to: date | None = None
    sort: Sort = Sort.FINISHED

    @property
    def only_finished(self):
        """Whether every plan that they let through has an edition."""
        return (
            self.show is Show.NEW
            or self.status == (ProjectStatus.FINISHED,)
            or self.finished_from is not None
            or self.finished_to is not None
        )

    @property
    def active(self):
        """The names of the filters that narrow the list, in their usual order."""
        return tuple(
            name
            for name in FILTER_NAMES
            if getattr(self, name) != (Show.ALL if name == "show" else _EMPTY[name])
        )

    def without(self, name):
        """The same choice with one filter less."""
        return replace(self, **{name: _EMPTY[name]})

    def as_query(self):
        """The filters and the order as the desk's address has them."""
        pairs = [("show", self.show.value)]
        for name in FILTER_NAMES[1:]:
            value = getattr(self, name)
            if isinstance(value, tuple):
                pairs += [(name, each) for each in value]
            elif value:
                pairs.append((name, str(value)))
        if self.sort is not Sort.FINISHED:
            pairs.append(("sort", self.sort.value))
        return urlencode(pairs)


_EMPTY = {
    each.name: Show.ALL if each.name == "show" else each.default
    for each in fields(DeskFilters)
}
FILTER_NAMES = tuple(name for name in _EMPTY if name != "sort")


def last_export_at(access, user):
    """When this person last exported plans of the institution, or None. One query."""
    return (
        BulkExport.objects.filter(owner=user, institution=access.institution)
        .exclude(state=BulkExportState.CANCELLED)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )


def narrowed(projects, filters, since=None):
    """Those of `projects` that the filters let through.

    `since` is what Show.NEW counts from; None for all that are finished.
    """
    return projects.filter(
        *(condition(name, filters, since) for name in filters.active)
    )


def condition(name, filters, since=None):
    """What one active filter asks, as a Q."""
    value = getattr(filters, name)
    if name == "show":
        new = Q(status=ProjectStatus.FINISHED, finished_at__isnull=False)
        return new & Q(finished_at__gt=since) if since else new
    if name == "q":
        return search.condition(value)
    if name == "status":
        return Q(status__in=value)
    if name == "finished_from":
        return Q(finished_at__gte=_moment(value, time.min))
    if name == "finished_to":
        return Q(finished_at__lte=_moment(value, time.max))
    return Q(**{name: value})


def _moment(day, at):
    return timezone.make_aware(datetime.combine(day, at))
