"""Sharing questions out, and what was given to me."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from questionnaire.access import project_view
from questionnaire.actions.team.assignments import (
    NudgedLately,
    assign_question,
    nudge_member,
    unassign_question,
)
from questionnaire.errors import NotFound
from questionnaire.forms.team import AssignmentForm
from questionnaire.permissions import Permission
from questionnaire.queries.team.answers import read_team_answers
from questionnaire.views.team.answers import show_team


@require_POST
@project_view(Permission.QUESTION_ASSIGN)
def assign(request, access, label):
    """Give a question to a member, or move its due date."""
    team = read_team_answers(access, request.user, label)
    if team is None:
        raise Http404
    form = AssignmentForm(request.POST, writers=team.writers)
    if not form.is_valid():
        form.focus_first_error()
        return show_team(request, access, label, assignment_form=form, status=422)
    member = form.cleaned_data["member"]
    assign_question(
        project_id=access.project.pk,
        question=team.question,
        member=member,
        due_on=form.cleaned_data["due_on"],
        by=request.user,
    )
    said = _("%(label)s is assigned to %(name)s.")
    return _done(request, access, label, said % {"label": label, "name": member})


@require_POST
@project_view(Permission.QUESTION_ASSIGN)
def unassign(request, access, label, assignment_id):
    """Take a question back from a member."""
    try:
        unassign_question(
            project_id=access.project.pk, assignment_id=assignment_id, by=request.user
        )
    except NotFound:
        # A second click, or a colleague’s: it is taken back all the same.
        pass
    return _done(request, access, label, _("The assignment is taken back."))


@require_POST
@project_view(Permission.QUESTION_ASSIGN)
def nudge(request, access, label, assignment_id):
    """Remind a member of a question."""
    try:
        assignment = nudge_member(
            project_id=access.project.pk, assignment_id=assignment_id, by=request.user
        )
    except NudgedLately as refusal:
        return _done(request, access, label, refusal.message)
    said = _("A reminder is on its way to %(name)s.")
    return _done(request, access, label, said % {"name": assignment.member})


def _done(request, access, label, said):
    """The part again for htmx, saying so aloud; else back to the team’s answers."""
    if request.htmx:
        return show_team(request, access, label, said=said)
    messages.success(request, said)
    return redirect("team_answers", access.project.pk, label)
