"""The profile; signing in, up and out are allauth's views."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.actions.search_index import refresh_plans_of
from questionnaire.forms.account import ProfileForm
from questionnaire.models import User


@login_required
@require_http_methods(["GET", "POST"])
def profile(request):
    """See and change my profile; a new language is spoken at once."""
    # Not request.user: a refused form would change the name in the masthead.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        if "name" in form.changed_data:
            refresh_plans_of.enqueue(person.pk)
        spoken = translation.get_language()
        if "language" in form.changed_data:
            spoken = person.language
        with translation.override(spoken):
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    status = 422 if form.is_bound else 200
    return render(request, "account/profile.html", {"form": form}, status=status)
