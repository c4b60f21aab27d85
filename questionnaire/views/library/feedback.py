"""The library’s feedback on a plan: requested by a team, given by a librarian."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, institution_view, project_view
from questionnaire.actions.library import feedback as actions
from questionnaire.forms.drafts import keep_form_draft
from questionnaire.forms.library import AskForm, ReplyForm
from questionnaire.lib.ids import read_id
from questionnaire.permissions import InstitutionPermission, Permission
from questionnaire.queries.library.feedback import (
    given_feedback,
    librarians_of,
    open_requests,
    read_requests,
)
from questionnaire.views.pages import project_context

REQUESTS_PER_PAGE = 50
GIVEN_SHOWN = 20


@require_safe
@institution_view(InstitutionPermission.DESK)
def requests(request, access):
    """The requests that wait for the library, and its latest feedback."""
    page = Paginator(open_requests(access), REQUESTS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "access": access,
        "page": page,
        "requests": page.object_list,
        "given": given_feedback(access)[:GIVEN_SHOWN],
    }
    return render(request, "questionnaire/library/feedback.html", context)


@require_safe
@project_view(Permission.PROJECT_READ)
def feedback(request, access):
    """The request to the library, its feedback, and what can be done now."""
    return _page(request, access)


@form_of("feedback")
@project_view(Permission.FEEDBACK_ASK)
def feedback_ask(request, access):
    """Ask the library to look at the plan."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, access, ask_form=form)
    try:
        actions.ask_for_feedback(
            project_id=access.project.pk, by=request.user, **form.cleaned_data
        )
    except actions.NoLibrarian as refusal:
        form.add_error(None, refusal.message)
        return _page(request, access, ask_form=form)
    except actions.FeedbackAlreadyRequested as refusal:
        keep_form_draft(request)
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The library is asked for feedback."))
    return redirect("feedback", access.project.pk)


@form_of("feedback")
@project_view(Permission.FEEDBACK_ASK)
def feedback_withdraw(request, access):
    """Withdraw the request."""
    try:
        actions.withdraw_feedback(project_id=access.project.pk, by=request.user)
    except actions.NoOpenFeedbackRequest as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("feedback", access.project.pk)


@form_of("feedback")
@project_view(Permission.FEEDBACK_GIVE)
def feedback_take(request, access):
    """Take on the request, alone or in place of a colleague."""
    try:
        actions.take_feedback(
            project_id=access.project.pk,
            by=request.user,
            instead_of=read_id(request.POST.get("instead_of", "")),
        )
    except actions.TakenByColleague as refusal:
        messages.warning(request, refusal.message)
    except actions.NoOpenFeedbackRequest as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("Your colleagues see that you look at this plan."))
    return redirect("feedback", access.project.pk)


@form_of("feedback")
@project_view(Permission.FEEDBACK_GIVE)
def feedback_give(request, access):
    """Give the feedback, which closes the request."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, access, reply_form=form)
    try:
        actions.give_feedback(
            project_id=access.project.pk,
            by=request.user,
            reply=form.cleaned_data["reply"],
        )
    except (actions.TakenByColleague, actions.NoOpenFeedbackRequest) as refusal:
        form.add_error(None, refusal.message)
        return _page(request, access, reply_form=form, status=409)
    messages.success(request, _("The feedback is given, and the team told by mail."))
    return redirect("feedback", access.project.pk)


def _page(request, access, ask_form=None, reply_form=None, status=422):
    """The page; a refused form keeps its text, even when it can no longer be sent."""
    asked = read_requests(access.project)
    open_request = next((each for each in asked if each.is_open), None)
    refused = ask_form or reply_form
    context = {
        **project_context(access),
        "open_request": open_request,
        "past_requests": [each for each in asked if not each.is_open],
        "has_librarians": librarians_of(access.project).exists(),
        "is_mine": open_request is not None
        and open_request.taken_by_id == request.user.pk,
        "ask_form": ask_form or AskForm(),
        "reply_form": reply_form or ReplyForm(),
        "is_refused_reply": reply_form is not None,
        "form": refused,
    }
    return render(
        request,
        "questionnaire/library/project_feedback.html",
        context,
        status=status if refused else 200,
    )
