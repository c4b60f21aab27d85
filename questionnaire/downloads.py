"""What more than one door hands out as a file."""

from django.http import StreamingHttpResponse

from questionnaire.exports.personal_data import (
    MEDIA_TYPE,
    personal_data_filename,
    stream_personal_data,
)


def personal_data_response(user, *, by):
    """The ZIP of a person's data for whoever asked, sent as it is made."""
    return StreamingHttpResponse(
        stream_personal_data(user, by=by),
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{personal_data_filename()}"',
            "Cache-Control": "no-store",
        },
    )
