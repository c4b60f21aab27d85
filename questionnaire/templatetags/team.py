"""Filters for pages about people."""

from django import template

from questionnaire.credit import credit_labels

register = template.Library()


@register.filter
def credit(keys, language):
    """CRediT roles by name: “Data curation, Software”."""
    return ", ".join(credit_labels(keys, language))
