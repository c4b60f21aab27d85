"""My marks on what I want to come back to, and the questions assigned to me."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.access import get_question, project_view
from questionnaire.actions.answering.marks import mark_part
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.permissions import Permission
from questionnaire.queries.projects.my_questions import marked_parts, read_my_questions
from questionnaire.views.answering.languages import chosen_language
from questionnaire.views.pages import project_context


@require_safe
@project_view(Permission.PROJECT_READ)
def my_questions(request, access):
    """The questions assigned to me, and my marks."""
    context = {
        **project_context(access),
        "mine": read_my_questions(access, request.user),
    }
    return render(request, "questionnaire/answering/my_questions.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def marks(request, access, slug):
    """My marks on the parts of one answer: a page, or a fragment of the question’s."""
    question = get_question(access, slug)
    language = chosen_language(request)
    if request.method == "POST":
        mark_part(
            OwnAnswer(
                project_id=access.project.pk,
                question=question,
                language=language,
                author=request.user,
            ),
            request.POST.get("part", ""),
            is_marked=request.POST.get("marked") == "yes",
        )
        if not request.htmx:
            address = reverse("question", args=[access.project.pk, slug])
            return redirect(f"{address}?in={language}")
    context = {
        "access": access,
        "project": access.project,
        "question": question,
        "language": language,
        "marked": marked_parts(access.project, question, request.user, language),
    }
    template = (
        "questionnaire/answering/partials/marks.html"
        if request.htmx
        else "questionnaire/answering/marks.html"
    )
    response = render(request, template, context)
    if request.method == "POST":
        # What the page says elsewhere of its questions follows.
        response["HX-Trigger"] = "states-changed"
    return response
