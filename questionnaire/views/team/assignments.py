"""Assigning questions to members, and reminding them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.team.assignments import (
    NudgedRecently,
    assign_question,
    nudge_member,
    unassign_question,
)
from questionnaire.errors import NotFound
from questionnaire.forms.team import AssignmentForm
from questionnaire.permissions import Permission
from questionnaire.queries.team.answers import read_team_answers
from questionnaire.views.team.answers import show_team


@form_of("question")
@project_view(Permission.QUESTION_ASSIGN)
def assign(request, access, slug):
    """Assign a question to a member, or change its due date."""
    question = get_question(access, slug)
    team = read_team_answers(access.project, request.user, question)
    form = AssignmentForm(request.POST, writers=team.writers)
    if not form.is_valid():
        form.focus_first_error()
        return show_team(request, access, slug, assignment_form=form, status=422)
    member = form.cleaned_data["member"]
    assign_question(
        project_id=access.project.pk,
        question=question,
        member=member,
        due_on=form.cleaned_data["due_on"],
        by=request.user,
    )
    said = _("%(label)s is assigned to %(name)s.")
    said %= {"label": question.label, "name": member}
    return _done(request, access, slug, said)


@form_of("question")
@project_view(Permission.QUESTION_ASSIGN)
def unassign(request, access, slug, assignment_id):
    """Remove a member's assignment."""
    try:
        unassign_question(
            project_id=access.project.pk, assignment_id=assignment_id, by=request.user
        )
    except NotFound:
        # A second click, or a colleague’s: it has been removed all the same.
        pass
    return _done(request, access, slug, _("The assignment is taken back."))


@form_of("question")
@project_view(Permission.QUESTION_ASSIGN)
def nudge(request, access, slug, assignment_id):
    """Remind a member of a question."""
    try:
        assignment = nudge_member(
            project_id=access.project.pk, assignment_id=assignment_id, by=request.user
        )
    except NudgedRecently as refusal:
        return _done(request, access, slug, refusal.message)
    said = _("A reminder is on its way to %(name)s.")
    return _done(request, access, slug, said % {"name": assignment.member})


def _done(request, access, slug, said):
    """The fragment again for htmx, with an announcement; else a redirect to the team’s
    answers."""
    if request.htmx:
        return show_team(request, access, slug, said=said)
    messages.success(request, said)
    return redirect("team_answers", access.project.pk, slug)
