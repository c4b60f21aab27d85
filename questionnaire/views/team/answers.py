"""Colleagues' answers, beside my own."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.content.kinds import compare_contents
from questionnaire.forms.requests import AcceptForm
from questionnaire.forms.team import AssignmentForm, CopyForm
from questionnaire.permissions import Permission
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.queries.team.answers import read_team_answers
from questionnaire.views.pages import project_context, say_left_out


@require_safe
@project_view(Permission.ANSWER_READ_OTHER_MEMBER)
def team_answers(request, access, slug):
    """The team’s answers to one question: a page, or a fragment of the question’s."""
    return show_team(request, access, slug)


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def copy_answer(request, access, slug):
    """Append a colleague’s text to mine, and redirect to my answer."""
    form = CopyForm(request.POST)
    if not form.is_valid():
        return redirect("team_answers", access.project.pk, slug)
    address = reverse("question", args=[access.project.pk, slug])
    try:
        saved, source = copy_version(
            project_id=access.project.pk,
            version_id=form.cleaned_data["version"],
            save_id=form.cleaned_data["save_id"],
            by=request.user,
        )
    except NewerVersionExists as refusal:
        messages.error(request, refusal.message)
        return redirect(address)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address)
    _say_copied(request, saved, source)
    say_left_out(request, saved)
    return redirect(f"{address}?in={source.answer.language}")


def _request(asked, team, user):
    """A request; for its author, the wording proposed against the newest text."""
    mine = team.mine.get(asked.language) if asked.author == user else None
    if mine is None or not asked.comment.suggestion:
        return {"asked": asked}
    return {
        "asked": asked,
        "comparisons": compare_contents(
            mine.content, asked.comment.suggestion, team.parts, asked.language
        ),
        "accept_form": AcceptForm(
            initial={"base": mine.number}, auto_id=f"accept-{asked.comment.pk}-%s"
        ),
    }


def _say_copied(request, saved, source):
    if not saved.is_new:
        messages.info(request, _("Your answer has this text already."))
        return
    text = _(
        "The text of %(name)s now stands after yours, as version %(number)s, "
        "with credit. Your earlier text is kept among the versions."
    )
    words = {"name": source.answer.author, "number": saved.version.number}
    messages.success(request, text % words)


def show_team(request, access, slug, *, status=200, **more):
    """The page or the fragment.

    `more` for its template: `said`, what was just done; `assignment_form`, one
    that was refused.
    """
    question = get_question(access, slug)
    team = read_team_answers(access.project, request.user, question)
    requests = read_change_requests(
        access.project, question=team.question, open_only=True
    )
    context = {
        **project_context(access),
        "team": team,
        "requests": [_request(asked, team, request.user) for asked in requests],
        "save_id": uuid.uuid4(),
        "assignment_form": AssignmentForm(writers=team.writers),
        **more,
    }
    template = (
        "questionnaire/team/partials/team_answers.html"
        if request.htmx
        else "questionnaire/team/answers.html"
    )
    return render(request, template, context, status=status)
