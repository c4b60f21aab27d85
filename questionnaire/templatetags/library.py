"""Filters for the pages of librarians."""

from django import template

from questionnaire.lib.doi import short_form

register = template.Library()

_LONGEST_LINK = 60


@register.filter
def short_link(address):
    """An address as it is shown in a narrow place: a DOI alone, others shortened."""
    text = short_form(address).removeprefix("https://").removeprefix("http://")
    return text if len(text) <= _LONGEST_LINK else text[: _LONGEST_LINK - 1] + "…"
