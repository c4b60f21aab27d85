"""Attaching a project to another institution."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.actions.opening import open_for_reading
from questionnaire.actions.projects.projects import change_institution
from questionnaire.actions.shared_texts import EditedMeanwhile
from questionnaire.forms.administration import ProjectInstitutionForm
from questionnaire.permissions import Forbidden, InvalidState, Permission


@require_http_methods(["GET", "POST"])
def project_institution(request, pk):
    """Say whose project it is; opening this page is recorded, like any access."""
    try:
        access = open_for_reading(
            request.user, pk, Permission.PROJECT_CHANGE_INSTITUTION
        )
    except (Forbidden, InvalidState):
        # The role of a member or librarian comes before that of an administrator.
        return _refuse(request)
    form = ProjectInstitutionForm(request.POST or None, instance=access.project)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            with transaction.atomic():
                change_institution(project_id=pk, by=request.user, **form.cleaned_data)
        except EditedMeanwhile as found:
            status = 409
            form.show_clash(found)
        else:
            messages.success(
                request, _("The project belongs to another institution now.")
            )
            return redirect("admin:all_projects")
    return render(
        request,
        "administration/project_institution.html",
        {"project": access.project, "form": form},
        status=status,
    )


def _refuse(request):
    messages.error(
        request,
        _(
            "You have another place here, as a member of the project or a librarian of "
            "its institution: another administrator changes the institution."
        ),
    )
    return redirect("admin:all_projects")


# (route, view, name)
PAGES = (
    ("projects/<uuid:pk>/institution/", project_institution, "project_institution"),
)
