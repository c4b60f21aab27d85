"""Reviewing and finishing a plan, opening it again, and its frozen editions."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from questionnaire.access import project_view
from questionnaire.actions.projects import (
    PlanHasGaps,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.forms.review import MessageForm
from questionnaire.models import Edition
from questionnaire.permissions import Permission
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.outline import read_outline


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_FINISH)
def finish(request, place):
    """See what is unanswered, and freeze the plan as its next edition."""
    outline = read_outline(place.project, request.user)
    status = 200
    must_confirm = False
    if request.method == "POST":
        try:
            edition = finish_plan(
                project_id=place.project.pk,
                by=request.user,
                accept_gaps="accept_gaps" in request.POST,
            )
        except PlanHasGaps:
            status, must_confirm = 422, True
        else:
            text = _("The plan is finished: this is edition %(number)s.")
            messages.success(request, text % {"number": edition.number})
            return redirect("editions", place.project.pk)
    context = {
        "place": place,
        "project": place.project,
        "allowed": place.allowed(),
        "outline": outline,
        "must_confirm": must_confirm,
        "next_number": place.project.editions.count() + 1,
    }
    return render(request, "questionnaire/finish.html", context, status=status)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_SUBMIT)
def submit(request, place):
    """Send the plan to review, with a few words for its principal investigators."""
    form = MessageForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not request.POST):
        submit_plan(
            project_id=place.project.pk,
            by=request.user,
            message=form.cleaned_data["message"] if form.is_bound else "",
        )
        messages.success(request, _("The plan is in review."))
        return redirect("project_overview", place.project.pk)
    context = {
        "place": place,
        "project": place.project,
        "allowed": place.allowed(),
        "outline": read_outline(place.project, request.user),
        "form": form,
    }
    return render(
        request,
        "questionnaire/submit.html",
        context,
        status=422 if form.errors else 200,
    )


@require_POST
@project_view(Permission.PROJECT_BACK_TO_DRAFTING)
def back_to_drafting(request, place):
    """Take the plan back from review."""
    return_to_drafting(project_id=place.project.pk, by=request.user)
    messages.success(request, _("The plan is being drafted again."))
    return redirect("project_overview", place.project.pk)


@require_POST
@project_view(Permission.PROJECT_REOPEN)
def reopen(request, place):
    """Open a finished plan again; its editions stay."""
    reopen_plan(project_id=place.project.pk, by=request.user)
    messages.success(request, _("The plan is open again. Its editions stay."))
    return redirect("project_overview", place.project.pk)


@require_safe
@project_view(Permission.EDITION_READ)
def editions(request, place):
    """The project's editions, newest first."""
    context = {
        "place": place,
        "project": place.project,
        "allowed": place.allowed(),
        "editions": place.project.editions.defer("plan").select_related("finished_by"),
    }
    return render(request, "questionnaire/editions.html", context)


@require_safe
@project_view(Permission.EDITION_READ)
def edition(request, place, number):
    """One edition, read as a document."""
    found = get_object_or_404(
        Edition.objects.select_related("finished_by"),
        project=place.project,
        number=number,
    )
    context = {
        "place": place,
        "project": place.project,
        "allowed": place.allowed(),
        "edition": found,
        "plan": compose_plan(found.plan, get_language()),
    }
    return render(request, "questionnaire/plan_read.html", context)
