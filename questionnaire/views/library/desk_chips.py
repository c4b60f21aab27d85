"""The active filters of a desk in words, each with a link that removes it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.lib.dates import day_text, local
from questionnaire.queries.library.desk_filters import DeskFilters
from questionnaire.vocabulary import Language, ProjectStatus


@dataclass(frozen=True)
class Chip:
    """One active filter; `query` is the query string without it."""

    name: str
    label: str
    query: str


def chips_of(filters, since, choices):
    """[Chip] of the active filters, in their usual order."""
    return [
        Chip(
            name,
            _label(name, filters, since, choices),
            filters.without(name).as_query(),
        )
        for name in filters.active
    ]


def _label(name, filters: DeskFilters, since, choices):
    value = getattr(filters, name)
    if name == "show":
        if since is None:
            return _("Finished since your last export")
        day = day_text(local(since).date())
        return _("Finished since your last export, on %(day)s") % {"day": day}
    if name == "status":
        return ", ".join(str(ProjectStatus(each).label) for each in value)
    if name == "language":
        return pgettext("plans", "Written in %(language)s") % {
            "language": Language(value).label
        }
    if name == "finished_from":
        return _("Finished from %(day)s") % {"day": day_text(value)}
    if name == "finished_to":
        return _("Finished up to %(day)s") % {"day": day_text(value)}
    if name == "q":
        return _("Words: %(words)s") % {"words": value}
    return dict(choices.get(name, ())).get(str(value), str(value))
