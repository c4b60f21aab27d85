"""Archiving, copying, deleting and restoring a project."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.access import form_of, project_view
from questionnaire.actions.projects.archiving import (
    archive_project,
    unarchive_project,
)
from questionnaire.actions.projects.copying import start_from_plan
from questionnaire.actions.projects.deleting import delete_project, restore_project
from questionnaire.forms.project_copy import DeleteProjectForm, ProjectCopyForm
from questionnaire.models.project import RESTORABLE_FOR
from questionnaire.permissions import Permission, member_accesses
from questionnaire.queries.projects.leaving import read_what_goes
from questionnaire.views.pages import project_context


@require_safe
@project_view(Permission.PROJECT_ACTIVITY_READ)
def project_manage(request, access):
    """What can be done with the project as a whole."""
    return render(
        request, "questionnaire/projects/project_manage.html", project_context(access)
    )


@form_of("project_manage")
@project_view(Permission.PROJECT_ARCHIVE)
def project_archive(request, access):
    """Put the project away; the message offers the way back."""
    project = archive_project(project_id=access.project.pk, by=request.user)
    text = _("“%(title)s” is archived. It stays below your projects, to be read.")
    messages.success(request, text % {"title": project.short_title})
    if access.membership:
        return redirect("projects")
    return redirect("project_manage", project.pk)


@form_of("project_manage")
@project_view(Permission.PROJECT_ARCHIVE)
def project_unarchive(request, access):
    """Take the project back into use."""
    project = unarchive_project(project_id=access.project.pk, by=request.user)
    text = _("“%(title)s” is in use again.")
    messages.success(request, text % {"title": project.short_title})
    return redirect("project_overview", project.pk)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_DELETE)
def project_delete(request, access):
    """Say what goes, what stays and until when; delete the project."""
    form = DeleteProjectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        project = delete_project(
            project_id=access.project.pk, by=request.user, **form.cleaned_data
        )
        text = _("“%(title)s” is deleted.")
        messages.success(request, text % {"title": project.short_title})
        return redirect("deleted_projects")
    context = {
        **project_context(access),
        "form": form,
        "goes": read_what_goes(access.project),
        "days": RESTORABLE_FOR.days,
    }
    return render(
        request,
        "questionnaire/projects/project_delete.html",
        context,
        status=422 if form.errors else 200,
    )


@form_of("deleted_projects")
@project_view(Permission.PROJECT_RESTORE)
def project_restore(request, access):
    """Take a deleted project back."""
    project = restore_project(project_id=access.project.pk, by=request.user)
    text = _("“%(title)s” is restored, as it was.")
    messages.success(request, text % {"title": project.short_title})
    return redirect("project_overview", project.pk)


@require_safe
@login_required
def deleted_projects(request):
    """My deleted projects, and how long each can be restored."""
    accesses = [
        each for each in member_accesses(request.user) if each.project.is_deleted
    ]
    context = {"accesses": accesses, "days": RESTORABLE_FOR.days}
    return render(request, "questionnaire/projects/deleted_projects.html", context)


@require_safe
@login_required
def earlier_plans(request):
    """The plans that I can start a project from."""
    accesses = [
        each
        for each in member_accesses(request.user)
        if each.may(Permission.PROJECT_DUPLICATE)
    ]
    context = {"accesses": accesses}
    return render(request, "questionnaire/projects/earlier_plans.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_DUPLICATE)
def project_duplicate(request, access):
    """Start a project from the agreed answers of this one, as a copy or a beginning."""
    source = access.project
    initial = {"language": source.language or get_language()}
    if "copy" in request.GET:
        title = _("%(title)s (copy)") % {"title": source.title[:280]}
        initial |= {"title": title, "with_description": True}
    form = ProjectCopyForm(request.POST or None, initial=initial)
    if form.is_valid():
        project, count = start_from_plan(
            source_id=source.pk, by=request.user, **form.cleaned_data
        )
        text = ngettext(
            "%(count)s answer came as your draft. It is in the plan once you save it.",
            "%(count)s answers came as your drafts. Each is in the plan once you save "
            "it.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect("project_overview", project.pk)
    context = {
        **project_context(access),
        "form": form,
        "is_copy": "copy" in request.GET,
    }
    return render(
        request,
        "questionnaire/projects/project_duplicate.html",
        context,
        status=422 if form.is_bound else 200,
    )
