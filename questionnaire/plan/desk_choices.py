"""What there is to choose from at a desk, and why a choice finds nothing."""

from collections import defaultdict

from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Cast

from questionnaire.models import PlanTemplate, Project
from questionnaire.plan.desk_filters import condition
from questionnaire.text import search_key

# The longest list to choose from; the search finds the rest.
MOST_CHOICES = 300


def read_choices(desk, language):
    """{filter: [(value, label)]}: the values in use at the institution. One query."""
    projects = Project.objects.filter(institution=desk.institution).order_by()
    templates = (
        PlanTemplate.objects.filter(pk__in=projects.values("template"))
        .order_by()
        .annotate(
            filter=Value("template"),
            value=Cast("pk", TextField()),
            fr=F("title_fr"),
            en=F("title_en"),
            detail=F("version"),
        )
        .values_list("filter", "value", "fr", "en", "detail")
    )
    found = defaultdict(list)
    for name, value, fr, en, detail in templates.union(
        _used(projects, "department"), _used(projects, "funder")
    ):
        label = {"fr": fr, "en": en}[language]
        found[name].append((value, f"{label} ({detail})" if detail else label))
    return {
        name: sorted(choices, key=lambda choice: search_key(choice[1]))[:MOST_CHOICES]
        for name, choices in found.items()
    }


def read_hindrances(desk, filters, since=None):
    """{filter: how many plans there are without it}: why nothing was found.

    One query, for the one page that needs it.
    """
    counts = {
        f"without_{name}": Count(
            "pk",
            filter=Q(
                *(
                    condition(other, filters, since)
                    for other in filters.active
                    if other != name
                )
            ),
        )
        for name in filters.active
    }
    projects = Project.objects.filter(institution=desk.institution).order_by()
    found = projects.aggregate(**counts)
    return {name: found[f"without_{name}"] for name in filters.active}


def _used(projects, name):
    """(filter, value, label, label, nothing) of each value in use."""
    return (
        projects.exclude(**{name: ""})
        .annotate(
            filter=Value(name), value=F(name), fr=F(name), en=F(name), detail=Value("")
        )
        .values_list("filter", "value", "fr", "en", "detail")
        .distinct()
    )
