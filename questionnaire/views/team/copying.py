"""Taking a colleague's answer, or passages of it, into my own."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering import copying as actions
from questionnaire.actions.errors import NewerVersionExists, SaveIdReused
from questionnaire.forms.team import CopyForm, PassagesForm
from questionnaire.models import AnswerVersion
from questionnaire.permissions import Permission
from questionnaire.queries.team.passages import read_offered_passages
from questionnaire.views.pages import project_context, say_left_out


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def copy_answer(request, access, slug):
    """Append a colleague’s text to mine, and redirect to my answer."""
    form = CopyForm(request.POST)
    if not form.is_valid():
        return redirect("team_answers", access.project.pk, slug)

    def copy():
        return actions.copy_version(
            project_id=access.project.pk,
            version_id=form.cleaned_data["version"],
            save_id=form.cleaned_data["save_id"],
            by=request.user,
        )

    said = _(
        "The text of %(name)s now stands after yours, as version %(number)s, "
        "with credit. Your earlier text is kept among the versions."
    )
    return _copied(request, access, slug, copy, said)


@require_http_methods(["GET", "POST"])
@project_view(Permission.ANSWER_SAVE_OWN)
def copy_passages(request, access, slug, version_id):
    """Choose passages of a colleague’s version, and put them into my answer."""
    access.require(Permission.ANSWER_READ_OTHER_MEMBER)
    question = get_question(access, slug)
    version = get_object_or_404(
        AnswerVersion.objects.select_related("answer__author"),
        pk=version_id,
        answer__project=access.project,
        answer__question=question,
    )
    if version.answer.author_id == request.user.pk:
        return redirect("question", access.project.pk, slug)
    parts = read_offered_passages(access.project, request.user, question, version)
    form = PassagesForm(
        request.POST if request.method == "POST" else None,
        names=[each.wording.name for part in parts for each in part.offered],
    )
    if form.is_bound and form.is_valid():
        said = _(
            "What you took from %(name)s is now in your answer, as version "
            "%(number)s, with credit. Your earlier text is kept among the versions."
        )
        return _copied(
            request, access, slug, lambda: _copy(request, access, version, form), said
        )
    context = {
        **project_context(access),
        "question": question,
        "version": version,
        "parts": parts,
        "form": form,
        "ticked": form["take"].value() or (),
    }
    return render(
        request,
        "questionnaire/team/copy_passages.html",
        context,
        status=422 if form.errors else 200,
    )


def _copy(request, access, version, form):
    asked = {
        "project_id": access.project.pk,
        "version_id": version.pk,
        "names": form.cleaned_data["take"],
        "by": request.user,
    }
    try:
        return actions.copy_passages(**asked, save_id=form.cleaned_data["save_id"])
    except SaveIdReused:
        # Back on the page, the reader took other passages: that is another copy.
        return actions.copy_passages(**asked, save_id=uuid.uuid4())


def _copied(request, access, slug, copy, said):
    """Copy, say what was done, and redirect to my answer."""
    address = reverse("question", args=[access.project.pk, slug])
    try:
        saved, source = copy()
    except NewerVersionExists as refusal:
        messages.error(request, refusal.message)
        return redirect(address)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address)
    if saved.is_new:
        words = {"name": source.answer.author, "number": saved.version.number}
        messages.success(request, said % words)
    else:
        messages.info(request, _("Your answer has this text already."))
    say_left_out(request, saved)
    return redirect(f"{address}?in={source.answer.language}")
