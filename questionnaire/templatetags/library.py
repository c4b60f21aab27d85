"""Filters for the pages of librarians."""

from django import template

from questionnaire.bilingual import active_language
from questionnaire.lib.doi import short_form
from questionnaire.lib.funders import funder_label

register = template.Library()

_LONGEST_LINK = 60


@register.filter
def short_link(address):
    """An address as it is shown in a narrow place: a DOI alone, others shortened."""
    text = short_form(address).removeprefix("https://").removeprefix("http://")
    return text if len(text) <= _LONGEST_LINK else text[: _LONGEST_LINK - 1] + "…"


@register.filter
def funder_name(text):
    """A funder as the language of the page names it."""
    return funder_label(text, active_language())
