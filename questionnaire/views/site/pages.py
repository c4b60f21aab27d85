"""Pages about the site itself, and its error pages."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_from_path
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from questionnaire import carrying
from questionnaire.access import database_down, is_database_down
from questionnaire.carrying.answers import carry_to_confirmation
from questionnaire.refusals import typed_texts, wants_json
from questionnaire.signing_in import WAIT_SECONDS
from questionnaire.vocabulary import Language

help_home = TemplateView.as_view(template_name="questionnaire/site/help.html")
keyboard = TemplateView.as_view(template_name="questionnaire/site/keyboard.html")
accessibility = TemplateView.as_view(
    template_name="questionnaire/site/accessibility.html"
)
privacy = TemplateView.as_view(template_name="questionnaire/site/privacy.html")
signed_in_again = TemplateView.as_view(
    template_name="questionnaire/site/signed_in_again.html"
)


@require_safe
@never_cache
def session(request):
    """Tell an open page who is signed in, and the CSRF token to go on saving with."""
    return JsonResponse(
        {
            "signed_in": request.user.is_authenticated,
            "user": request.user.pk,
            "csrf": get_token(request),
        }
    )


def bad_request(request, exception):
    """Answer a request that makes no sense (400), or is larger than allowed (413)."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return _say(request, 413, "bad_request", code="too_long")
    return _say(request, 400, "bad_request")


def permission_denied(request, exception):
    """Answer somebody who may not do this (403)."""
    return _say(request, 403, "permission_denied", with_text=True)


def csrf_failure(request, reason=""):
    """Answer a form of an outdated page, or of another site (403).

    One of an outdated page of ours is carried to where it is confirmed: somebody has
    signed in since that page was opened. Without any token the browser refuses
    cookies, or has just lost them: the text is shown to be copied.
    """
    is_outdated = reason != REASON_NO_CSRF_COOKIE
    if is_outdated and carrying.may_be_carried(request, is_csrf_checked=False):
        return carry_to_confirmation(request)
    is_ours = carrying.is_sent_here(request)
    return _say(request, 403, "csrf_failure", with_text=is_ours)


def page_not_found(request, exception):
    """Answer an address that leads nowhere, or nowhere for this person (404)."""
    return _say(request, 404, "page_not_found", with_text=True)


def too_many_tries(request):
    """Answer somebody who tried something too often (429), with how long to wait."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


def server_error(request):
    """Answer a failure (500), or 503 when it was the database that failed.

    DatabaseDownMiddleware answers for views; this covers what fails around them,
    such as reading the session.
    """
    if is_database_down(sys.exception()):
        return database_down(request)
    if wants_json(request):
        return JsonResponse({"error": "server_error"}, status=500)
    return defaults.server_error(request)


def _say(request, status, words, *, with_text=False, code=""):
    """Show errors/{words}.html; in both languages when the address names none.

    `with_text`: below it what was typed, to be copied. A script gets the title alone,
    as JSON, and the name of the words unless there is a `code` of its own.
    """
    if wants_json(request):
        message = render_to_string(f"errors/{words}_title.txt").strip()
        return JsonResponse({"error": code or words, "message": message}, status=status)
    languages = [Language(get_language())]
    if not get_language_from_path(request.path_info):
        languages.append(languages[0].other)
    context = {
        "words": f"errors/{words}.html",
        "title": f"errors/{words}_title.txt",
        "languages": languages,
        "kept": typed_texts(request) if with_text and request.method == "POST" else (),
    }
    return render(request, "errors/page.html", context, status=status)
