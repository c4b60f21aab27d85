"""How an author answers a request for changes: accepting the proposed wording."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from questionnaire.access import form_of, project_view
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.actions.review.change_requests import accept_suggestion
from questionnaire.content.kinds import compare_contents
from questionnaire.forms.requests import AcceptForm
from questionnaire.models import Comment
from questionnaire.permissions import Permission
from questionnaire.views.pages import project_context


@form_of("question")
@project_view(Permission.ANSWER_SAVE_OWN)
def request_accept(request, access, slug, request_id):
    """Make the proposed wording the next version of my answer."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return redirect("question", access.project.pk, slug)
    try:
        saved = accept_suggestion(
            project_id=access.project.pk,
            comment_id=request_id,
            by=request.user,
            base=form.cleaned_data["base"],
            save_id=form.cleaned_data["save_id"],
        )
    except NewerVersionExists as error:
        return _compare_first(request, access, request_id, error.newest)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("question", access.project.pk, slug)
    text = _("The wording is yours now, as version %(number)s.")
    messages.success(request, text % {"number": saved.version.number})
    response = redirect("question", access.project.pk, slug)
    response["Location"] += f"?in={saved.version.answer.language}"
    return response


def _compare_first(request, access, request_id, newest):
    """409: my answer has changed; shows the wording against the newest text."""
    asked = get_object_or_404(
        Comment.objects.select_related(
            "author", "question__section", "version__answer"
        ),
        pk=request_id,
        project=access.project,
    )
    question = asked.question
    language = asked.version.answer.language
    context = {
        **project_context(access),
        "question": question,
        "asked": asked,
        "newest": newest,
        "language": language,
        "comparisons": compare_contents(
            newest.content, asked.suggestion, list(question.parts.all()), language
        ),
        "form": AcceptForm(initial={"base": newest.number}),
    }
    return render(
        request, "questionnaire/review/request_accept.html", context, status=409
    )
