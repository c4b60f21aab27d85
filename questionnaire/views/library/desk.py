"""The dashboard of an institution’s librarians: its plans, and saved views."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from questionnaire.access import form_of, institution_view
from questionnaire.actions.library import desk as actions
from questionnaire.forms.desk import SHOWN, read_filters
from questionnaire.forms.library import ViewNameForm
from questionnaire.lib.ids import read_id
from questionnaire.models import SavedView
from questionnaire.permissions import InstitutionPermission, institutions_served_by
from questionnaire.queries.library.desk import near_pages, read_page
from questionnaire.queries.library.desk_choices import (
    count_without_each_filter,
    read_choices,
)
from questionnaire.queries.library.feedback import most_urgent_requests
from questionnaire.views.library.desk_chips import chips_of

# How many requests for feedback the dashboard itself shows.
REQUESTS_SHOWN = 5


@require_safe
@login_required
def desks(request):
    """Redirect to one’s desk; librarians of several institutions choose one."""
    found = list(institutions_served_by(request.user))
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("desk", found[0].pk)
    return render(request, "questionnaire/library/desks.html", {"institutions": found})


@require_safe
@institution_view(InstitutionPermission.DESK)
def desk(request, access):
    """The institution’s plans: those nobody exported, or those that filters select."""
    form, filters = read_filters(request.GET)
    page = read_page(
        access,
        request.user,
        filters,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        number=read_id(request.GET.get("page", "")) or 1,
    )
    choices = read_choices(access, get_language())
    form.offer(choices)
    chips = chips_of(filters, choices)
    waiting = list(most_urgent_requests(access, REQUESTS_SHOWN + 1))
    context = {
        "access": access,
        "form": form,
        "filters": filters,
        "page": page,
        "near_pages": near_pages(page),
        "chips": chips,
        "shown": [
            (label, replace(filters, show=show).as_query(), filters.show is show)
            for show, label in SHOWN
        ],
        "hindrance": None if page.count else _hindrance(access, filters, chips),
        "saved_views": _own_views(access, request.user),
        "requests": waiting[:REQUESTS_SHOWN],
        "has_more_requests": len(waiting) > REQUESTS_SHOWN,
    }
    return render(request, "questionnaire/library/desk.html", context)


@require_http_methods(["GET", "POST"])
@institution_view(InstitutionPermission.SAVE_VIEW)
def views(request, access):
    """One’s saved views; posting a name saves the filters in the address."""
    form = ViewNameForm(request.POST if request.method == "POST" else None)
    _filters_form, filters = read_filters(request.GET)
    if form.is_valid():
        try:
            view = actions.save_view(
                institution_id=access.institution.pk,
                by=request.user,
                name=form.cleaned_data["name"],
                query=filters.as_query(),
            )
        except actions.NameTaken as refusal:
            form.add_error("name", refusal.message)
        else:
            text = _("The view “%(name)s” is saved.") % {"name": view.name}
            messages.success(request, text)
            return redirect(_address(view))
    context = {
        "access": access,
        "form": form,
        "chips": chips_of(filters, read_choices(access, get_language())),
        "filters": filters,
        "saved_views": _own_views(access, request.user),
    }
    return render(
        request,
        "questionnaire/library/views.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@institution_view(InstitutionPermission.SAVE_VIEW)
def view_rename(request, access, view_id):
    """Rename a saved view."""
    view = _own_view(access, request.user, view_id)
    form = ViewNameForm(
        request.POST if request.method == "POST" else None, initial={"name": view.name}
    )
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.rename_view(
                institution_id=access.institution.pk,
                view_id=view.pk,
                by=request.user,
                name=name,
            )
        except actions.NameTaken as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("The view has its new name."))
            return redirect("desk_views", access.institution.pk)
    context = {"access": access, "form": form, "view": view}
    return render(
        request,
        "questionnaire/library/view_rename.html",
        context,
        status=422 if form.errors else 200,
    )


@form_of("desk_views")
@institution_view(InstitutionPermission.SAVE_VIEW)
def view_delete(request, access, view_id):
    """Delete a saved view."""
    actions.delete_view(
        institution_id=access.institution.pk, view_id=view_id, by=request.user
    )
    messages.success(request, _("The view is deleted. Its plans stay."))
    return redirect("desk_views", access.institution.pk)


def _hindrance(access, filters, chips):
    """(chip, how many plans there are without it), for the filter that hides most."""
    if not chips:
        return None
    counts = count_without_each_filter(access, filters)
    name = max(counts, key=counts.get)
    if not counts[name]:
        return None
    return next(chip for chip in chips if chip.name == name), counts[name]


def _own_views(access, user):
    return list(
        SavedView.objects.filter(user=user, institution=access.institution).order_by(
            "name"
        )
    )


def _own_view(access, user, view_id):
    return get_object_or_404(
        SavedView, pk=view_id, user=user, institution=access.institution
    )


def _address(view):
    return f"{reverse('desk', args=[view.institution_id])}?{view.query}"
