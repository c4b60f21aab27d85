"""Middleware: languages, refusals, ended sessions, compression, caching, and so on."""

from collections.abc import Callable
from typing import Literal, cast
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from questionnaire import carrying
from questionnaire.access import database_down, is_database_down
from questionnaire.actions.answering.recovered import KEPT_FOR
from questionnaire.actions.drafts.form_drafts import forget_sent_draft
from questionnaire.carrying.answers import carry_to_confirmation
from questionnaire.errors import Refusal
from questionnaire.forms.drafts import (
    SENDING,
    SENT_COOKIE,
    SIGNED,
    is_form_draft_kept,
    read_place,
)
from questionnaire.lib.ids import read_uuid
from questionnaire.lib.time_zones import TIME_ZONE_COOKIE, read_time_zone
from questionnaire.refusals import answer_refusal


class LanguageMiddleware(LocaleMiddleware):
    """Take the language from the URL.

    A URL without one is answered in the language last used in this browser (cookie),
    else in that of the account, else according to Accept-Language.
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


class TimeZoneMiddleware:
    """Tell moments in the time zone of who reads.

    That is the account's, or the browser's, which says it in a cookie
    (js/site/time_zone.js); else the site's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with timezone.override(_time_zone_of(request)):
            return self.get_response(request)


def _time_zone_of(request: HttpRequest) -> ZoneInfo | None:
    """None stands for the site's."""
    # Without a session nobody is signed in: the database need not be asked.
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        chosen = getattr(request.user, "time_zone", "")
        if zone := read_time_zone(chosen):
            return zone
    return read_time_zone(unquote(request.COOKIES.get(TIME_ZONE_COOKIE, "")))


class RefusalMiddleware:
    """Answer every refusal that the view does not handle itself."""

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


class CarriedFormsMiddleware:
    """Carry a form through signing in, when it was sent after the session had ended.

    Whatever view asks its visitors to sign in, ours or a library’s, does so by sending
    them to the sign-in page with the address to come back to: here, that is the page
    on which the form is confirmed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST":
            if _asks_to_sign_in(request, response):
                if carrying.may_be_carried(request, is_csrf_checked=True):
                    return carry_to_confirmation(request)
            elif name := request.POST.get(carrying.FIELD):
                _forget_when_done(request, response, name)
        carrying.remember_owner(request, response)
        return response


def _asks_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the visitor is sent to sign in, and then back to where the form went."""
    if response.status_code != 302 or request.user.is_authenticated:
        return False
    return response["Location"] == redirect_to_login(request.get_full_path()).url


def _forget_when_done(
    request: HttpRequest, response: HttpResponseBase, name: str
) -> None:
    """Forget a carried form that was accepted.

    One that was refused may still be copied, one that is carried again has new keys.
    """
    if response.status_code < 400 and carrying.COOKIE not in response.cookies:
        carrying.forget(request, response, name)


class CompressPagesMiddleware(GZipMiddleware):
    """Compress pages; files for download are compressed already.

    Django pads each response by a random length and masks its CSRF token anew in every
    page, so that lengths give nothing away (decision 0026).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page:
            return response
        return super().process_response(request, response)


# The latest ones: a page forgets them when it has read them.
_SENDINGS_TOLD = 10


class SentFormsMiddleware:
    """Forget the draft of a form once what was typed into it is in the record.

    Views answer a form that did what it says by a redirect, or, when htmx sent it, by
    200; everything else gives the text back, which stays a draft. A view that
    redirects without recording the text says so by `keep_form_draft`. The name of the
    sending is handed to the next page in a cookie, for text kept on the device.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and _did_as_asked(request, response):
            self._forget(request, response)
        return response

    def _forget(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if not request.user.is_authenticated:
            return
        place = read_place(request.POST.get(SIGNED), request.user)
        if place is None:
            return
        forget_sent_draft(place)
        sending = read_uuid(request.POST.get(SENDING))
        if sending:
            earlier = request.COOKIES.get(SENT_COOKIE, "").split(".")
            response.set_cookie(
                SENT_COOKIE,
                ".".join([*filter(None, earlier), str(sending)][-_SENDINGS_TOLD:]),
                max_age=KEPT_FOR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )


def _did_as_asked(request: HttpRequest, response: HttpResponseBase) -> bool:
    if is_form_draft_kept(request):
        return False
    is_done_for_htmx = bool(getattr(request, "htmx", False))
    return response.status_code in ((200, 204) if is_done_for_htmx else (302, 303))


class NoStoreMiddleware:
    """Keep what signed-in users see out of caches, even after they sign out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


class DatabaseDownMiddleware:
    """Answer 503, with an explanation, while the database cannot be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        return database_down(request) if is_database_down(exception) else None
