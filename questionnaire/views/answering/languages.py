"""The language of an answer: choosing it, translating side by side, moving text."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering.languages import (
    leave_in_place,
    move_to_other_language,
)
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.translations import mark_up_to_date
from questionnaire.actions.errors import NewerVersionExists, NotInTemplate
from questionnaire.content.misplaced import misplaced_pieces
from questionnaire.lib.ids import read_id
from questionnaire.permissions import Permission
from questionnaire.queries.answering.language_note import note_language
from questionnaire.queries.answering.side_by_side import (
    read_side_by_side,
    translation_target,
)
from questionnaire.queries.answering.worksheet import read_worksheets
from questionnaire.views.pages import project_context
from questionnaire.vocabulary import Language


def language_context(request, access, sheet):
    """What the choice of the language needs to know, and the text beside, if asked."""
    with_others = access.may(Permission.ANSWER_READ_OTHER_MEMBER)
    wanted = request.GET.get("beside", "")
    target = translation_target(sheet, with_others=with_others)
    beside = None
    if wanted and access.may(Permission.ANSWER_SAVE_OWN):
        beside = read_side_by_side(sheet, wanted, with_others=with_others)
    note = None
    if access.may(Permission.ANSWER_SAVE_OWN):
        note = note_language(sheet, beside and beside.source.version.content)
    return {"translation_target": target, "beside": beside, "language_note": note}


def chosen_language(request):
    """The language that is sent or that the address names; else that of the page."""
    named = request.POST.get("language") or request.GET.get("in")
    return named if named in Language.values else get_language()


@require_safe
@project_view(Permission.ANSWER_SAVE_OWN)
def language_note(request, access, slug):
    """What is noticed about my answer’s language, for the page of its question."""
    if not request.htmx:
        return redirect("question", access.project.pk, slug)
    _outline, sheets = read_worksheets(
        access,
        request.user,
        slugs=[slug],
        language=chosen_language(request),
        with_drafts=True,
    )
    if not sheets:
        raise NotInTemplate(slug)
    context = {
        **project_context(access),
        **language_context(request, access, sheets[0]),
        "sheet": sheets[0],
    }
    return render(
        request, "questionnaire/answering/partials/language_note.html", context
    )


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def answer_language(request, access, slug):
    """Move the text of my answer that is in the other language, or leave it there."""
    own = _own_answer(request, access, slug)
    language = own.language
    if request.POST.get("act") == "leave":
        leave_in_place(own)
    else:
        try:
            moved = move_to_other_language(own)
        except NewerVersionExists as refusal:
            messages.error(request, refusal.message)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            language = Language(language).other.value
            _say_moved(request, moved, language)
    address = reverse("question", args=[access.project.pk, slug])
    return redirect(f"{address}?in={language}")


def _say_moved(request, moved, language):
    if moved is None:
        messages.info(request, _("There was nothing to move."))
        return
    if language == Language.FR:
        text = _(
            "The text is in your French answer now, as version %(number)s. To undo "
            "this, restore the earlier version of the English one."
        )
    else:
        text = _(
            "The text is in your English answer now, as version %(number)s. To undo "
            "this, restore the earlier version of the French one."
        )
    messages.success(request, text % {"number": moved.number})


def say_language(request, question, version):
    """Warn, after saving without script, of a text that seems misplaced."""
    own = version.answer
    if own.is_language_confirmed or not misplaced_pieces(
        version.content, question.parts.all(), own.language
    ):
        return
    if own.language == Language.FR:
        text = _(
            "Your answer to %(label)s is saved as French, but seems to be in English. "
            "Its page offers to move it."
        )
    else:
        text = _(
            "Your answer to %(label)s is saved as English, but seems to be in French. "
            "Its page offers to move it."
        )
    messages.warning(request, text % {"label": question.label})


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def translation_confirm(request, access, slug):
    """Mark my text as an up-to-date translation of the one in sight."""
    own = _own_answer(request, access, slug)
    source_id = read_id(request.POST.get("source", ""))
    if source_id and mark_up_to_date(own, source_id):
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
