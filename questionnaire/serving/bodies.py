"""What a request carries is measured and read before anything is done with it."""

import contextlib
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from questionnaire.carrying import OF_SIGNING_IN


class RequestBodyMiddleware:
    """Refuse a request that is too large or can't be read, before a view acts on it.

    A view that needs no field of a form would do its work first, and the form be found
    unreadable only afterwards. What is too large is refused by its length, unread; the
    forms of signing in are small and open to everybody, so little is enough for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            raise BadRequest("The length of the request is no number.")
        if int(length[:20]) > _largest(request):
            raise RequestDataTooBig("The request is larger than its address takes.")
        request.POST.keys()  # reads it
        return self.get_response(request)


def _largest(request: HttpRequest) -> int:
    """How many bytes the address of this request takes."""
    largest: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    with contextlib.suppress(Resolver404):
        if resolve(request.path_info).url_name in OF_SIGNING_IN:
            largest = settings.LARGEST_SIGN_IN
    return largest
