"""The profile; signing in, up and out are allauth's views."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.actions.people.accounts import AccountRefusal
from questionnaire.actions.people.erasing import accesses_without_pi, erase_account
from questionnaire.actions.people.personal_data import open_personal_data
from questionnaire.actions.search_index import refresh_plans_of
from questionnaire.downloads import personal_data_response
from questionnaire.forms.account import DeleteAccountForm, ProfileForm
from questionnaire.lib.addresses import absolute_url
from questionnaire.models import CalendarFeed, User


@login_required
@require_http_methods(["GET", "POST"])
def profile(request):
    """See and edit my profile; a new language takes effect at once."""
    # Not request.user: a refused form would change the name in the masthead.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        if {"name", "orcid"}.intersection(form.changed_data):
            refresh_plans_of.enqueue(person.pk)
        spoken = translation.get_language()
        if "language" in form.changed_data:
            spoken = person.language
        with translation.override(spoken):
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    context = {"form": form, "calendar_address": _calendar_address(person)}
    status = 422 if form.is_bound else 200
    return render(request, "account/profile.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def my_data(request):
    """Download everything that the site holds about me."""
    if request.method == "GET":
        return render(request, "account/data.html")
    person = open_personal_data(user_id=request.user.pk, by=request.user)
    return personal_data_response(person, by=request.user)


@login_required
@require_http_methods(["GET", "POST"])
def delete_me(request):
    """Erase my account, with my password; whose last PI I am is archived or deleted."""
    left = accesses_without_pi(request.user, by=request.user)
    form = DeleteAccountForm(user=request.user, data=request.POST or None, left=left)
    if request.method == "POST" and not ratelimit.consume(
        request, action="reauthenticate", user=request.user
    ):
        return ratelimit.respond_429(request)
    if form.is_valid():
        try:
            erase_account(
                user_id=request.user.pk, by=request.user, partings=form.partings()
            )
        except AccountRefusal as refusal:
            form.add_error(None, refusal.message)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("account_login")
    context = {"form": form, "left": left}
    status = 422 if form.errors else 200
    return render(request, "account/delete.html", context, status=status)


def _calendar_address(person):
    """The address of the person's calendar feed; None if they have none."""
    feed = CalendarFeed.objects.filter(user=person).first()
    if feed is None:
        return None
    return absolute_url("calendar_feed", feed.token)
