"""My unsent text: what it changes, and sending it from the pages that tell of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.unsent import send_draft
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.permissions import Permission
from questionnaire.queries.answering.draft_difference import read_draft_difference
from questionnaire.views.pages import project_context
from questionnaire.vocabulary import Language

# The pages that tell of unsent text, to which sending it leads back.
PAGES = ("project_overview", "my_questions", "finish", "submit", "review_queue")


@require_safe
@project_view(Permission.ANSWER_READ_HISTORY)
def draft_difference(request, access, slug):
    """What my draft changes in the version that the team sees."""
    question = get_question(access, slug)
    language = _language(request.GET.get("in"), access)
    context = {
        **project_context(access),
        "question": question,
        "language": language,
        "found": read_draft_difference(
            access.project, question, request.user, language
        ),
    }
    return render(request, "questionnaire/answering/draft_difference.html", context)


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def draft_send(request, access, slug):
    """Make my draft the version that the team sees, as it stands."""
    question = get_question(access, slug)
    language = _language(request.POST.get("language"), access)
    own = OwnAnswer(
        project_id=access.project.pk,
        question=question,
        parts=question.parts.all(),
        language=language,
        author=request.user,
    )
    back = request.POST.get("back")
    try:
        version = send_draft(own)
    except (NewerVersionExists, ValidationError):
        # On its own page, the text can be seen, compared and saved.
        messages.error(request, _("This text could not be sent. Look at it here."))
        return redirect(f"{_question_page(access, slug)}?in={language}")
    if version is not None:
        messages.success(
            request,
            _("Your text in %(label)s is sent, as version %(number)s.")
            % {"label": question.label, "number": version.number},
        )
    if back in PAGES:
        return redirect(back, access.project.pk)
    return redirect(f"{_question_page(access, slug)}?in={language}")


def _question_page(access, slug):
    return reverse("question", args=[access.project.pk, slug])


def _language(asked, access):
    return asked if asked in Language.values else access.project.language
