"""Responses that are files."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from questionnaire.exports import FORMATS
from questionnaire.exports.personal_data import (
    MEDIA_TYPE,
    personal_data_filename,
    stream_personal_data,
)
from questionnaire.exports.store.content import read_content
from questionnaire.exports.store.files import name_of
from questionnaire.exports.store.sources import Source
from questionnaire.models import EditionFile, User


def kept_file_response(
    request: HttpRequest, file: EditionFile, source: Source | None = None
) -> HttpResponseBase:
    """A finished export, sent while it is read; 304 if the client has it.

    `source` is what the file is made from, for files without a stored name.
    """
    etag = quote_etag(file.sha256)
    headers = {"Cache-Control": "private, no-store", "ETag": etag}
    not_modified = get_conditional_response(request, etag=etag)
    if not_modified is not None:
        for name, value in headers.items():
            not_modified[name] = value
        return not_modified
    size, content = read_content(file.pk)
    headers |= {
        "Content-Type": _media_type(file),
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name_of(file, source)}"',
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(content, headers=headers)


def _media_type(file: EditionFile) -> str:
    if file.format in FORMATS:
        return FORMATS[file.format].media_type
    return "application/zip"


def personal_data_response(user: User, *, by: User) -> StreamingHttpResponse:
    """The ZIP of a person's data for `by`, sent while it is made."""
    return StreamingHttpResponse(
        stream_personal_data(user, by=by),
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{personal_data_filename()}"',
            "Cache-Control": "no-store",
        },
    )
