"""What happens around every request."""

from collections.abc import Callable
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from questionnaire.access import database_down, is_database_down
from questionnaire.errors import Refusal
from questionnaire.refusals import answer_refusal


class LanguageMiddleware(LocaleMiddleware):
    """Let the address decide the language; on a first visit, account, then browser.

    An address without a language is answered in the language last used in this
    browser (cookie), else in the account's, else by Accept-Language.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if translation.get_language_from_path(request.path_info):
            return
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().process_response(request, response)
        shown = translation.get_language_from_path(request.path_info)
        if shown and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != shown:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                shown,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite=cast(Literal["Lax"], settings.LANGUAGE_COOKIE_SAMESITE),
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response


class RefusalMiddleware:
    """Answer every refusal that the view has no answer of its own to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if isinstance(exception, Refusal):
            return answer_refusal(request, exception)
        return None


class CompressPagesMiddleware(GZipMiddleware):
    """Compress pages; files that are sent are compressed in themselves.

    Django pads each answer by a random length, and its CSRF token is written anew in
    every page, so that lengths tell nothing about either (docs/decisions/).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page:
            return response
        return super().process_response(request, response)


class NoStoreMiddleware:
    """Keep what signed-in people see out of caches, after sign-out too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


class DatabaseDownMiddleware:
    """Answer 503, in words, while the database cannot be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        return database_down(request) if is_database_down(exception) else None
