"""Writing answers: one question per page, or a whole section."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from questionnaire.access import get_question, project_view
from questionnaire.actions.errors import (
    NotInTemplate,
)
from questionnaire.forms.answer import AnswerForm
from questionnaire.permissions import InvalidState, Permission
from questionnaire.plan.effective_answers import read_effective_answers
from questionnaire.plan.templates import read_template
from questionnaire.plan.unsent import read_known_unsent
from questionnaire.queries.answering.left_by_moves import left_by_moves
from questionnaire.queries.answering.worksheet import read_worksheets
from questionnaire.queries.team.roster import read_principal_investigators
from questionnaire.refusals import answer_refusal, typed_texts
from questionnaire.views.answering.answer_forms import (
    examples_of,
    form_of_sheet,
    named_questions,
    prefix_of,
    save_form,
    say_saved,
)
from questionnaire.views.answering.languages import (
    chosen_language,
    language_context,
    say_language,
)
from questionnaire.views.pages import project_context


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.ANSWER_SAVE_OWN)
def question(request, access, slug):
    """Read one question with its guidance, and write my answer to it."""
    if request.method == "POST":
        return _save_question(request, access, slug)
    return _question_page(request, access, slug)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_READ, writing=Permission.ANSWER_SAVE_OWN)
def section(request, access, number):
    """Read and answer a whole section on one page.

    Each answer is saved to the question it names, even if the question has moved
    to another section since.
    """
    named = named_questions(request.POST)
    outline, sheets = read_worksheets(
        access,
        request.user,
        section=None if named else number,
        slugs=named.values(),
        language=chosen_language(request),
        with_drafts=True,
    )
    asked = {sheet.question.slug: sheet for sheet in sheets}
    dropped = [prefix for prefix, slug in named.items() if slug not in asked]
    if not (sheets or dropped):
        raise Http404
    prefixes = [prefix for prefix in named if prefix not in dropped]
    if named:
        sheets = [asked[named[prefix]] for prefix in prefixes]
    else:
        prefixes = [prefix_of(sheet) for sheet in sheets]
    data = request.POST if request.method == "POST" else None
    forms = [
        form_of_sheet(sheet, data, prefix)
        for sheet, prefix in zip(sheets, prefixes, strict=True)
    ]
    newer, status = {}, 200
    if data is not None:
        try:
            saves = [
                save_form(request, access, sheet.question, form)
                for sheet, form in zip(sheets, forms, strict=True)
            ]
        except InvalidState as refusal:
            kept = [part for form in forms for part in form.readable_parts()]
            return answer_refusal(request, refusal, kept=kept)
        say_saved(request, [saved for saved, _newest in saves if saved])
        if all(saved for saved, _newest in saves):
            if dropped:
                kept = typed_texts(request, [f"{prefix}-" for prefix in dropped])
                return answer_refusal(
                    request, NotInTemplate(named[dropped[0]]), kept=kept
                )
            if outline.section(number) is None:
                return redirect("project_overview", access.project.pk)
            return redirect(request.get_full_path())
        newer = {
            sheet.question.pk: newest
            for sheet, (_saved, newest) in zip(sheets, saves, strict=True)
            if newest
        }
        status = 409 if newer else 422
    effective = _effective_answers(access)
    unsent = _unsent_of_colleagues(request, access, sheets)
    left = left_by_moves(access.project, sheets)
    context = {
        **_writing_context(access, outline),
        "section": sheets[0].entry.section,
        "sheets": [
            {
                "sheet": sheet,
                "form": form,
                "newest": newer.get(sheet.question.pk),
                "examples": examples_of(sheet, form.prefix),
                **language_context(request, access, sheet),
                **_shown(sheet, effective),
                "unsent": unsent.get(sheet.question.slug, ()),
                "left_by_moves": left.get(sheet.question.slug),
            }
            for sheet, form in zip(sheets, forms, strict=True)
        ],
        "next_section": outline.section(number + 1),
        "reopened_by": _closed(access),
        "language": chosen_language(request),
        "writes_elsewhere": any(each.is_written_elsewhere for each in sheets),
    }
    return render(
        request, "questionnaire/answering/section.html", context, status=status
    )


def _save_question(request, access, slug):
    found = get_question(access, slug)
    form = AnswerForm(
        request.POST,
        question_label=found.label,
        parts=found.parts.all(),
        language=chosen_language(request),
    )
    try:
        saved, newest = save_form(request, access, found, form)
    except InvalidState as refusal:
        return answer_refusal(request, refusal, kept=form.readable_parts())
    if saved:
        say_saved(request, [saved])
        if saved.version and request.POST.get("then") in ("continue", "return"):
            say_language(request, found, saved.version)
        return redirect(_after_saving(request, access, slug))
    return _question_page(request, access, slug, refused=form, newest=newest)


def _question_page(request, access, slug, refused=None, newest=None):
    """The page to write on; `refused` is a form whose text could not be saved."""
    language = chosen_language(request)
    if refused is not None:
        language = refused["language"].value()
    outline, sheets = read_worksheets(
        access,
        request.user,
        slugs=[slug],
        language=language,
        with_drafts=True,
    )
    if not sheets:
        raise NotInTemplate(slug)
    sheet = sheets[0]
    before, after = outline.neighbours(sheet.entry)
    languages = language_context(request, access, sheet)
    context = {
        **_writing_context(access, outline),
        **languages,
        "sheet": sheet,
        "form": refused or form_of_sheet(sheet, beside=languages["beside"]),
        "examples": examples_of(sheet),
        "before": before,
        "after": after,
        "newest": newest,
        "newest_parts": sheet.readable_parts() if newest else (),
        "never_writes": _never_writes(access),
        "left_by_moves": left_by_moves(access.project, [sheet]).get(slug),
        "reopened_by": _closed(access),
        **_shown(sheet, _effective_answers(access)),
    }
    status = 200
    if refused is not None:
        status = 409 if newest else 422
    return render(
        request, "questionnaire/answering/question.html", context, status=status
    )


def _unsent_of_colleagues(request, access, sheets):
    """{slug: unsent texts of others}, as far as the reader may know of them."""
    if access.is_alone:
        return {}
    questions = [sheet.question for sheet in sheets]
    return {
        entry.slug: entry.not_by(request.user)
        for entry in read_known_unsent(access, request.user, questions)
    }


def _closed(access):
    """Who can reopen a finished plan, for those who would write; else None."""
    if not access.project.is_finished or _never_writes(access):
        return None
    if access.may(Permission.PROJECT_REOPEN):
        return []
    return read_principal_investigators(access.project)


def _never_writes(access):
    """Whether the person only reads plans here, without answers of their own."""
    return not access.may_ever(Permission.ANSWER_SAVE_OWN)


def _effective_answers(access):
    """What the plan says, for people who only read it; None for anybody else."""
    if not _never_writes(access):
        return None
    return read_effective_answers(access.project, get_language())


def _shown(sheet, effective):
    """The text shown where nothing can be written: one’s own, or the plan’s."""
    if effective is None and not sheet.content:
        language = sheet.other_language.value
        parts = sheet.readable_parts(sheet.other_content, language)
        return {"my_parts": parts, "text_language": language}
    if effective is None:
        return {"my_parts": sheet.readable_parts(), "text_language": sheet.language}
    content, language = effective.get(sheet.question.pk, ({}, sheet.language))
    return {
        "my_parts": sheet.readable_parts(content, language),
        "text_language": language,
    }


def _after_saving(request, access, slug):
    """Where a save leads: on to the next question, back to the plan, or here."""
    then = request.POST.get("then")
    if then == "continue":
        slugs = [
            question.slug
            for question in read_template(access.project.template_id).questions
        ]
        following = slugs[slugs.index(slug) + 1 :]
        if following:
            return reverse("question", args=[access.project.pk, following[0]])
    if then in ("continue", "return"):
        return reverse("project_overview", args=[access.project.pk])
    address = reverse("question", args=[access.project.pk, slug])
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


def _writing_context(access, outline):
    return {
        **project_context(access),
        "outline": outline,
        "page_language": get_language(),
    }
