"""What answers say of limits: how long to wait, and that a browser is known now."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from questionnaire.signing_in import (
    asked_to_remember,
    asked_to_wait,
    remember_browser,
)


class LimitsMiddleware:
    """Say with 429 and Retry-After that a password was tried too often.

    Whoever has proved to be the owner of an account, on a computer of their own, gets
    the cookie by which their browser is known.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if seconds := asked_to_wait(request):
            response.status_code = 429
            response["Retry-After"] = str(seconds)
        email = asked_to_remember(request)
        if email and not request.session.get("shared_computer"):
            remember_browser(request, response, email)
        return response
