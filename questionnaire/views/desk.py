"""The desk of an institution’s librarians."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from questionnaire.access import institution_view
from questionnaire.permissions import InstitutionPermission, desks_of


@require_safe
@login_required
def desks(request):
    """The way to one’s desk; those who serve several institutions choose one."""
    found = list(desks_of(request.user))
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("desk", found[0].pk)
    return render(request, "library/desks.html", {"institutions": found})


@require_safe
@institution_view(InstitutionPermission.DESK)
def desk(request, desk):
    """The institution’s plans."""
    return render(request, "library/desk.html", {"desk": desk})
