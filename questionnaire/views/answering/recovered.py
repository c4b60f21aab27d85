"""The page of text that was set aside, or that its author cannot go on with."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire import carrying
from questionnaire.access import form_of, project_view
from questionnaire.actions.answering.recovered import recovered_drafts
from questionnaire.actions.answering.two_versions import restore_recovered
from questionnaire.content.kinds import readable_parts
from questionnaire.models import Draft
from questionnaire.permissions import Permission
from questionnaire.plan.move_checks import template_of_draft
from questionnaire.plan.templates import read_template
from questionnaire.queries.answering.history import read_former_parts
from questionnaire.queries.answering.stranded_drafts import (
    read_standings,
    stranded_drafts,
)
from questionnaire.views.drafts.recovered_forms import recovered_forms
from questionnaire.views.pages import say_left_out


@login_required
@require_safe
def recovered(request):
    """My text that was set aside, for as long as it is kept; mine alone.

    With it, drafts in projects where I may not write any more.
    """
    kept = list(
        recovered_drafts(request.user).prefetch_related("answer__question__parts")
    )
    stranded, standings = stranded_drafts(request.user)
    others = {row.answer.project_id: row.answer.project for row in kept}
    if others.keys() - standings.keys():
        standings |= read_standings(request.user, others.values())
    context = {
        "rows": [_row(row, standings) for row in chain(stranded, kept)],
        "forms": recovered_forms(request.user),
        "carried": carrying.COOKIE in request.COOKIES,
    }
    return render(request, "account/recovered.html", context)


def _row(kept, standings):
    """A RecoveredDraft, or a Draft that its author cannot go on with."""
    answer = kept.answer
    typed_for = read_template(_typed_for(kept))
    question = typed_for.by_slug.get(answer.question.slug, answer.question)
    parts = question.parts.all()
    standing = standings[answer.project_id]
    return {
        "kept": kept,
        "typed_at": getattr(kept, "typed_at", None) or kept.saved_at,
        "kept_until": getattr(kept, "kept_until", None),
        "project": standing.title,
        "obstacle": standing.obstacle,
        "parts": readable_parts(kept.content, parts, answer.language),
        "former_parts": read_former_parts(question, kept.content, answer.language),
        "typed_for": typed_for.template
        if typed_for.template.pk != answer.project.template_id
        else None,
        "language": answer.language,
        "is_asked": answer.question.section.template_id == answer.project.template_id,
    }


def _typed_for(kept):
    """The version of the template that its author saw: its columns name the values."""
    if isinstance(kept, Draft):
        return template_of_draft(kept.answer.project, kept)
    return kept.template_id or kept.answer.question.section.template_id


@form_of("recovered")
@project_view(Permission.ANSWER_SAVE_OWN)
def recovered_restore(request, access, recovered_id):
    """Make stashed text the newest version of its answer."""
    try:
        saved, question = restore_recovered(
            project_id=access.project.pk, recovered_id=recovered_id, by=request.user
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("recovered")
    messages.success(
        request,
        _("Your text is back, as version %(number)s.")
        % {"number": saved.version.number},
    )
    say_left_out(request, saved)
    address = redirect("question", access.project.pk, question.slug)
    address["Location"] += f"?in={saved.version.answer.language}"
    return address
