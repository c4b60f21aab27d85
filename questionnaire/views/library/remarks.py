"""The ready remarks of an institution’s librarians."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, institution_view
from questionnaire.actions.library.desk import delete_remark, save_remark
from questionnaire.actions.shared_texts import EditedMeanwhile
from questionnaire.forms.library import RemarkForm
from questionnaire.models import CannedRemark
from questionnaire.permissions import InstitutionPermission


@require_http_methods(["GET", "POST"])
@institution_view(InstitutionPermission.EDIT_REMARKS)
def remarks(request, access):
    """All remarks, and a form to add one."""
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        instance=CannedRemark(institution=access.institution),
    )
    if form.is_valid():
        save_remark(
            institution_id=access.institution.pk, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("The remark is ready for use."))
        return redirect("desk_remarks", access.institution.pk)
    context = {
        "access": access,
        "form": form,
        "remarks": access.institution.canned_remarks.order_by("title", "id"),
    }
    return render(
        request,
        "questionnaire/library/remarks.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@institution_view(InstitutionPermission.EDIT_REMARKS)
def remark(request, access, remark_id):
    """Edit a remark; comments already made from it stay as they are."""
    found = get_object_or_404(
        CannedRemark, pk=remark_id, institution=access.institution
    )
    form = RemarkForm(
        request.POST if request.method == "POST" else None, instance=found
    )
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            save_remark(
                institution_id=access.institution.pk,
                by=request.user,
                remark_id=remark_id,
                **form.cleaned_data,
            )
        except EditedMeanwhile as clash:
            status = 409
            form.show_clash(clash)
        else:
            messages.success(request, _("The remark is saved."))
            return redirect("desk_remarks", access.institution.pk)
    context = {"access": access, "form": form, "remark": found}
    return render(request, "questionnaire/library/remark.html", context, status=status)


@form_of("desk_remarks")
@institution_view(InstitutionPermission.EDIT_REMARKS)
def remark_delete(request, access, remark_id):
    """Delete a remark."""
    delete_remark(
        institution_id=access.institution.pk, remark_id=remark_id, by=request.user
    )
    messages.success(request, _("The remark is deleted."))
    return redirect("desk_remarks", access.institution.pk)
