"""What scripts send to keep text, as JSON: reading it, and refusing what is not."""

import datetime
import hashlib
import json

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse, RawPostDataException
from django.utils.translation import gettext as _

# The year 2100, in milliseconds.
_NO_CLOCK_SAYS = 4_102_444_800_000


class Unreadable(Exception):
    """The request is not what the page sends; `response` says so."""

    def __init__(self, response):
        super().__init__(response.status_code)
        self.response = response


def read_sent_text(request):
    """(the data sent, the SHA-256 of its bytes, which the page compares)."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise Unreadable(
            refuse_text("too_long", _("The text is too long to be sent."), 413)
        ) from None
    except RawPostDataException:
        body = b""  # It was read as a form, which no page sends here.
    try:
        data = json.loads(body)
    except UnicodeDecodeError:
        raise Unreadable(
            refuse_text("unreadable", _("Some of the text arrived broken."), 422)
        ) from None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not _all_text(data.get("fields")):
        raise Unreadable(
            refuse_text("unreadable", _("This text could not be read."), 422)
        ) from None
    # Somebody else has signed in since: this text is not theirs.
    if data.get("user") != request.user.pk or data["user"] is True:
        raise Unreadable(JsonResponse({"error": "signed_out"}, status=401))
    return data, hashlib.sha256(body).hexdigest()


def _all_text(fields):
    return isinstance(fields, dict) and all(
        isinstance(value, str) for value in fields.values()
    )


def refuse_text(error, message, status):
    """Why text is not kept, for a script to say."""
    return JsonResponse({"error": error, "message": message}, status=status)


def read_moment(milliseconds):
    """The datetime that the page gives in milliseconds; None if it makes no sense.

    No clock of a browser is a century off, and no page could show such a day.
    """
    if type(milliseconds) is not int or not 0 < milliseconds < _NO_CLOCK_SAYS:
        return None
    return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
