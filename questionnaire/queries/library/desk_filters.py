"""The filters of the desk: as data, as an address and as a query condition."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from questionnaire import search
from questionnaire.lib.funders import texts_of
from questionnaire.models import Holding, Partner, Project
from questionnaire.queries.library.faculties import of_faculty
from questionnaire.vocabulary import HoldingKind, ProjectStatus


class Show(StrEnum):
    """Which plans the desk starts from.

    Colleagues share what was exported or deposited: the newest edition counts.
    """

    NEW = "new"  # finished, and neither exported nor deposited by anybody
    EXPORTED = "exported"
    DEPOSITED = "deposited"
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
    partner: str = ""  # a partner institution, by a name
    template: int | None = None  # id of a PlanTemplate
    language: str = ""
    exported_by: int | None = None  # id of a librarian; any edition
    finished_from: date | None = None
    finished_to: date | None = None
    sort: Sort = Sort.FINISHED

    @property
    def only_finished(self) -> bool:
        """Whether only plans with an edition can match."""
        return (
            self.show is not Show.ALL
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
        return urlencode(self.as_pairs())

    def as_pairs(self) -> list[tuple[str, str]]:
        """The same as names and values, for the hidden fields of a form."""
        pairs = [("show", self.show.value)]
        for name in FILTER_NAMES[1:]:
            value = getattr(self, name)
            if isinstance(value, tuple):
                pairs += [(name, each) for each in value]
            elif value:
                pairs.append((name, str(value)))
        if self.sort is not Sort.FINISHED:
            pairs.append(("sort", self.sort.value))
        return pairs


_EMPTY: dict[str, Any] = {
    each.name: Show.ALL if each.name == "show" else each.default
    for each in fields(DeskFilters)
}
FILTER_NAMES = tuple(name for name in _EMPTY if name != "sort")


def apply_filters(
    projects: QuerySet[Project], filters: DeskFilters
) -> QuerySet[Project]:
    """The projects that match the filters."""
    return projects.filter(*(condition(name, filters) for name in filters.active))


def condition(name: str, filters: DeskFilters) -> Q:
    """One active filter as a Q."""
    value = getattr(filters, name)
    if name == "show":
        return _shown(value)
    if name == "q":
        return search.condition(value)
    if name == "status":
        return Q(status__in=value)
    if name == "department":
        return of_faculty(value)
    if name == "partner":
        return Q(Exists(_partners(value)))
    if name == "funder":
        return Q(funder__in=texts_of(value))
    if name == "exported_by":
        return Q(Exists(_holdings().filter(by=value, kind=HoldingKind.EXPORTED)))
    if name == "finished_from":
        return Q(finished_at__gte=_moment(value, time.min))
    if name == "finished_to":
        return Q(finished_at__lte=_moment(value, time.max))
    return Q(**{name: value})


def _shown(show: Show) -> Q:
    if show is Show.NEW:
        return Q(
            status=ProjectStatus.FINISHED, finished_at__isnull=False, awaits_export=True
        )
    of_newest = _holdings().filter(
        kind=HoldingKind(show), edition__finished_at=OuterRef("finished_at")
    )
    return Q(Exists(of_newest))


def _partners(name: str) -> QuerySet[Partner]:
    """The partners of a project that have this name, in either language."""
    named = Q(name=name) | Q(institution__name_fr=name) | Q(institution__name_en=name)
    return Partner.objects.filter(named, project=OuterRef("pk")).order_by()


def _holdings() -> QuerySet[Holding]:
    """What the institution of a project holds of its plan."""
    return Holding.objects.filter(
        edition__project=OuterRef("pk"), institution=OuterRef("institution")
    )


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(
        datetime.combine(day, at), timezone.get_default_timezone()
    )
