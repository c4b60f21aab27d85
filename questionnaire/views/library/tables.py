"""The desk's list, and all answers, as CSV files and spreadsheets."""

import tempfile

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import institution_view
from questionnaire.actions.library.tables import take_answers
from questionnaire.exports.desk_tables import answers_table, list_table
from questionnaire.forms.desk import read_filters
from questionnaire.lib import csv_tables, xlsx
from questionnaire.permissions import InstitutionPermission
from questionnaire.queries.library.answers import read_editions, templates_of
from questionnaire.queries.library.bulk_exports import read_editions_of
from questionnaire.queries.library.desk import read_rows, selected_editions

MEDIA_TYPES = {"csv": csv_tables.MEDIA_TYPE, "xlsx": xlsx.MEDIA_TYPE}
# Larger spreadsheets are written to disk before they are sent.
_IN_MEMORY = 8 * 1024 * 1024


@require_safe
@institution_view(InstitutionPermission.DESK)
def desk_list(request, access, extension):
    """The plans that the filters select: what identifies them, and who holds them."""
    _form, filters = read_filters(request.GET)
    rows = list_table(read_rows(access, request.user, filters))
    return _table(request, access, rows, _("plans"), extension)


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def desk_answers(request, access, extension):
    """The answers of the finished plans that the filters select."""
    _form, filters = read_filters(request.GET)
    rows = ()
    if request.method == "GET" and extension in MEDIA_TYPES:
        chosen = selected_editions(access, request.user, filters=filters)
        taken = take_answers(
            institution_id=access.institution.pk,
            by=request.user,
            editions=read_editions_of(chosen),
            query=filters.as_query(),
        )
        rows = answers_table(read_editions(taken), templates_of(taken), get_language())
    return _table(request, access, rows, _("answers"), extension)


def _table(request, access, rows, name, extension):
    if extension not in MEDIA_TYPES:
        raise Http404
    day = timezone.localdate().isoformat()
    words = [day, slugify(access.institution.name)[:60], slugify(name), get_language()]
    headers = {
        "Content-Disposition": f'attachment; filename="{"_".join(words)}.{extension}"',
        "Cache-Control": "private, no-store",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=MEDIA_TYPES[extension], headers=headers)
    if extension == "csv":
        chunks = csv_tables.csv_chunks(rows)
        return StreamingHttpResponse(
            chunks, content_type=MEDIA_TYPES[extension], headers=headers
        )
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed when sent)
    xlsx.write_xlsx(file, rows, name=name)
    file.seek(0)
    return FileResponse(file, content_type=MEDIA_TYPES[extension], headers=headers)
