"""Two windows have different texts of one answer: compare, choose or combine."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import project_view
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.two_versions import (
    SavedTextMoved,
    ServerText,
    merge_versions,
    server_text,
)
from questionnaire.actions.errors import NotInTemplate
from questionnaire.content.kinds import KINDS
from questionnaire.errors import Invalid
from questionnaire.forms.answer import AnswerForm, field_name
from questionnaire.models import AnswerVersion
from questionnaire.permissions import Permission
from questionnaire.queries.answering.worksheet import read_worksheets
from questionnaire.refusals import answer_refusal
from questionnaire.views.answering.rows_of_two import PartRows, rows_of_part
from questionnaire.views.pages import project_context

# The names of the hidden fields of an answer's form.
PROTOCOL = ("save_id", "base", "language")


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.ANSWER_SAVE_OWN)
def two_versions(request, access, slug):
    """Compare the saved text with the one a window sent, and merge them."""
    if request.method == "GET":
        # After signing in again: the text is still on the page that it came from.
        return redirect("question", access.project.pk, slug)
    access.require(Permission.ANSWER_SAVE_OWN)
    outline, sheets = read_worksheets(
        access, request.user, slugs=[slug], language=request.POST.get("language")
    )
    if not sheets:
        raise NotInTemplate(slug)
    sheet = sheets[0]
    mine = AnswerForm(
        request.POST,
        question_label=sheet.entry.label,
        parts=sheet.parts,
        language=sheet.language,
        prefix=request.POST.get("prefix") or None,
    )
    if not mine.is_valid():
        said = " ".join(error for found in mine.errors.values() for error in found)
        return answer_refusal(
            request, Invalid(said), message=said, kept=mine.readable_parts()
        )
    own = OwnAnswer(
        project_id=access.project.pk,
        question=sheet.question,
        parts=sheet.parts,
        language=sheet.language,
        author=request.user,
    )
    saved = server_text(own)
    decision = request.POST.get("decision")
    if decision in ("result", "saved", "mine"):
        merged = _merge(request, own, sheet, mine, saved, decision)
        if merged:
            return merged
    return _page(request, access, outline, sheet, mine, saved)


def _merge(request, own, sheet, mine, saved, decision):
    """Save the result; None when it is refused or the saved text has changed."""
    content = mine.content()
    if decision == "result":
        result = _result_form(sheet, request.POST)
        if not result.is_valid():
            return None
        content = result.content()
    elif decision == "saved":
        content = saved.content
    try:
        done = merge_versions(
            own,
            mine=mine.content(),
            result=content,
            compared=request.POST.get("compared"),
        )
    except SavedTextMoved as refusal:
        messages.warning(request, refusal.message)
        return None
    if done.version:
        messages.success(
            request,
            _("Saved as version %(number)s; both texts are among the versions.")
            % {"number": done.version.number},
        )
    response = redirect("question", own.project_id, sheet.entry.slug)
    response["Location"] += f"?in={sheet.language}"
    return response


def _page(request, access, outline, sheet, mine, saved):
    parts = _compare(access.project, sheet, mine, saved, request.POST, request.user)
    rows = [row for part in parts for row in part.rows if not row.is_same]
    result = _result_form(sheet, None, {part.part.key: part.result for part in parts})
    context = {
        **project_context(access),
        "outline": outline,
        "sheet": sheet,
        "entry": sheet.entry,
        "saved": saved,
        "parts": parts,
        "carried": _carried(mine),
        "started_from": request.POST.get("started_from", ""),
        "result": result,
        "differs": bool(rows),
        "was_combined": bool(rows) and all(row.is_decided for row in rows),
    }
    return render(request, "questionnaire/answering/two_versions.html", context)


def _compare(project, sheet, mine, saved: ServerText, data, author):
    start = _start(project, sheet, mine, author)
    content = mine.content()
    return [
        PartRows(
            part,
            tuple(
                rows_of_part(part, saved.content, content, start, sheet.language, data)
            ),
            saved.content.get(part.key),
            content.get(part.key),
        )
        for part in sheet.parts
    ]


def _start(project, sheet, mine, author):
    """The content both windows started from; None when its version is unknown."""
    number = mine.data.get("started_from") or str(mine.cleaned_data["base"])
    if number == "0":
        return {}
    if not number.isdecimal():
        return None
    version = AnswerVersion.objects.filter(
        answer__project=project,
        answer__question=sheet.question,
        answer__author=author,
        answer__language=sheet.language,
        number=int(number[:9]),
    )
    return version.values_list("content", flat=True).first()


def _result_form(sheet, data, content=None):
    """The editable result: the question's parts, under separate field names."""
    return AnswerForm(
        data,
        question_label=sheet.entry.label,
        parts=sheet.parts,
        language=sheet.language,
        content=content,
        prefix="result",
    )


def _carried(form):
    """Hidden (name, value) pairs that resend the window's text."""
    protocol = [(name, form.cleaned_data[name]) for name in PROTOCOL]
    return protocol + [
        KINDS[part.kind].to_form_data(name, form.cleaned_data[name])
        for part, name in ((part, field_name(part.key)) for part in form.parts)
    ]
