"""Noting that a plan is deposited elsewhere, and seeing what is held of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, institution_view
from questionnaire.actions.library.holdings import note_deposit, withdraw_deposit
from questionnaire.forms.deposit import DepositForm
from questionnaire.forms.desk import read_filters
from questionnaire.models import Edition
from questionnaire.permissions import InstitutionPermission
from questionnaire.queries.library.holdings import read_holdings


@require_http_methods(["GET", "POST"])
@institution_view(InstitutionPermission.NOTE_DEPOSIT)
def deposit(request, access, plan_id, number):
    """What the institution holds of a plan, and a form to note where it is deposited.

    The filters of the desk that led here are in the address.
    """
    edition = get_object_or_404(
        Edition.objects.defer("plan").select_related("project"),
        project=plan_id,
        project__institution=access.institution,
        project__deleted_at=None,
        number=number,
    )
    _filters_form, filters = read_filters(request.GET)
    form = DepositForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note_deposit(
            institution_id=access.institution.pk,
            project_id=plan_id,
            number=number,
            by=request.user,
            **form.cleaned_data,
        )
        messages.success(request, _("It is noted, for all librarians, where it is."))
        desk = reverse("desk", args=[access.institution.pk])
        return redirect(f"{desk}?{filters.as_query()}#results")
    context = {
        "access": access,
        "form": form,
        "filters": filters,
        "edition": edition,
        "project": edition.project,
        "holdings": read_holdings(access, [plan_id]).get(plan_id, []),
    }
    return render(
        request,
        "questionnaire/library/deposit.html",
        context,
        status=422 if form.errors else 200,
    )


@form_of("desk")
@institution_view(InstitutionPermission.NOTE_DEPOSIT)
def deposit_withdraw(request, access, deposit_id):
    """Withdraw a note of a deposit: the plan may be waiting again."""
    withdraw_deposit(
        institution_id=access.institution.pk, deposit_id=deposit_id, by=request.user
    )
    messages.success(request, _("The note of the deposit is withdrawn."))
    return redirect("desk", access.institution.pk)
