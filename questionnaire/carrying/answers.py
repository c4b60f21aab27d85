"""What somebody gets whose form cannot be accepted until they have signed in."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaire.carrying.store import NotCarried, carry
from questionnaire.forms.drafts import keep_form_draft
from questionnaire.refusals import typed_texts


def carry_to_confirmation(request: HttpRequest) -> HttpResponseBase:
    """Keep the form, and lead to where it is confirmed: first to signing in.

    A form that cannot be kept is shown, to be copied.
    """
    keep_form_draft(request)
    page = reverse("carried_forms")
    is_signed_in = request.user.is_authenticated
    response = redirect(page) if is_signed_in else redirect_to_login(page)
    try:
        carry(request, response)
    except NotCarried:
        return _show_to_copy(request)
    if not is_signed_in:
        text = _(
            "Your session had ended. What you were sending is kept: sign in, and "
            "you are asked before it is sent."
        )
        messages.info(request, text)
    return response


def _show_to_copy(request: HttpRequest) -> HttpResponse:
    """413: the text of a form that is too large to be kept."""
    context = {
        "kept": typed_texts(request),
        "sign_in": redirect_to_login(request.get_full_path()).url,
    }
    return render(request, "carried_forms/too_large.html", context, status=413)
