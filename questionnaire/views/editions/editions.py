"""Sending a plan to review, finishing and reopening it, and its editions."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from questionnaire.access import form_of, project_view
from questionnaire.actions.projects.projects import (
    PlanHasGaps,
    PlanHasUnsentText,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.actions.shared_texts import EditedMeanwhile
from questionnaire.exports import FORMATS
from questionnaire.exports.store.edition_files import render_edition_files
from questionnaire.forms.drafts import keep_form_draft
from questionnaire.forms.review import FinishForm, MessageForm, ReasonForm
from questionnaire.forms.shared_texts import SHOWN
from questionnaire.forms.versions import CompareForm
from questionnaire.lib.ids import read_id
from questionnaire.models import Edition
from questionnaire.permissions import Permission
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.edition_changes import compare_plans
from questionnaire.plan.outline import read_outline
from questionnaire.plan.record import read_record
from questionnaire.plan.unsent import knows_of_team
from questionnaire.queries.projects.editions import read_editions
from questionnaire.queries.review.readiness import read_readiness
from questionnaire.views.pages import project_context
from questionnaire.vocabulary import Language


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_FINISH)
def finish(request, access):
    """See what is unanswered, and freeze the plan as its next edition."""
    outline = read_outline(
        access.project,
        request.user,
        with_unsent_of_team=knows_of_team(access),
    )
    status = 200
    refusal = None
    form = FinishForm(
        request.POST if request.method == "POST" else None,
        review_on=access.project.review_on,
    )
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound:
        try:
            edition = finish_plan(
                project_id=access.project.pk,
                by=request.user,
                accept_gaps=_accepted_gaps(request),
                accept_unsent=_accepted_unsent(request),
                note=form.cleaned_data["note"],
                **_days_of(form),
            )
        except (PlanHasGaps, PlanHasUnsentText) as found:
            status, refusal = 422, found
        except EditedMeanwhile as found:
            status = 409
            form.show_clash(found)
        else:
            if settings.RENDER_FINISHED_EDITIONS:
                render_edition_files.enqueue(edition.pk)
            text = _("The plan is finished: this is edition %(number)s.")
            messages.success(request, text % {"number": edition.number})
            return redirect("editions", access.project.pk)
    context = {
        **project_context(access),
        "outline": outline,
        "readiness": read_readiness(outline, access.project),
        "form": form,
        "refusal": refusal,
        "ticked": {
            name for name in ("accept_gaps", "accept_unsent") if name in request.POST
        },
        "next_number": access.project.editions.count() + 1,
    }
    return render(request, "questionnaire/editions/finish.html", context, status=status)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_SUBMIT)
def submit(request, access):
    """Send the plan to review, with a message for its principal investigators."""
    if access.is_alone:
        # There is nobody to review it: the plan is finished in one step.
        keep_form_draft(request)
        return redirect("finish", access.project.pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        submit_plan(
            project_id=access.project.pk,
            by=request.user,
            message=form.cleaned_data["message"],
        )
        messages.success(request, _("The plan is in review."))
        return redirect("project_overview", access.project.pk)
    context = {
        **project_context(access),
        "outline": read_outline(
            access.project,
            request.user,
            with_unsent_of_team=knows_of_team(access),
        ),
        "form": form,
    }
    return render(
        request,
        "questionnaire/editions/submit.html",
        context,
        status=422 if form.errors else 200,
    )


@form_of("project_overview")
@project_view(Permission.PROJECT_BACK_TO_DRAFTING)
def back_to_drafting(request, access):
    """Take the plan back from review."""
    return_to_drafting(project_id=access.project.pk, by=request.user)
    messages.success(request, _("The plan is being drafted again."))
    return redirect("project_overview", access.project.pk)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_REOPEN)
def reopen(request, access):
    """Reopen a finished plan, with a reason; its editions stay."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reopen_plan(
            project_id=access.project.pk,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The plan is open again. Its editions stay."))
        return redirect("project_overview", access.project.pk)
    context = {
        **project_context(access),
        "form": form,
    }
    return render(
        request,
        "questionnaire/editions/reopen.html",
        context,
        status=422 if form.errors else 200,
    )


@require_safe
@project_view(Permission.EDITION_READ)
def editions(request, access):
    """The project's editions, newest first, and why each was reopened."""
    context = {
        **project_context(access),
        "editions": read_editions(access.project),
        "formats": FORMATS.values(),
        "languages": Language.choices,
    }
    return render(request, "questionnaire/editions/editions.html", context)


@require_safe
@project_view(Permission.EDITION_READ)
def editions_compare(request, access):
    """What changed between two editions, or since an edition."""
    numbers = list(access.project.editions.values_list("number", flat=True))
    may_read_now = access.may(Permission.PROJECT_READ)
    old, new = (
        _asked_edition(request.GET.get(name, ""), numbers) for name in ("from", "to")
    )
    if numbers and old is None:
        old = numbers[1] if len(numbers) > 1 else numbers[0]
    if new is None and not (may_read_now and request.GET.get("to") == "now"):
        new = numbers[0] if len(numbers) > 1 or not may_read_now else None
    records = dict(
        access.project.editions.filter(number__in=[old, new]).values_list(
            "number", "plan"
        )
    )
    if new is None and may_read_now:
        records[None] = read_record(access.project.pk)
    language = get_language()
    changes = (
        compare_plans(
            compose_plan(records[old], language), compose_plan(records[new], language)
        )
        if old is not None and old in records and new in records
        else None
    )
    view = request.GET.get("view")
    context = {
        **project_context(access),
        "numbers": numbers,
        "old": old,
        "new": new,
        "may_read_now": may_read_now,
        "changes": changes,
        "formats": [each for each in FORMATS.values() if each.render_changes],
        "view": view if view in CompareForm.VIEWS else CompareForm.VIEWS[0],
        "views": CompareForm.VIEWS,
    }
    return render(request, "questionnaire/editions/editions_compare.html", context)


@require_safe
@project_view(Permission.EDITION_READ)
def edition(request, access, number):
    """One edition, read as a document."""
    found = get_object_or_404(
        Edition.objects.select_related("finished_by"),
        project=access.project,
        number=number,
    )
    context = {
        **project_context(access),
        "edition": found,
        "plan": compose_plan(found.plan, get_language()),
    }
    return render(request, "questionnaire/projects/plan_read.html", context)


def _accepted_gaps(request):
    """The slugs of the questions that the ticked box named; none without the tick."""
    return request.POST.getlist("gap") if "accept_gaps" in request.POST else ()


def _accepted_unsent(request):
    """The ids of the answers that the ticked box named; none without the tick."""
    if "accept_unsent" not in request.POST:
        return ()
    return [
        pk
        for text in request.POST.getlist("unsent")
        if (pk := read_id(text)) is not None
    ]


def _days_of(form):
    """The day that a valid FinishForm sets; empty when the field was not sent."""
    if "review_on" not in form.data:
        return {}
    return {
        "review_on": form.cleaned_data["review_on"],
        "shown": form.cleaned_data[SHOWN],
    }


def _asked_edition(text, numbers):
    """The number asked for, if there is such an edition; else None."""
    number = read_id(text)
    return number if number in numbers else None
