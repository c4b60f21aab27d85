"""Helpers shared by the pages of a project."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from questionnaire.forms.decision import BatchForm
from questionnaire.forms.drafts import keep_form_draft
from questionnaire.plan.unsent import read_known_unsent


def project_context(access):
    """The context that the frame of a project's page needs."""
    return {
        "access": access,
        "project": access.project,
        "allowed": access.allowed(),
    }


def unsent_of_draft(request, access):
    """The unsent text that a draft of the plan lacks; a finished plan is as it is."""
    if access.project.is_finished:
        return ()
    return read_known_unsent(access, request.user)


def say_left_out(request, saved):
    """Tell the author when parts of a copied text could not be kept."""
    if saved.left_out:
        text = _(
            "What it said to parts that the template no longer asks was left out; "
            "it stays where it was."
        )
        messages.info(request, text)


def step_to_undo(request):
    """The batch of the step that the previous page took; None if it took none."""
    form = BatchForm({"batch": request.GET.get("done", "")})
    return form.cleaned_data["batch"] if form.is_valid() else None


def leave_review(request, access):
    """Redirect from a review that nobody needs; what was typed stays a draft."""
    keep_form_draft(request)
    return redirect("project_overview", access.project.pk)
