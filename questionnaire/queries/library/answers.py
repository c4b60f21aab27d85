"""The answers of many plans, for the table that holds them all."""

from collections.abc import Iterator, Sequence

from django.db.models.fields.json import KT

from questionnaire.models import Edition, PlanTemplate

# How many plans are read at a time: each is as long as its answers.
_BATCH = 50


def read_editions(ids: Sequence[int]) -> Iterator[Edition]:
    """These editions with their plans and projects, in this order."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found = Edition.objects.select_related("project").in_bulk(batch)
        yield from (found[pk] for pk in batch)


def templates_of(ids: Sequence[int]) -> list[PlanTemplate]:
    """The templates that these editions follow, the newest version of each last.

    Two queries. An edition names its template; its project may follow another by now.
    """
    named = set(
        Edition.objects.filter(pk__in=ids)
        .order_by()
        .values_list(KT("plan__template__slug"), KT("plan__template__version"))
        .distinct()
    )
    found = PlanTemplate.objects.filter(slug__in={slug for slug, _version in named})
    return [
        each
        for each in found.order_by("slug", "published_at", "pk")
        if (each.slug, each.version) in named
    ]
