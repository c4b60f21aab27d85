"""The active filters of a desk in words, each with a link that removes it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.forms.desk import SHOWN
from questionnaire.lib.dates import day_text
from questionnaire.queries.library.desk_filters import DeskFilters
from questionnaire.vocabulary import Language, ProjectStatus


@dataclass(frozen=True)
class Chip:
    """One active filter; `query` is the query string without it."""

    name: str
    label: str
    query: str


def chips_of(filters, choices):
    """[Chip] of the active filters, in their usual order."""
    return [
        Chip(
            name,
            _label(name, filters, choices),
            filters.without(name).as_query(),
        )
        for name in filters.active
    ]


def _label(name, filters: DeskFilters, choices):
    value = getattr(filters, name)
    if name == "show":
        return str(dict(SHOWN)[value])
    if name == "exported_by":
        librarian = dict(choices.get(name, ())).get(str(value), str(value))
        return _("Exported by %(name)s") % {"name": librarian}
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
