"""The statistics of an institution as people see them: words, chart and table."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.db.models import TextChoices
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.bilingual import active_language
from questionnaire.lib import charts
from questionnaire.lib.dates import plan_time
from questionnaire.lib.funders import funder_label
from questionnaire.models import Question
from questionnaire.queries.library.small_groups import Figure
from questionnaire.queries.library.statistics import (
    MOST_GROUPS,
    SPANS,
    Month,
    Statistics,
)
from questionnaire.queries.library.statistics_questions import QuestionFigure
from questionnaire.vocabulary import Language, ProjectStatus

_TWO_MINUTES, _TWO_HOURS, _TWO_DAYS = 120, 7_200, 172_800

Chart: TypeAlias = charts.Bars | charts.Columns | charts.Stack


@dataclass(frozen=True)
class Panel:
    """One figure of the page; `chart` is None when it may not be shown."""

    name: str
    heading: str
    # The main finding, in a sentence.
    message: str
    # The template of the chart: "bars", "columns" or "stack".
    form: str = ""
    chart: Chart | None = None
    header: tuple[str, ...] = ()
    # The table: labels are text, counts are numbers.
    rows: tuple[tuple[str | int, ...], ...] = ()
    note: str = ""

    @property
    def table(self) -> list[list[str]]:
        """The rows as the page shows them."""
        return [
            [cell if isinstance(cell, str) else _count(cell) for cell in row]
            for row in self.rows
        ]


NAMES = (
    "started",
    "finished",
    "status",
    "language",
    "department",
    "funder",
    "time",
    "skipped",
    "discussed",
)


def build_panels(statistics: Statistics) -> dict[str, Panel]:
    """{name: Panel}, in the active language and the order of the page."""
    today = plan_time(statistics.as_of).date()
    made = (
        _months(
            "started",
            _("Plans started, by month"),
            statistics.created,
            today,
            statistics.year,
        ),
        _months(
            "finished",
            _("Plans finished for the first time, by month"),
            statistics.finished,
            today,
            statistics.year,
        ),
        _parts("status", _("Plans by status"), statistics.status, ProjectStatus),
        _parts("language", _("Plans by language"), statistics.language, Language),
        _groups(
            "department",
            _("Plans by faculty or department"),
            _named(statistics.department, statistics.faculties.label),
        ),
        _groups(
            "funder",
            _("Plans by funder"),
            _named(statistics.funder, funder_label),
        ),
        _time_to_finish(statistics),
        _skipped(statistics.skipped),
        _discussed(statistics.discussed),
    )
    return dict(zip(NAMES, made, strict=True))


def _empty(name: str, heading: str) -> Panel:
    return Panel(
        name,
        heading,
        _("There is nothing yet that tells about 5 people or more."),
    )


def _not_shown() -> str:
    return _("not shown (fewer than 5)")


def _count(value: float) -> str:
    return number_format(value, force_grouping=True)


def _percentage(share: float) -> str:
    if 0 < share < 0.005:
        return _("under 1%")
    return _("%(number)s%%") % {"number": round(100 * share)}


def _months(
    name: str,
    heading: str,
    figure: Figure[Month],
    today: datetime.date,
    chosen: int | None,
) -> Panel:
    if not figure.shown:
        return _empty(name, heading)
    years = (today.year - 1, today.year) if chosen is None else (chosen,)
    firsts = [datetime.date(today.year, month, 1) for month in range(1, 13)]

    def value(year: int, month: int) -> tuple[int | None, str] | None:
        day = datetime.date(year, month, 1)
        if day > today:
            return None
        if day in figure.hidden:
            return None, ""
        count = figure.shown.get(day, 0)
        return count, _count(count)

    def cell(year: int, month: int) -> str | int:
        found = value(year, month)
        if found is None:
            return ""
        return _not_shown() if found[0] is None else found[0]

    return Panel(
        name,
        heading,
        _busiest(figure.shown, years),
        "columns",
        charts.columns(
            [
                (date_format(day, "N"), date_format(day, "F")[0].upper())
                for day in firsts
            ],
            [
                (str(year), [value(year, month) for month in range(1, 13)])
                for year in years
            ],
        ),
        (_("Month"), *map(str, years)),
        tuple(
            (date_format(day, "F"), *(cell(year, day.month) for year in years))
            for day in firsts
        ),
        note=_(
            "A month that would tell about fewer than 5 people is not shown, nor is "
            "another that would give it away."
        )
        if figure.hidden - {None}
        else "",
    )


def _busiest(shown: Mapping[Month, int], years: Sequence[int]) -> str:
    """The month with most plans, for each year."""
    sentences = []
    for year in reversed(years):
        of_year = {
            day: count
            for day, count in shown.items()
            if day is not None and day.year == year
        }
        if of_year:
            day = max(of_year, key=of_year.__getitem__)
            sentences.append(
                ngettext(
                    "Most in %(year)s: %(month)s, %(count)s plan.",
                    "Most in %(year)s: %(month)s, %(count)s plans.",
                    of_year[day],
                )
                % {
                    "year": year,
                    "month": date_format(day, "F"),
                    "count": _count(of_year[day]),
                }
            )
    return " ".join(sentences)


def _parts(
    name: str, heading: str, figure: Figure[str], words: type[TextChoices]
) -> Panel:
    """A Panel of a whole and its parts, which the product names."""
    labels = dict(words.choices)
    named = [
        (str(labels[key]), figure.shown[key]) for key in labels if key in figure.shown
    ]
    if figure.rest:
        hidden = [str(labels[key]) for key in labels if key in figure.hidden]
        named.append((" + ".join(hidden), figure.rest))
    return _whole(name, heading, figure, named, "stack")


def _named(figure: Figure[str], label: Callable[[str, str], str]) -> Figure[str]:
    """A figure whose groups are labelled in the language of the page."""
    shown = {
        label(text, active_language()): count for text, count in figure.shown.items()
    }
    return replace(figure, shown=shown)


def _groups(name: str, heading: str, figure: Figure[str]) -> Panel:
    """A Panel of groups that people named themselves."""
    named = [(label or _("Not stated"), count) for label, count in figure.shown.items()]
    if figure.rest:
        named.append((_("All others"), figure.rest))
    panel = _whole(name, heading, figure, named, "bars")
    if not figure.rest:
        return panel
    note = _(
        "“All others” holds what is beyond the %(most)s largest groups, every "
        "group of fewer than 5 people, and one more where that would give "
        "them away."
    )
    return replace(panel, note=note % {"most": MOST_GROUPS})


def _whole(
    name: str,
    heading: str,
    figure: Figure[str],
    named: Sequence[tuple[str, int]],
    form: str,
) -> Panel:
    if not named:
        return _empty(name, heading)
    total = sum(count for _label, count in named)
    # The rest is not a group, so it can’t be the largest one.
    own = named[: len(figure.shown)] or named
    largest, count = max(own, key=lambda pair: pair[1])
    message = _("Largest group: %(label)s, %(count)s of %(total)s plans (%(share)s).")
    rows = [
        (label, count, f"{_count(count)} ({_percentage(count / total)})")
        for label, count in named
    ]
    return Panel(
        name,
        heading,
        message
        % {
            "label": largest,
            "count": _count(count),
            "total": _count(total),
            "share": _percentage(count / total),
        },
        form,
        charts.stack(rows) if form == "stack" else charts.bars(rows, scale=total),
        (heading, _("Plans"), _("Share (%)")),
        tuple((label, count, round(100 * count / total)) for label, count in named),
    )


def _time_to_finish(statistics: Statistics) -> Panel:
    name, heading = "time", _("From the start of a plan to its first edition")
    figure = statistics.spans
    if not figure.shown:
        return _empty(name, heading)
    labels = _spans()
    positions = range(len(SPANS))

    def value(position: int) -> tuple[int | None, str]:
        if position in figure.hidden:
            return None, ""
        count = figure.shown.get(position, 0)
        return count, _count(count)

    return Panel(
        name,
        heading,
        "" if statistics.median is None else _median(statistics.median),
        "columns",
        charts.columns(labels, [(heading, [value(each) for each in positions])]),
        (_("Time"), _("Plans")),
        tuple(
            (
                labels[each][0],
                _not_shown() if each in figure.hidden else figure.shown.get(each, 0),
            )
            for each in positions
        ),
        note=_(
            "A span that would tell about fewer than 5 people is not shown, nor is "
            "another that would give it away."
        )
        if figure.hidden
        else "",
    )


def _spans() -> tuple[tuple[str, str], ...]:
    """The labels of SPANS, each with the one for narrow screens."""
    return (
        (_("1 week"), _("1 wk")),
        (_("2 weeks"), "2"),
        (_("4 weeks"), "4"),
        (_("8 weeks"), "8"),
        (_("13 weeks"), "13"),
        (_("26 weeks"), "26"),
        (_("1 year"), _("1 y")),
        (_("longer"), _("1 y +")),
    )


def _median(taken: datetime.timedelta) -> str:
    return _("Half of the plans were finished within %(time)s.") % {
        "time": _time_in_words(taken)
    }


def _time_in_words(taken: datetime.timedelta) -> str:
    """A time in the largest unit of which there are two or more: 89 seconds, 4 days."""
    seconds = taken.total_seconds()
    if seconds < _TWO_MINUTES:
        number = max(1, round(seconds))
        words = ngettext("%(number)s second", "%(number)s seconds", number)
    elif seconds < _TWO_HOURS:
        number = round(seconds / 60)
        words = ngettext("%(number)s minute", "%(number)s minutes", number)
    elif seconds < _TWO_DAYS:
        number = round(seconds / 3_600)
        words = ngettext("%(number)s hour", "%(number)s hours", number)
    else:
        number = round(seconds / 86_400)
        words = ngettext("%(number)s day", "%(number)s days", number)
    return words % {"number": _count(number)}


def _skipped(figures: Sequence[QuestionFigure]) -> Panel:
    name, heading = "skipped", _("Questions most often left without text")
    if not figures:
        return _empty(name, heading)
    message = _(
        "Question %(label)s: without text in %(share)s of %(editions)s editions."
    )
    return Panel(
        name,
        heading,
        message
        % {
            "label": figures[0].question.label,
            "share": _percentage(figures[0].share),
            "editions": _count(figures[0].of),
        },
        "bars",
        charts.bars(
            [
                (_name(each.question), each.share, _percentage(each.share))
                for each in figures
            ],
            scale=1,
        ),
        (_("Question"), _("Editions without text"), _("Editions"), _("Share (%)")),
        tuple(
            (_name(each.question), each.count, each.of, round(100 * each.share))
            for each in figures
        ),
        note=_(
            "A question is left out when fewer than 5 people left it without text, or "
            "fewer than 5 gave one."
        ),
    )


def _discussed(figures: Sequence[QuestionFigure]) -> Panel:
    name, heading = "discussed", _("Questions most talked about")
    if not figures:
        return _empty(name, heading)
    message = ngettext(
        "Question %(label)s: %(count)s comment or reply.",
        "Question %(label)s: %(count)s comments and replies.",
        figures[0].count,
    )
    return Panel(
        name,
        heading,
        message
        % {"label": figures[0].question.label, "count": _count(figures[0].count)},
        "bars",
        charts.bars(
            [(_name(each.question), each.count, _count(each.count)) for each in figures]
        ),
        (_("Question"), _("Comments and replies")),
        tuple((_name(each.question), each.count) for each in figures),
        note=_(
            "A question talked about by the teams of fewer than 5 people is left out."
        ),
    )


def _name(question: Question) -> str:
    return f"{question.label} {question.text}"
