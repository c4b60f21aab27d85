"""The page on which a form that met an ended session is confirmed, or discarded."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire import carrying
from questionnaire.lib.addresses import with_language
from questionnaire.views.site.carried_words import describe


@login_required
@require_http_methods(["GET", "POST"])
def carried_forms(request):
    """Show what this browser was sending when its session had ended; discard one.

    To send one is to post it to its own address, which the page does.
    """
    if request.method == "POST":
        response = redirect("carried_forms")
        carrying.forget(request, response, request.POST.get("discard", ""))
        messages.success(request, _("It was not sent, and it is not kept any more."))
        return response
    rows = [_row(form, request.user) for form in carrying.carried_forms(request)]
    context = {"rows": rows, "field": carrying.FIELD, "support": settings.SUPPORT_EMAIL}
    return render(request, "carried_forms/confirm.html", context)


def _row(form, user):
    """A form with its words, and whether it is this person’s to send."""
    is_known = form.owner is not None
    is_own = is_known and form.owner.user_id == user.pk
    return {
        "words": describe(form, user),
        "form": form,
        "address": with_language(form.address, get_language()),
        "is_of_somebody_else": is_known and not is_own,
        "may_be_read": is_own or not (is_known and form.owner.on_shared_computer),
        "is_unknown": not is_known,
    }
