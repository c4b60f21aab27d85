"""The history of a question's answers, and differences between versions."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering.versions import name_version, restore_version
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.content.kinds import readable_parts
from questionnaire.forms.versions import (
    CompareForm,
    HistoryForm,
    RestoreForm,
    VersionNameForm,
)
from questionnaire.lib.ids import read_id
from questionnaire.permissions import Permission
from questionnaire.plan.sources import read_sources
from questionnaire.queries.answering.history import (
    compare_versions,
    read_history,
    readable_versions,
)
from questionnaire.queries.answering.left_by_moves import LeftOfTexts
from questionnaire.views.pages import project_context, say_left_out


@require_safe
@project_view(Permission.ANSWER_READ_HISTORY)
def versions(request, access, slug):
    """The versions of a question's answers, newest first, by day."""
    question = get_question(access, slug)
    wanted = HistoryForm(request.GET).wanted()
    history = read_history(access, request.user, question, wanted)
    chosen = {name: request.GET.get(name, "") for name in ("from", "to")}
    if not (chosen["from"] and chosen["to"]) and history.versions:
        chosen = _first_choice(history.versions)
    context = {
        **_context(access, question),
        "history": history,
        "wanted": wanted,
        "chosen": chosen,
        "is_filtered": wanted.author or wanted.language or wanted.named_only,
    }
    return render(request, "questionnaire/answering/versions.html", context)


@require_safe
@project_view(Permission.ANSWER_READ_HISTORY)
def version(request, access, slug, language, number):
    """One version as it was saved: mine, or one by the `author` in the address."""
    question = get_question(access, slug)
    author = request.GET.get("author", "")
    found = (
        readable_versions(access, request.user, question)
        .filter(
            answer__author=read_id(author) or request.user.pk,
            answer__language=language,
            number=number,
        )
        .first()
    )
    if found is None:
        raise Http404
    parts = list(question.parts.all())
    context = {
        **_context(access, question),
        "version": found,
        "is_mine": found.answer.author == request.user,
        "sources": read_sources([found])[found.pk],
        "parts": readable_parts(found.content, parts, language),
        "left": LeftOfTexts(access.project).of(question, found),
    }
    return render(request, "questionnaire/answering/version.html", context)


@require_safe
@project_view(Permission.ANSWER_READ_HISTORY)
def versions_compare(request, access, slug):
    """The differences between two versions: inline, side by side or as a list."""
    question = get_question(access, slug)
    form = CompareForm(request.GET)
    if not form.is_valid():
        raise Http404
    comparison = compare_versions(
        access,
        request.user,
        question,
        form.cleaned_data["from"],
        form.cleaned_data["to"],
    )
    if comparison is None:
        raise Http404
    old, new = comparison.old, comparison.new
    pair = f"from={old.pk if old else ''}&to={new.pk}"
    context = {
        **_context(access, question),
        "comparison": comparison,
        "old": old,
        "new": new,
        "is_mine": old is not None and old.answer.author == request.user,
        "view": form.view_or_default,
        "views": [(view, f"?{pair}&view={view}") for view in CompareForm.VIEWS],
        "swapped": f"?from={new.pk}&to={old.pk}" if old else "",
        "pair": pair,
        "left_of_texts": LeftOfTexts(access.project).of_each(question, (old, new)),
    }
    return render(request, "questionnaire/answering/versions_compare.html", context)


@form_of("versions")
@project_view(Permission.ANSWER_RESTORE_OLD_AS_NEW)
def version_restore(request, access, slug):
    """Make an earlier version of mine the newest one again."""
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        saved, source = restore_version(
            project_id=access.project.pk,
            version_id=form.cleaned_data["version"],
            save_id=form.cleaned_data["save_id"],
            by=request.user,
        )
    except NewerVersionExists as refusal:
        messages.error(request, refusal.message)
        return redirect("question", access.project.pk, slug)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("versions", access.project.pk, slug)
    _say_restored(request, saved, source)
    say_left_out(request, saved)
    address = reverse("question", args=[access.project.pk, slug])
    return redirect(f"{address}?in={source.answer.language}")


@form_of("versions")
@project_view(Permission.ANSWER_SAVE_OWN)
def version_name(request, access, slug):
    """Name one of my versions, or remove its name."""
    form = VersionNameForm(request.POST)
    if not form.is_valid():
        for error in form.errors.get("name", ()):
            messages.error(request, error)
        if "version" in form.errors:
            raise Http404
        return redirect("versions", access.project.pk, slug)
    try:
        named = name_version(
            project_id=access.project.pk,
            version_id=form.cleaned_data["version"],
            name=form.cleaned_data["name"],
            by=request.user,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("versions", access.project.pk, slug)
    messages.success(request, _("The name of the version is saved."))
    return redirect(
        "version", access.project.pk, slug, named.answer.language, named.number
    )


def _first_choice(listed):
    """The newest version, and the one of the same answer before it."""
    newest, *others = listed
    before = next((v for v in others if v.answer_id == newest.answer_id), None)
    return {"from": str((before or listed[-1]).pk), "to": str(newest.pk)}


def _say_restored(request, saved, source):
    numbers = {"old": source.number, "number": saved.version.number}
    if saved.is_new:
        text = _(
            "The text of version %(old)s is your answer again, as version %(number)s. "
            "The text before it is kept among the versions."
        )
        messages.success(request, text % numbers)
    else:
        text = _("Your answer says what version %(old)s says already.")
        messages.info(request, text % numbers)


def _context(access, question):
    return {
        **project_context(access),
        "question": question,
        "save_id": uuid.uuid4(),
    }
