"""The template that a project follows, its newer version, and moving to it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, project_view
from questionnaire.actions.projects.move_checks import (
    UnitsUndecided,
    check_unit,
    say_wording_fits,
)
from questionnaire.actions.projects.template_moves import (
    MovedMeanwhile,
    move_to_template,
)
from questionnaire.forms.project import TemplateMoveForm, UnitCheckForm
from questionnaire.models import PlanTemplate
from questionnaire.permissions import Permission
from questionnaire.plan.reading import newest_choices
from questionnaire.plan.templates import read_template
from questionnaire.plan.unsent import read_known_unsent
from questionnaire.queries.answering.dropped_answers import read_dropped_answers
from questionnaire.queries.projects.moved_values import (
    read_asked_units,
    read_left_values,
)
from questionnaire.queries.projects.template_changes import read_template_changes
from questionnaire.views.pages import project_context
from questionnaire.vocabulary import UnitChoice


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.PROJECT_EDIT_METADATA)
def template_move(request, access):
    """Show what a newer version of the template changes, and move to it."""
    if request.method == "GET":
        return _show(request, access)
    access.require(Permission.PROJECT_EDIT_METADATA)
    form = _form(access.project, _newer(access.project), request.POST)
    if not form.is_valid():
        return _show(request, access, form=form, status=422)
    try:
        project = move_to_template(
            project_id=access.project.pk,
            by=request.user,
            template_id=form.cleaned_data["template"],
            seen_id=form.cleaned_data["seen"],
            units=form.choices(),
        )
    except UnitsUndecided as refusal:
        # Somebody wrote numbers there just now, or the page was of another version.
        form.add_error(None, refusal.message)
        return _show(request, access, form=form, status=422)
    except MovedMeanwhile:
        access.project.refresh_from_db(fields=["template", "former_template"])
        return _show(request, access, was_moved=True, status=409)
    text = _("The plan follows version %(version)s of its template now.")
    messages.success(request, text % {"version": project.template.version})
    return redirect("template_move", project.pk)


@form_of("template_move")
@project_view(Permission.REVIEW_DECIDE)
def wording_fits(request, access, slug):
    """Say that the agreed answer to a reworded question still fits."""
    say_wording_fits(project_id=access.project.pk, by=request.user, slug=slug)
    messages.success(request, _("The agreed answer stands for the new wording."))
    return redirect("review_queue", access.project.pk)


@form_of("template_move")
@project_view(Permission.ANSWER_SAVE_OWN)
def unit_check(request, access, check_id):
    """Say what my numbers mean in a column whose unit changed."""
    form = UnitCheckForm(request.POST)
    if not form.is_valid():
        raise Http404
    count, slug = check_unit(
        project_id=access.project.pk,
        by=request.user,
        check_id=check_id,
        choice=UnitChoice(form.cleaned_data["choice"]),
    )
    text = ngettext(
        "%(count)s number is checked.", "%(count)s numbers are checked.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("question", access.project.pk, slug)


def _newer(project):
    template = read_template(project.template_id).template
    return PlanTemplate.objects.newer_than(template).first()


def _form(project, newer, data=None):
    if newer is None:
        return TemplateMoveForm(data, units=())
    return TemplateMoveForm(
        data,
        units=read_asked_units(project, newer.pk),
        initial={"template": newer.pk, "seen": project.template_id},
    )


def _show(request, access, *, form=None, was_moved=False, status=200):
    """The page: what a newer version would change, or what the last move changed."""
    project = access.project
    template = read_template(project.template_id).template
    newer = _newer(project)
    changes = None
    if newer:
        changes = read_template_changes(template, newer, project)
    elif project.former_template_id:
        former = read_template(project.former_template_id).template
        changes = read_template_changes(former, template, project)
    context = {
        **project_context(access),
        "template": template,
        "newer": newer,
        "changes": changes,
        "dropped_questions": read_dropped_answers(access, request.user),
        "was_moved": was_moved,
        "left_values": read_left_values(
            access, request.user, read_template((newer or template).pk).questions
        )
        if changes
        else (),
        "agreed_reworded": _agreed_reworded(access, changes) if newer else (),
        "form": (form or _form(project, newer)) if newer else None,
        "unsent": read_known_unsent(access, request.user) if newer else (),
    }
    return render(
        request, "questionnaire/projects/template_move.html", context, status=status
    )


def _agreed_reworded(access, changes):
    """The questions with an agreed answer that the newer version rewords. One query."""
    if not access.may_ever(Permission.REVIEW_DECIDE):
        return ()
    moves = [each for each in changes.reworded if each.asks_otherwise]
    choices = newest_choices(
        [access.project.pk], questions=[each.old.pk for each in moves]
    )
    return [
        each
        for each in moves
        if any(
            choice.version_id
            for choice in choices.get((access.project.pk, each.old.pk), ())
        )
    ]
