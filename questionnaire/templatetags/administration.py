"""Django's change lists, drawn as this site draws its tables."""

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.utils import label_for_field
from django.http import QueryDict

register = template.Library()


@register.filter
def headers(changes):
    """The column headings: text, address to sort by, order."""
    for header in result_headers(changes):
        order = ""
        if header.get("sorted"):
            order = "ascending" if header["ascending"] else "descending"
        yield {
            "text": header["text"],
            "address": header.get("url_primary") if header["sortable"] else "",
            "order": order,
        }


@register.filter
def rows(changes):
    """[(label, value), …] of each row."""
    admin = changes.model_admin
    columns = [
        (label_for_field(name, changes.model, admin), name)
        for name in changes.list_display
    ]
    for row in changes.result_list:
        yield [
            (
                label,
                getattr(admin, name)(row)
                if hasattr(admin, name)
                else getattr(row, name) or "–",
            )
            for label, name in columns
        ]


@register.filter
def filters(changes):
    """The filters as select boxes: title, name, choices with the values they send."""
    for spec in changes.filter_specs:
        name, choices = spec.expected_parameters()[0], []
        for choice in spec.choices(changes):
            value = _sent(choice["query_string"], name)
            if choices and not value:
                # “Without”, which takes another parameter.
                continue
            choices.append(
                {
                    "label": choice["display"],
                    "value": value,
                    "selected": choice["selected"],
                }
            )
        yield {"title": spec.title, "name": name, "choices": choices}


def _sent(query, name):
    return QueryDict(query.lstrip("?")).get(name, "")
