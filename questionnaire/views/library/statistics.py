"""Statistics of an institution's plans."""

import time
from datetime import MINYEAR

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from questionnaire.access import institution_view
from questionnaire.lib.csv_tables import MEDIA_TYPE, csv_bytes
from questionnaire.lib.ids import read_id
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
    found = _statistics(access.institution, _year(request))
    context = {
        "access": access,
        "periods": found.periods,
        "year": found.year,
        "as_of": found.as_of,
        "panels": build_panels(found).values(),
    }
    return render(request, "questionnaire/library/statistics.html", context)


@require_safe
@institution_view(InstitutionPermission.DESK)
def statistics_csv(request, access, figure):
    """The table of one figure, in the language of the page."""
    found = _statistics(access.institution, _year(request))
    panel = build_panels(found).get(figure)
    if panel is None:
        raise Http404
    rows = [panel.header, *panel.rows] if panel.rows else [[panel.message]]
    words = [slugify(access.institution.name), figure, found.year, get_language()]
    name = "-".join(str(each) for each in words if each)
    return HttpResponse(
        csv_bytes(rows),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _year(request):
    """The year that the address names, if it is one of the site’s."""
    year = read_id(request.GET.get("year", ""))
    return year if year and MINYEAR <= year <= timezone.localtime().year else None


def _statistics(institution, year):
    key = f"statistics:{institution.pk}:{year or ''}"
    found = cache.get(key)
    if found is None:
        started = time.monotonic()
        found = read_statistics(institution, year)
        if time.monotonic() - started > LONG_SECONDS:
            cache.set(key, found, KEPT_SECONDS)
    return found
