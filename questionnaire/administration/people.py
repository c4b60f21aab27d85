"""One account: closing it, merging it, exporting and erasing its data."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from questionnaire.access import form_of
from questionnaire.actions.people.accounts import (
    AccountRefusal,
    deactivate_account,
    name_administrator,
    reactivate_account,
    remove_administrator,
)
from questionnaire.actions.people.erasing import accesses_without_pi, erase_account
from questionnaire.actions.people.merging import merge_accounts
from questionnaire.actions.people.personal_data import open_personal_data
from questionnaire.administration.lists import account_state
from questionnaire.downloads import personal_data_response
from questionnaire.forms.account import ReauthenticateForm
from questionnaire.forms.administration import EraseForm, MergeForm
from questionnaire.models import User


@require_safe
def person(request, pk):
    """What the site knows of an account, and what can be done with it."""
    found = get_object_or_404(User.objects.select_related("merged_into"), pk=pk)
    context = {
        "person": found,
        "state": account_state(found),
        "is_oneself": found == request.user,
        "is_former": found.erased_at or found.merged_into_id,
        "roles": found.institution_roles.select_related("institution"),
        "memberships": found.memberships.select_related("project"),
    }
    return render(request, "administration/person.html", context)


@form_of("admin:person")
def person_deactivate(request, pk):
    """Close an account, and sign the person out everywhere."""
    return _do(
        request,
        pk,
        deactivate_account,
        _("The account is closed, and its sessions have ended."),
    )


@form_of("admin:person")
def person_reactivate(request, pk):
    """Open an account again."""
    return _do(request, pk, reactivate_account, _("The account is open again."))


@require_http_methods(["GET", "POST"])
def person_administrator(request, pk):
    """Make somebody a site administrator or end the role; asks for one's password."""
    found = get_object_or_404(User, pk=pk)
    form = ReauthenticateForm(user=request.user, data=request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            return ratelimit.respond_429(request)
        if form.is_valid():
            if found.is_staff:
                text = _("This person is no longer a site administrator.")
                return _do(request, pk, remove_administrator, text)
            text = _("This person is a site administrator now.")
            return _do(request, pk, name_administrator, text)
    return _form_page(request, "administration/person_administrator.html", found, form)


@require_http_methods(["GET", "POST"])
def person_merge(request, pk):
    """Merge this account into another one of the same person."""
    found = get_object_or_404(User, pk=pk)
    form = MergeForm(request.POST or None)
    kept = None
    if form.is_valid():
        kept = form.person
        if "confirmed" in request.POST:
            try:
                merged = merge_accounts(old_id=pk, kept_id=kept.pk, by=request.user)
            except AccountRefusal as refusal:
                form.add_error("email", refusal.message)
            else:
                _say_merged(request, merged)
                return redirect("admin:person", kept.pk)
    context = {
        "kept": kept,
        "answers": found.answers.count(),
        "projects": found.memberships.count(),
    }
    return _form_page(request, "administration/person_merge.html", found, form, context)


@form_of("admin:person")
def person_data(request, pk):
    """Download everything that the site holds about a person."""
    get_object_or_404(User, pk=pk)
    found = open_personal_data(user_id=pk, by=request.user)
    return personal_data_response(found, by=request.user)


@require_http_methods(["GET", "POST"])
def person_erase(request, pk):
    """Erase what identifies a person, once their address has been typed."""
    found = get_object_or_404(User, pk=pk)
    left = accesses_without_pi(found, by=request.user)
    form = EraseForm(request.POST or None, email=found.email, left=left)
    if form.is_valid():
        try:
            erase_account(user_id=pk, by=request.user, partings=form.partings())
        except AccountRefusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The person’s data is erased."))
            return redirect("admin:people")
    context = {"left": left}
    return _form_page(request, "administration/person_erase.html", found, form, context)


def _do(request, pk, action, done):
    get_object_or_404(User, pk=pk)
    try:
        action(user_id=pk, by=request.user)
    except AccountRefusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("admin:person", pk)


def _say_merged(request, merged):
    text = _(
        "The two accounts are one: %(answers)s answers moved, %(kept)s stay to be "
        "read under the closed account."
    )
    messages.success(
        request, text % {"answers": merged.answers, "kept": merged.kept_answers}
    )


def _form_page(request, template, found, form, context=None):
    return render(
        request,
        template,
        {"person": found, "form": form, **(context or {})},
        status=422 if form.errors else 200,
    )


# (route, view, name)
PAGES = (
    ("people/<int:pk>/", person, "person"),
    ("people/<int:pk>/close/", person_deactivate, "person_deactivate"),
    ("people/<int:pk>/open/", person_reactivate, "person_reactivate"),
    ("people/<int:pk>/administrator/", person_administrator, "person_administrator"),
    ("people/<int:pk>/merge/", person_merge, "person_merge"),
    ("people/<int:pk>/data/", person_data, "person_data"),
    ("people/<int:pk>/erase/", person_erase, "person_erase"),
)
