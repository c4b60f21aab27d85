"""The dates of projects for calendar programs, and the address of the feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, project_view
from questionnaire.actions.projects.calendar import renew_feed, stop_feed
from questionnaire.exports.calendar import MEDIA_TYPE, render_days
from questionnaire.lib.addresses import absolute_url
from questionnaire.permissions import Permission
from questionnaire.queries.projects.calendar import find_feed_owner, read_days


@require_safe
def calendar_feed(request, token):
    """The dates of all projects of the owner of this address; needs no session.

    A calendar program reads it, so the language is the account's; a token that was
    replaced or stopped gets 404.
    """
    reader = find_feed_owner(token)
    if reader is None:
        raise Http404
    return _calendar(read_days(reader), reader.language)


@require_safe
@project_view(Permission.PROJECT_READ)
def project_calendar(request, access):
    """The dates of one project, as a file."""
    days = read_days(request.user, [access.project])
    response = _calendar(days, get_language())
    name = slugify(access.project.short_title)[:60] or "plan"
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@form_of("profile")
@login_required
def calendar_renew(request):
    """Create the address of the feed, or replace it by a new one."""
    had_one = hasattr(request.user, "calendar_feed")
    renew_feed(by=request.user)
    messages.success(
        request,
        _("Your calendar has a new address; the old one no longer answers.")
        if had_one
        else _("Your calendar has an address."),
    )
    return redirect(f"{reverse('profile')}#calendar")


@form_of("profile")
@login_required
def calendar_stop(request):
    """Turn the feed off: its address stops working."""
    stop_feed(by=request.user)
    messages.success(request, _("The address of your calendar no longer answers."))
    return redirect(f"{reverse('profile')}#calendar")


def _calendar(days, language):
    with translation.override(language):
        content = render_days(days, language, _address)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


def _address(day):
    """The address of the date's project, or of the question due on it."""
    if day.question:
        return absolute_url("question", day.project.pk, day.question)
    return absolute_url("project_overview", day.project.pk)
