"""The figures of an institution as people meet them: words, chart and table."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.lib import charts
from questionnaire.queries.library.statistics import MOST_GROUPS, SPANS
from questionnaire.vocabulary import Language, ProjectStatus


@dataclass(frozen=True)
class Panel:
    """One figure of the page; without `chart` when it may not be shown."""

    name: str
    heading: str
    # What it comes to, in a sentence.
    message: str
    # The template of the chart: "bars", "columns" or "stack".
    form: str = ""
    chart: object = None
    header: tuple[str, ...] = ()
    # The table: labels as text, counts as numbers.
    rows: tuple[tuple, ...] = ()
    note: str = ""

    @property
    def table(self):
        """The rows as a page writes them."""
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


def panels_of(statistics):
    """{name: Panel}, in the active language and in the order of the page."""
    today = timezone.localtime(statistics.as_of).date()
    made = (
        _months("started", _("Plans started, by month"), statistics.created, today),
        _months(
            "finished",
            _("Plans finished for the first time, by month"),
            statistics.finished,
            today,
        ),
        _parts("status", _("Plans by status"), statistics.status, ProjectStatus),
        _parts("language", _("Plans by language"), statistics.language, Language),
        _groups(
            "department", _("Plans by faculty or department"), statistics.department
        ),
        _groups("funder", _("Plans by funder"), statistics.funder),
        _time(statistics),
        _skipped(statistics.skipped),
        _discussed(statistics.discussed),
    )
    return dict(zip(NAMES, made, strict=True))


def _empty(name, heading):
    return Panel(
        name,
        heading,
        _("There is nothing yet that tells about 5 people or more."),
    )


def _not_told():
    return _("not shown (fewer than 5)")


def _count(value):
    return number_format(value, force_grouping=True)


def _percentage(share):
    if 0 < share < 0.005:
        return _("under 1%")
    return _("%(number)s%%") % {"number": round(100 * share)}


def _months(name, heading, figure, today):
    if not figure.shown:
        return _empty(name, heading)
    years = (today.year - 1, today.year)
    firsts = [datetime.date(today.year, month, 1) for month in range(1, 13)]

    def value(year, month):
        day = datetime.date(year, month, 1)
        if day > today:
            return None
        if day in figure.hidden:
            return None, ""
        count = figure.shown.get(day, 0)
        return count, _count(count)

    def cell(year, month):
        found = value(year, month)
        if found is None:
            return ""
        return _not_told() if found[0] is None else found[0]

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


def _busiest(shown, years):
    """The month of each year in which most happened."""
    sentences = []
    for year in reversed(years):
        of_year = {day: count for day, count in shown.items() if day.year == year}
        if of_year:
            day = max(of_year, key=of_year.get)
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


def _parts(name, heading, figure, words):
    """A whole of a few parts that the product itself names."""
    labels = dict(words.choices)
    named = [
        (str(labels[key]), figure.shown[key]) for key in labels if key in figure.shown
    ]
    if figure.rest:
        hidden = [str(labels[key]) for key in labels if key in figure.hidden]
        named.append((" + ".join(hidden), figure.rest))
    return _whole(name, heading, figure, named, "stack", charts.stack)


def _groups(name, heading, figure):
    """Groups that people named themselves."""
    named = [(label or _("Not stated"), count) for label, count in figure.shown.items()]
    if figure.rest:
        named.append((_("All others"), figure.rest))
    panel = _whole(name, heading, figure, named, "bars", charts.bars)
    if not figure.rest:
        return panel
    return Panel(
        **vars(panel)
        | {
            "note": _(
                "“All others” holds what is beyond the %(most)s largest groups, every "
                "group of fewer than 5 people, and one more where that would give "
                "them away."
            )
            % {"most": MOST_GROUPS}
        }
    )


def _whole(name, heading, figure, named, form, draw):
    if not named:
        return _empty(name, heading)
    total = sum(count for _label, count in named)
    # What is no group of its own is no news.
    own = named[: len(figure.shown)] or named
    largest, count = max(own, key=lambda pair: pair[1])
    message = _("Largest group: %(label)s, %(count)s of %(total)s plans (%(share)s).")
    shares = [_percentage(count / total) for _label, count in named]
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
        draw(
            [
                (label, count, f"{_count(count)} ({share})")
                for (label, count), share in zip(named, shares, strict=True)
            ]
        ),
        (heading, _("Plans"), _("Share (%)")),
        tuple((label, count, round(100 * count / total)) for label, count in named),
    )


def _time(statistics):
    name, heading = "time", _("From the start of a plan to its first edition")
    figure = statistics.spans
    if not figure.shown:
        return _empty(name, heading)
    labels = _spans()
    positions = range(len(SPANS))

    def value(position):
        if position in figure.hidden:
            return None, ""
        count = figure.shown.get(position, 0)
        return count, _count(count)

    return Panel(
        name,
        heading,
        _median(statistics.median_days),
        "columns",
        charts.columns(labels, [(heading, [value(each) for each in positions])]),
        (_("Time"), _("Plans")),
        tuple(
            (
                labels[each][0],
                _not_told() if each in figure.hidden else figure.shown.get(each, 0),
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


def _spans():
    """The labels of SPANS, and how narrow screens write them."""
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


def _median(days):
    if days > SPANS[-2]:
        return _("More than half of the plans took longer than a year.")
    return ngettext(
        "Half of the plans were finished within about %(days)s day.",
        "Half of the plans were finished within about %(days)s days.",
        days,
    ) % {"days": _count(days)}


def _skipped(figures):
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


def _discussed(figures):
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


def _name(question):
    return f"{question.label} {question.text}"
