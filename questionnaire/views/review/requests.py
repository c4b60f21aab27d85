"""Requests for changes: asking an author, and accepting the proposed wording."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.errors import NewerVersionExists, SaveIdReused
from questionnaire.actions.review.change_requests import (
    RequestedChanges,
    accept_suggestion,
    may_be_asked,
    request_changes,
)
from questionnaire.content.kinds import readable_parts
from questionnaire.content.misplaced import misplaced_pieces
from questionnaire.errors import NotFound
from questionnaire.forms.answer import AnswerForm
from questionnaire.forms.decision import ChangeRequestForm
from questionnaire.forms.requests import AcceptForm
from questionnaire.lib.ids import read_id
from questionnaire.models import AnswerVersion, Comment
from questionnaire.permissions import Permission
from questionnaire.plan.former_values import FormerValues
from questionnaire.queries.answering.left_by_moves import LeftOfTexts
from questionnaire.views.pages import leave_review, project_context, say_left_out
from questionnaire.views.review.following import following_address, review_order
from questionnaire.vocabulary import Language


@require_http_methods(["GET", "POST"])
@project_view(Permission.REVIEW_REQUEST_CHANGES)
def review_request(request, access, slug):
    """Ask the author of a version for changes, and optionally propose a wording."""
    if not access.needs_review:
        return leave_review(request, access)
    question = get_question(access, slug)
    named, version = _asked_about(request, access, question)
    if request.method == "GET" and not may_be_asked(version):
        text = _("%(name)s can no longer write in this project.")
        messages.info(request, text % {"name": version.answer.author})
        return redirect("review_question", access.project.pk, slug)
    parts = list(question.parts.all())
    repeats = _repeated(request, access, question)
    data = request.POST if request.method == "POST" else None
    form = ChangeRequestForm(data)
    wording = _wording_form(data, question, version)
    status = 200
    if data is not None and form.is_valid() and wording.is_valid():
        try:
            asked = _ask(
                access.project,
                request.user,
                RequestedChanges(
                    question=question,
                    parts=parts,
                    version_id=named.pk,
                    body=form.cleaned_data["body"],
                    save_id=form.cleaned_data["save_id"],
                    quote=form.cleaned_data["quote"],
                    suggestion=_proposed(wording),
                    typed_for=wording.cleaned_data["template"],
                    repeats_id=repeats.pk
                    if repeats and not repeats.resolved_at
                    else None,
                ),
            )
        except ValidationError as error:
            form.add_error(None, error)
        except NewerVersionExists as error:
            version, status = error.newest, 409
            form.add_error(None, _newer(version))
            if wording.content() == named.content:
                # Nothing was proposed: the next version is what stands there now.
                wording = _wording_form(None, question, version)
        else:
            _say_asked(request, version.answer.author, asked)
            _say_language(request, version, parts, asked)
            return redirect(following_address(request, access, slug))
    context = {
        **project_context(access),
        "question": question,
        "version": version,
        "named": named,
        "parts": readable_parts(version.content, parts, version.answer.language),
        "left": LeftOfTexts(access.project).of(question, version),
        "form": form,
        "wording": wording,
        "suggests": data is not None and wording.has_new_text,
        "repeats": repeats,
        "order": review_order(request),
    }
    return render(
        request,
        "questionnaire/review/request.html",
        context,
        status=422 if status == 200 and (form.errors or wording.errors) else status,
    )


def _wording_form(data, question, version):
    """The wording to propose, which begins as the version itself."""
    return AnswerForm(
        data,
        question_label=question.label,
        label=_("Wording that you propose for %(label)s"),
        parts=question.parts.all(),
        language=version.answer.language,
        content=version.content,
        prefix="suggestion",
    )


def _newer(version):
    """What is said when the author has saved since the page was read."""
    return _(
        "%(name)s has saved version %(number)s meanwhile: read it below. Your text is "
        "kept: send it again to ask about that version."
    ) % {"name": version.answer.author, "number": version.number}


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
    say_left_out(request, saved)
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
        "comparisons": FormerValues(question.section.template).compare(
            question, newest.content, asked.suggestion, language
        ),
        "form": AcceptForm(initial={"base": newest.number}),
    }
    return render(
        request, "questionnaire/review/request_accept.html", context, status=409
    )


def _proposed(wording):
    """What is typed as a wording is proposed; an empty one is none."""
    content = wording.content()
    return content if any(content.values()) else None


def _say_asked(request, author, asked):
    text = (
        _(
            "%(name)s is asked for changes, with the wording that you propose, "
            "and is told when you send the review."
        )
        if asked.suggestion is not None
        else _("%(name)s is asked for changes, and is told when you send the review.")
    )
    messages.success(request, text % {"name": author})


def _say_language(request, version, parts, asked):
    """Warn of a proposed wording that seems to be in the other language.

    What it takes over from the version itself is no fault of the reviewer's.
    """
    language = version.answer.language
    if asked.suggestion is None or not misplaced_pieces(
        asked.suggestion, parts, language, sources=version.content
    ):
        return
    if language == Language.FR:
        text = _(
            "The wording that you propose is for the French answer, but seems to be in "
            "English."
        )
    else:
        text = _(
            "The wording that you propose is for the English answer, but seems to be "
            "in French."
        )
    messages.warning(request, text)


def _asked_about(request, access, question):
    """(the version in the address or the form, by somebody else; the newest after it).

    It is the newest that is asked about: to an earlier one, it would be the answer.
    """
    pk = read_id(request.POST.get("version") or request.GET.get("version", ""))
    named = get_object_or_404(
        AnswerVersion.objects.select_related("answer__author").exclude(
            answer__author=request.user
        ),
        pk=pk or 0,
        answer__project=access.project,
        answer__question=question,
    )
    newest = named.answer.versions.select_related("answer__author")
    return named, newest.order_by("-number").first()


def _repeated(request, access, question):
    """The unmet request that this one repeats, if any."""
    pk = read_id(request.POST.get("repeats") or request.GET.get("repeats", ""))
    if pk is None:
        return None
    return get_object_or_404(
        Comment.objects.change_requests().select_related("author"),
        pk=pk,
        project=access.project,
        question=question,
    )


def _ask(project, by, asked):
    """Write the request of a valid form; sending it again writes no second one."""
    try:
        return request_changes(project_id=project.pk, by=by, asked=asked)
    except SaveIdReused:
        # The user left the page and came back: its text now is a new request.
        asked = replace(asked, save_id=uuid.uuid4())
    except NotFound:
        if asked.repeats_id is None:
            raise
        # Somebody has just resolved the earlier request.
        asked = replace(asked, repeats_id=None)
    return request_changes(project_id=project.pk, by=by, asked=asked)
