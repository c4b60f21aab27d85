"""Statistics of an institution's plans, in twenty-four queries at most.

Every figure has passed small_groups, so it tells about at least five people.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.db.models import (
    Case,
    DurationField,
    ExpressionWrapper,
    F,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from questionnaire.lib.dates import time_zone_of_plans
from questionnaire.lib.funders import funder_key
from questionnaire.lib.text import search_key
from questionnaire.models import (
    Edition,
    Institution,
    Membership,
    Project,
)
from questionnaire.plan.reading import consistent_snapshot
from questionnaire.queries.library.faculties import FacultyNames, read_faculty_names
from questionnaire.queries.library.small_groups import (
    Figure,
    Group,
    merge_cells,
    suppress_by_year,
    suppress_small_cells,
)
from questionnaire.queries.library.statistics_counts import (
    Counted,
    Grouping,
    k_anonymity_bound,
    month_of,
)
from questionnaire.queries.library.statistics_questions import (
    MEMBERS,
    InstitutionFilter,
    QuestionFigure,
    TemplateQuestions,
    read_discussed,
    read_skipped,
)

# As many as a chart can label; the others are counted together.
MOST_GROUPS = 12
# How many days a plan took from its start to its first edition, at most; None: longer.
BOUNDED_SPANS = (7, 14, 28, 56, 91, 182, 365)
SPANS: tuple[int | None, ...] = (*BOUNDED_SPANS, None)

# The first day of a month; None for anything before last year.
Month: TypeAlias = datetime.date | None


@dataclass(frozen=True)
class Statistics:
    """The figures of one institution; a false Figure may not be shown."""

    as_of: datetime.datetime
    # The years that can be chosen, newest first; and the one that was, None for all.
    periods: tuple[int, ...]
    year: int | None
    # By month (its first day), for this year and last year, or for `year`.
    created: Figure[Month]
    finished: Figure[Month]
    status: Figure[str]
    language: Figure[str]
    # By what people typed; "" for nothing.
    department: Figure[str]
    faculties: FacultyNames
    funder: Figure[str]
    # By index in SPANS, for plans finished at least once.
    spans: Figure[int]
    median: datetime.timedelta | None
    skipped: tuple[QuestionFigure, ...]
    discussed: tuple[QuestionFigure, ...]


@time_zone_of_plans()
def read_statistics(institution: Institution, year: int | None = None) -> Statistics:
    """The Statistics of the plans of `institution`, of all years or of one.

    A year that is not among the `periods` counts as none. Everything is read from one
    snapshot: a change in between would give small groups away.
    """
    with consistent_snapshot() as reader:
        return _read(institution, year, reader)


def _read(institution: Institution, year: int | None, using: str) -> Statistics:
    now = timezone.now()
    of_institution: InstitutionFilter = {
        "project__institution": institution,
        "project__deleted_at": None,
    }
    memberships = Membership.objects.using(using).filter(**of_institution)
    bound = k_anonymity_bound(memberships, "user")
    plans = Counted(
        Project.objects.live().using(using).filter(institution=institution),
        memberships,
        bound,
        "created_at",
        to_project="project__",
    )
    # Each plan once, by its first edition.
    first = Edition.objects.using(using).filter(**of_institution, number=1)
    finished = Counted(first, first, bound, "finished_at", user=MEMBERS)
    months = plans.by(month_of), finished.by(month_of)
    years = _years(months[0]), _years(months[1])
    periods = tuple(sorted({*years[0], *years[1]}, reverse=True))
    year = year if year in periods else None
    started, ended = _Years(plans, years[0], year), _Years(finished, years[1], year)
    spans = finished.by(_span)
    faculties = read_faculty_names(institution.pk, using)
    questions = TemplateQuestions(using, years[1], year)
    return Statistics(
        as_of=now,
        periods=periods,
        year=year,
        created=_by_month(months[0], years[0], now, year),
        finished=_by_month(months[1], years[1], now, year),
        status=started.figure("status"),
        language=started.figure("language"),
        department=started.figure_of_words("department", faculties.key),
        faculties=faculties,
        funder=started.figure_of_words("funder", funder_key),
        spans=ended.figure(_span, spans),
        median=_median(first, merge_cells(spans.values()), years[1], year),
        skipped=read_skipped(of_institution, questions, bound),
        discussed=read_discussed(of_institution, questions),
    )


@dataclass(frozen=True)
class _Years:
    """The figures of what is counted: of all years, or of one of those shown."""

    counted: Counted
    years: tuple[int, ...]
    year: int | None

    def figure(
        self, key: Grouping, groups: Mapping[Any, Group] | None = None
    ) -> Figure[Any]:
        """The Figure by a grouping; its `groups` of all years if they are known."""
        whole = suppress_small_cells(self.counted.by(key) if groups is None else groups)
        if self.year is None:
            return whole
        return self._of_year(self.counted.by_year(key), whole)

    def figure_of_words(
        self, field: str, sameness: Callable[[str], str] = search_key
    ) -> Figure[str]:
        """The Figure by what people typed, regardless of spelling.

        `sameness` gives the key of texts that mean the same.
        """
        groups = self.counted.by(field)
        spellings: dict[str, dict[str, Group]] = defaultdict(dict)
        for text, group in groups.items():
            spellings[sameness(text)][text] = group
        label_of = {
            key: _most_common_spelling(written) for key, written in spellings.items()
        }
        whole = suppress_small_cells(
            _labelled(groups, label_of, sameness), most=MOST_GROUPS
        )
        if self.year is None:
            return whole
        cells = {
            year: _labelled(of_year, label_of, sameness)
            for year, of_year in self.counted.by_year(field).items()
        }
        return self._of_year(cells, whole)

    def _of_year(
        self, cells: Mapping[int, Mapping[Any, Group]], whole: Figure[Any]
    ) -> Figure[Any]:
        figures = suppress_by_year(cells, self.years, among=whole.shown)
        return figures.get(cast(int, self.year), Figure())


def _labelled(
    groups: Mapping[str, Group],
    label_of: Mapping[str, str],
    sameness: Callable[[str], str],
) -> dict[str, Group]:
    """The groups of what people typed, put together under their labels."""
    written: dict[str, list[Group]] = defaultdict(list)
    for text, group in groups.items():
        written[label_of[sameness(text)]].append(group)
    return {label: merge_cells(each) for label, each in written.items()}


def _years(months: Mapping[int, Group]) -> tuple[int, ...]:
    """The years whose totals may be shown, from their months."""
    found: dict[int, list[Group]] = defaultdict(list)
    for month, group in months.items():
        found[month // 12].append(group)
    totals = {year: merge_cells(groups) for year, groups in found.items()}
    return tuple(suppress_small_cells(totals).shown)


def _by_month(
    groups: Mapping[int, Group],
    years: Collection[int],
    now: datetime.datetime,
    year: int | None,
) -> Figure[Month]:
    """The Figure by month of `year`, or of this year and last year.

    The total of each year may be known: its months are hidden with one another.
    """
    this_year = timezone.localtime(now).year
    wanted = (this_year - 1, this_year) if year is None else (year,)
    shown: dict[Month, int] = {}
    hidden: set[Month] = set()
    rest = 0
    for of_year in sorted({month // 12 for month in groups}):
        months: dict[Month, Group] = {
            datetime.date(of_year, month % 12 + 1, 1): group
            for month, group in groups.items()
            if month // 12 == of_year
        }
        if of_year not in wanted:
            hidden.add(None)
            continue
        figure: Figure[Month] = Figure(hidden=frozenset(months))
        if of_year in years:
            figure = suppress_small_cells(months)
        shown |= figure.shown
        hidden |= figure.hidden
        rest += figure.rest
    return Figure(shown, frozenset(hidden), rest)


def _most_common_spelling(written: Mapping[str, Group]) -> str:
    """The spelling that most plans use."""
    return max(written, key=lambda text: (written[text].plans, text)).strip()


def _span(prefix: str, moment: str) -> Case:
    """The index in SPANS of the time from the start of a project to its edition."""
    return Case(
        *(
            When(
                finished_at__lte=F("project__created_at")
                + datetime.timedelta(days=days),
                then=Value(position),
            )
            for position, days in enumerate(BOUNDED_SPANS)
        ),
        default=Value(len(SPANS) - 1),
    )


def _median(
    first: QuerySet[Edition],
    everybody: Group,
    years: Collection[int],
    year: int | None,
) -> datetime.timedelta | None:
    """What the plan in the middle took, or the mean of the two; None if suppressed.

    One query. It is the time of one plan or two, without saying of which.
    """
    if year is not None:
        first = first.filter(finished_at__year=year)
    if not (everybody.may_be_shown if year is None else year in years):
        return None
    taken = ExpressionWrapper(
        F("finished_at") - F("project__created_at"), DurationField()
    )
    number = everybody.plans if year is None else first.count()
    middle = first.order_by().annotate(taken=taken).order_by("taken")
    found: list[datetime.timedelta] = list(
        middle.values_list("taken", flat=True)[(number - 1) // 2 : number // 2 + 1]
    )
    return sum(found, datetime.timedelta()) / len(found)
