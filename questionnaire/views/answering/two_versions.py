"""Two windows have different texts of one answer: compare, choose or combine."""

from django.contrib import messages
from django.http import QueryDict
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
from questionnaire.lib.addresses import without_language
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion
from questionnaire.permissions import Permission
from questionnaire.queries.answering.worksheet import read_worksheets
from questionnaire.queries.drafts.form_drafts import drafts_of_page
from questionnaire.refusals import answer_refusal
from questionnaire.views.answering.rows_of_two import PartRows, rows_of_part
from questionnaire.views.pages import project_context

# The names of the hidden fields of an answer's form.
PROTOCOL = ("save_id", "base", "language", "template")


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.ANSWER_SAVE_OWN)
def two_versions(request, access, slug):
    """Compare the saved text with the one a window sent, and merge them."""
    data = request.POST if request.method == "POST" else _kept(request)
    if data is None:
        # After signing in again: the text is still on the page that it came from.
        return redirect("question", access.project.pk, slug)
    access.require(Permission.ANSWER_SAVE_OWN)
    outline, sheets = read_worksheets(
        access, request.user, slugs=[slug], language=data.get("language")
    )
    if not sheets:
        raise NotInTemplate(slug)
    sheet = sheets[0]
    mine = AnswerForm(
        data,
        question_label=sheet.entry.label,
        parts=sheet.parts,
        language=sheet.language,
        prefix=data.get("prefix") or None,
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
        typed_for=mine.cleaned_data["template"],
    )
    saved = server_text(own)
    decision, result = request.POST.get("decision"), None
    if decision == "result":
        result = _result_form(sheet, request.POST)
    if decision in ("result", "saved", "mine"):
        merged = _merge(request, own, mine, saved, decision, result)
        if merged:
            return merged
    return _page(request, access, outline, sheet, mine, saved, data, result)


def _kept(request):
    """What was typed on this page and not sent, the newest; None without any."""
    drafts = drafts_of_page(request.user, without_language(request.path)).values()
    newest = max(drafts, key=lambda draft: draft.saved_at, default=None)
    if newest is None:
        return None
    data = QueryDict(mutable=True)
    data.update(newest.fields)
    return data


def _merge(request, own, mine, saved, decision, result):
    """Save the result; None when it is refused or the saved text has changed."""
    content = mine.content()
    if result:
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
    response = redirect("question", own.project_id, own.question.slug)
    response["Location"] += f"?in={own.language}"
    return response


def _page(request, access, outline, sheet, mine, saved, data, refused):
    """The page; `refused` is a result that could not be saved, as it was typed."""
    parts = _compare(access.project, sheet, mine, saved, data, request.user)
    rows = [row for part in parts for row in part.rows if not row.is_same]
    content = {part.part.key: part.result for part in parts}
    carried = _carried(mine)
    seen = [*(name for name, _value in carried), "started_from", "compared"]
    context = {
        **project_context(access),
        "outline": outline,
        "sheet": sheet,
        "entry": sheet.entry,
        "saved": saved,
        "parts": parts,
        "carried": carried,
        "started_from": data.get("started_from", ""),
        "result": refused or _result_form(sheet, None, content),
        # What the draft of this page has to bring it back: see _kept.
        "draft_name": f"{sheet.language}-{digest(mine.content())[:12]}",
        "seen": " ".join(seen),
        "differs": bool(rows),
        "was_combined": bool(rows) and all(row.is_decided for row in rows),
    }
    return render(
        request,
        "questionnaire/answering/two_versions.html",
        context,
        status=422 if refused and refused.errors else 200,
    )


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
    protocol = [
        (name, value)
        for name in PROTOCOL
        if (value := form.cleaned_data[name]) is not None
    ]
    return protocol + [
        KINDS[part.kind].to_form_data(name, form.cleaned_data[name])
        for part, name in ((part, field_name(part.key)) for part in form.parts)
    ]
