"""A reviewer's queue: what waits, agreeing in one step, sending the review."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from questionnaire.access import form_of, project_view
from questionnaire.actions.review.change_requests import close_request
from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import Undone, decide, undo_decisions
from questionnaire.actions.review.rounds import NothingToSend, send_review
from questionnaire.forms.decision import BatchForm, PendingAgreementsForm
from questionnaire.forms.drafts import keep_form_draft
from questionnaire.forms.review import MessageForm
from questionnaire.lib.ids import read_id
from questionnaire.permissions import Permission
from questionnaire.plan.move_checks import wording_checks
from questionnaire.plan.unsent import read_known_unsent
from questionnaire.queries.review.order import ReviewOrder
from questionnaire.queries.review.queue import read_queue
from questionnaire.queries.review.rounds import read_round
from questionnaire.queries.review.undisputed import PendingAgreement
from questionnaire.views.pages import leave_review, project_context, step_to_undo

SORTS = ("difference", "number")


@require_safe
@project_view(Permission.REVIEW_DECIDE)
def review_queue(request, access):
    """The questions that wait for a decision, largest differences first."""
    if not access.needs_review:
        return leave_review(request, access)
    queue = read_queue(access.project, request.user)
    waiting = list(queue.waiting)
    sort = request.GET.get("sort")
    if sort == "number":
        waiting.sort(key=lambda item: item.entry.position)
    member = read_id(request.GET.get("member", ""))
    if member:
        waiting = [
            item
            for item in waiting
            if any(author.pk == member for author in item.authors)
        ]
    context = {
        **project_context(access),
        "queue": queue,
        "waiting": waiting,
        "order": ReviewOrder.of(item.entry for item in waiting),
        "sort": sort if sort in SORTS else SORTS[0],
        "member": member,
        "unsent": read_round(access.project, request.user),
        "batch": uuid.uuid4(),
        "done": step_to_undo(request),
        "reworded": _reworded(access.project, queue.outline),
    }
    return render(request, "questionnaire/review/queue.html", context)


def _reworded(project, outline):
    """The questions that were agreed on before the template reworded them."""
    slugs = wording_checks(project)
    return [entry for entry in outline.questions if entry.slug in slugs]


@form_of("review_queue")
@project_view(Permission.REVIEW_DECIDE)
def review_agree(request, access):
    """Agree in one step on the answers that the page listed as free of differences.

    Answers that changed since the page was read are left out, and a message says so.
    """
    if not access.needs_review:
        return leave_review(request, access)
    form = PendingAgreementsForm(request.POST)
    if not form.is_valid():
        return redirect("review_queue", access.project.pk)
    now = {
        (item.entry.slug, each.language, each.version_id, each.base): item
        for item in read_queue(access.project, request.user).undisputed
        for each in item.pending_agreements
    }
    wanted = form.cleaned_data["choice"]
    # All that there is to agree on in a question, as the page listed it.
    shown = [
        line
        for line in wanted
        if line in now
        and set(now[line].pending_agreements)
        <= {PendingAgreement(*each[1:]) for each in wanted if each[0] == line[0]}
    ]
    choices = [
        Choice(
            now[line].entry.question,
            *line[1:],
            seen_up_to=now[line].entry.newest_version_id,
        )
        for line in shown
    ]
    decisions = decide(
        project_id=access.project.pk,
        by=request.user,
        choices=choices,
        batch=form.cleaned_data["batch"],
    )
    questions = len({decision.question_id for decision in decisions})
    if questions:
        text = ngettext(
            "%(count)s answer is agreed.", "%(count)s answers are agreed.", questions
        )
        messages.success(request, text % {"count": questions})
    if len(choices) < len(wanted):
        messages.warning(
            request, _("Some answers changed meanwhile: look at them once more.")
        )
    response = redirect("review_queue", access.project.pk)
    if decisions:
        response["Location"] += f"?done={form.cleaned_data['batch']}"
    return response


@form_of("review_queue")
@project_view(Permission.REVIEW_DECIDE)
def review_undo(request, access):
    """Undo one step."""
    if not access.needs_review:
        return leave_review(request, access)
    form = BatchForm(request.POST)
    undone = (
        undo_decisions(
            project_id=access.project.pk,
            by=request.user,
            batch=form.cleaned_data["batch"],
        )
        if form.is_valid()
        else Undone()
    )
    if undone.decisions:
        messages.success(request, _("Undone: what was agreed before stands again."))
    elif not undone.stayed:
        messages.info(request, _("There is nothing to undo any more."))
    if undone.stayed:
        text = ngettext(
            "%(count)s question is left as it is: somebody has decided on it since.",
            "%(count)s questions are left as they are: somebody has decided on them "
            "since.",
            undone.stayed,
        )
        messages.warning(request, text % {"count": undone.stayed})
    return redirect("review_queue", access.project.pk)


@require_http_methods(["GET", "POST"])
@project_view(Permission.REVIEW_DECIDE)
def review_send(request, access):
    """Send each member one message about what the review means for them."""
    if not access.needs_review:
        return leave_review(request, access)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sent = send_review(
                project_id=access.project.pk,
                by=request.user,
                message=form.cleaned_data["message"],
            )
        except NothingToSend as refusal:
            keep_form_draft(request)
            messages.info(request, refusal.message)
        else:
            text = ngettext(
                "The review is sent to %(count)s member.",
                "The review is sent to %(count)s members.",
                len(sent),
            )
            messages.success(request, text % {"count": len(sent)})
        return redirect("review_queue", access.project.pk)
    context = {
        **project_context(access),
        "form": form,
        "rounds": read_round(access.project, request.user),
        "unsent": read_known_unsent(access, request.user),
    }
    return render(
        request,
        "questionnaire/review/send.html",
        context,
        status=422 if form.errors else 200,
    )


@form_of("review_question")
@project_view(Permission.REVIEW_REQUEST_CHANGES)
def request_close(request, access, slug, request_id):
    """Mark a request as met, or withdraw it."""
    close_request(project_id=access.project.pk, comment_id=request_id, by=request.user)
    messages.success(request, _("The request is settled."))
    return redirect("review_question", access.project.pk, slug)
