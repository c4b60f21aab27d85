"""What pages about people need."""

from django import template

from questionnaire.credit import credit_labels

register = template.Library()


@register.filter
def credit(keys, language):
    """CRediT roles in words: “Data curation, Software”."""
    return ", ".join(credit_labels(keys, language))
