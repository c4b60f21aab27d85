"""The language of an answer: choosing it, translating side by side, moving text."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.translations import mark_up_to_date
from questionnaire.lib.ids import read_id
from questionnaire.permissions import Permission
from questionnaire.queries.answering.side_by_side import (
    read_side_by_side,
    translation_target,
)
from questionnaire.vocabulary import Language


def language_context(request, access, sheet):
    """What the choice of the language needs to know, and the text beside, if asked."""
    with_others = access.may(Permission.ANSWER_READ_OTHER_MEMBER)
    wanted = request.GET.get("beside", "")
    target = translation_target(sheet, with_others=with_others)
    beside = None
    if wanted and access.may(Permission.ANSWER_SAVE_OWN):
        beside = read_side_by_side(sheet, wanted, with_others=with_others)
    return {"translation_target": target, "beside": beside}


def chosen_language(request):
    """The language that is sent or that the address names; else that of the page."""
    named = request.POST.get("language") or request.GET.get("in")
    return named if named in Language.values else get_language()


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def translation_confirm(request, access, slug):
    """Mark my text as an up-to-date translation of the one in sight."""
    own = _own_answer(request, access, slug)
    source_id = read_id(request.POST.get("source", ""))
    if mark_up_to_date(own, source_id or 0):
        messages.success(request, _("Your translation is marked as up to date."))
    else:
        messages.info(request, _("Your translation was up to date already."))
    beside = request.POST.get("beside", "")
    address = reverse("question", args=[access.project.pk, slug])
    return redirect(f"{address}?in={own.language}&beside={read_id(beside) or 'mine'}")


def _own_answer(request, access, slug):
    question = get_question(access, slug)
    return OwnAnswer(
        project_id=access.project.pk,
        question=question,
        parts=list(question.parts.all()),
        language=chosen_language(request),
        author=request.user,
    )
