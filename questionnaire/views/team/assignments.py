"""Assigning questions to members, one or many at once, and reminding them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.team.assignments import (
    NotAWriter,
    NudgedRecently,
    assign_question,
    assign_questions,
    nudge_member,
    unassign_question,
)
from questionnaire.errors import NotFound
from questionnaire.forms.team import AssignmentForm, ManyAssignmentsForm
from questionnaire.permissions import Permission
from questionnaire.queries.projects.overview import read_overview
from questionnaire.queries.team.answers import read_team_answers
from questionnaire.views.pages import project_context
from questionnaire.views.team.answers import show_team


@require_http_methods(["GET", "POST"])
@project_view(Permission.QUESTION_ASSIGN)
def assign_many(request, access):
    """Assign whole sections and single questions to a member, in one mail.

    The address may name a `member` and a `section` that are chosen already.
    """
    overview = read_overview(access, request.user, with_team=True)
    form = ManyAssignmentsForm(
        request.POST or None,
        writers=[row.user for row in overview.rows],
        entries=overview.outline.questions,
        initial={
            "member": request.GET.get("member"),
            "sections": request.GET.getlist("section"),
        },
    )
    if form.is_valid():
        return _assign_many(request, access, form)
    context = {
        **project_context(access),
        "overview": overview,
        "form": form,
        "sections": form.ticked("sections"),
        "questions": form.ticked("questions"),
    }
    return render(
        request,
        "questionnaire/team/assign.html",
        context,
        status=422 if form.is_bound else 200,
    )


def _assign_many(request, access, form):
    member, questions = form.cleaned_data["member"], form.chosen()
    assign_questions(
        project_id=access.project.pk,
        questions=questions,
        member=member,
        due_on=form.cleaned_data["due_on"],
        by=request.user,
    )
    said = ngettext(
        "%(count)s question is assigned to %(name)s.",
        "%(count)s questions are assigned to %(name)s.",
        len(questions),
    )
    messages.success(request, said % {"count": len(questions), "name": member})
    return redirect("project_overview", access.project.pk)


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
    except (NotAWriter, NudgedRecently) as refusal:
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
