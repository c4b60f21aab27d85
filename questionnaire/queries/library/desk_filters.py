"""The filters of the desk: as data, as an address and as a query condition."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from questionnaire import search
from questionnaire.models import BulkExport, Project, User
from questionnaire.permissions import InstitutionAccess
from questionnaire.vocabulary import BulkExportState, ProjectStatus


class Show(StrEnum):
    """Which plans the desk starts from."""

    NEW = "new"  # finished since the user's last export
    ALL = "all"


class Sort(StrEnum):
    """The order in which plans are listed."""

    FINISHED = "finished"  # newest first, plans without an edition last
    TITLE = "title"
    CHANGED = "changed"  # newest first


@dataclass(frozen=True)
class DeskFilters:
    """A selection of an institution's plans.

    forms.desk.read_filters makes one from an address; `as_query` does the reverse.
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
    def only_finished(self) -> bool:
        """Whether only plans with an edition can match."""
        return (
            self.show is Show.NEW
            or self.status == (ProjectStatus.FINISHED,)
            or self.finished_from is not None
            or self.finished_to is not None
        )

    @property
    def active(self) -> tuple[str, ...]:
        """The names of the filters that narrow the list, in their usual order."""
        return tuple(
            name
            for name in FILTER_NAMES
            if getattr(self, name) != (Show.ALL if name == "show" else _EMPTY[name])
        )

    def without(self, name: str) -> "DeskFilters":
        """The same selection without one of its filters."""
        return replace(self, **{name: _EMPTY[name]})

    def as_query(self) -> str:
        """The query string of the desk's address for these filters and this order."""
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


_EMPTY: dict[str, Any] = {
    each.name: Show.ALL if each.name == "show" else each.default
    for each in fields(DeskFilters)
}
FILTER_NAMES = tuple(name for name in _EMPTY if name != "sort")


def last_export_at(access: InstitutionAccess, user: User) -> datetime | None:
    """When this person last exported the institution’s plans, or None. One query."""
    return (
        BulkExport.objects.filter(owner=user, institution=access.institution)
        .exclude(state=BulkExportState.CANCELLED)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )


def apply_filters(
    projects: QuerySet[Project], filters: DeskFilters, since: datetime | None = None
) -> QuerySet[Project]:
    """The projects that match the filters.

    Show.NEW means finished after `since`; finished at any time when it is None.
    """
    return projects.filter(
        *(condition(name, filters, since) for name in filters.active)
    )


def condition(name: str, filters: DeskFilters, since: datetime | None = None) -> Q:
    """One active filter as a Q."""
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


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(
        datetime.combine(day, at), timezone.get_default_timezone()
    )
