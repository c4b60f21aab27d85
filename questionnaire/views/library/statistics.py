"""Statistics of an institution's plans."""

import time

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from questionnaire.access import institution_view
from questionnaire.lib.csv_tables import MEDIA_TYPE, csv_bytes
from questionnaire.permissions import InstitutionPermission
from questionnaire.queries.library.statistics import read_statistics
from questionnaire.queries.library.statistics_panels import build_panels

# Figures that were slow to compute are cached for this many seconds.
LONG_SECONDS = 0.5
KEPT_SECONDS = 600


@require_safe
@institution_view(InstitutionPermission.DESK)
def statistics(request, access):
    """Every figure, as a chart, as a table and as a file to download."""
    found = _statistics(access.institution)
    context = {
        "access": access,
        "as_of": found.as_of,
        "panels": build_panels(found).values(),
    }
    return render(request, "questionnaire/library/statistics.html", context)


@require_safe
@institution_view(InstitutionPermission.DESK)
def statistics_csv(request, access, figure):
    """The table of one figure, in the language of the page."""
    panel = build_panels(_statistics(access.institution)).get(figure)
    if panel is None:
        raise Http404
    rows = [panel.header, *panel.rows] if panel.rows else [[panel.message]]
    name = "-".join([slugify(access.institution.name), figure, get_language()])
    return HttpResponse(
        csv_bytes(rows),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _statistics(institution):
    key = f"statistics:{institution.pk}"
    cache = caches["process"]
    found = cache.get(key)
    if found is None:
        started = time.monotonic()
        found = read_statistics(institution)
        if time.monotonic() - started > LONG_SECONDS:
            cache.set(key, found, KEPT_SECONDS)
    return found
