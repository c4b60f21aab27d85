"""The profile; signing in, up and out are allauth's views."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.forms.account import ProfileForm
from questionnaire.models import CalendarFeed, User


@login_required
@require_http_methods(["GET", "POST"])
def profile(request):
    """See and change my profile; a new language is spoken at once."""
    # Not request.user: a refused form would change the name in the masthead.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        spoken = translation.get_language()
        if "language" in form.changed_data:
            spoken = person.language
        with translation.override(spoken):
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    context = {"form": form, "calendar_address": _calendar_address(person)}
    status = 422 if form.is_bound else 200
    return render(request, "account/profile.html", context, status=status)


def _calendar_address(person):
    """Where the person's calendar program reads the days of projects; or None."""
    feed = CalendarFeed.objects.filter(user=person).first()
    if feed is None:
        return None
    return settings.SITE_URL.rstrip("/") + reverse("calendar_feed", args=[feed.token])
