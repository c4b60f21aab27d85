"""Filters of the list of what waits."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def and_list(words):
    """Several words as people list them: 1.1, 1.2 and 2.3."""
    *before, last = words
    if not before:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last}
