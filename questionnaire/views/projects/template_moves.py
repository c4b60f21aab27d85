"""The template that a project follows, its newer version, and moving to it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import project_view
from questionnaire.actions.projects.template_moves import (
    MovedMeanwhile,
    move_to_template,
)
from questionnaire.forms.project import TemplateMoveForm
from questionnaire.models import PlanTemplate
from questionnaire.permissions import Permission
from questionnaire.plan.templates import read_template
from questionnaire.queries.answering.dropped_answers import read_dropped_answers
from questionnaire.queries.projects.template_changes import read_template_changes
from questionnaire.views.pages import project_context


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.PROJECT_EDIT_METADATA)
def template_move(request, access):
    """Show what a newer version of the template changes, and move to it."""
    if request.method == "GET":
        return _show(request, access)
    access.require(Permission.PROJECT_EDIT_METADATA)
    form = TemplateMoveForm(request.POST)
    if not form.is_valid():
        return _show(request, access, status=422)
    try:
        project = move_to_template(
            project_id=access.project.pk,
            by=request.user,
            template_id=form.cleaned_data["template"],
            seen_id=form.cleaned_data["seen"],
        )
    except MovedMeanwhile:
        access.project.refresh_from_db(fields=["template", "former_template"])
        return _show(request, access, was_moved=True, status=409)
    text = _("The plan follows version %(version)s of its template now.")
    messages.success(request, text % {"version": project.template.version})
    return redirect("template_move", project.pk)


def _show(request, access, *, was_moved=False, status=200):
    """The page: what a newer version would change, or what the last move changed."""
    project = access.project
    template = read_template(project.template_id).template
    newer = PlanTemplate.objects.newer_than(template).first()
    changes = None
    if newer:
        changes = read_template_changes(template, newer, project)
    elif project.former_template_id:
        former = read_template(project.former_template_id).template
        changes = read_template_changes(former, template, project)
    context = {
        **project_context(access),
        "template": template,
        "newer": newer,
        "changes": changes,
        "dropped_questions": read_dropped_answers(access, request.user),
        "was_moved": was_moved,
        "form": TemplateMoveForm(
            initial={"template": newer.pk, "seen": project.template_id}
        )
        if newer
        else None,
    }
    return render(
        request, "questionnaire/projects/template_move.html", context, status=status
    )
