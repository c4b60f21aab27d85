"""An institution's own guidance on the questions: its list, texts and history."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.access import institution_view
from questionnaire.actions.library.guidance import (
    GuidanceText,
    NewerGuidanceExists,
    write_guidance,
)
from questionnaire.forms.guidance import CompareGuidanceForm, GuidanceForm
from questionnaire.permissions import InstitutionPermission
from questionnaire.queries.library.guidance import (
    compare_guidance,
    find_guided_question,
    guidance_history,
    read_guided_templates,
)


@require_safe
@institution_view(InstitutionPermission.EDIT_GUIDANCE)
def guidance(request, access):
    """All questions, and which of them have guidance of the institution."""
    context = {"access": access, "templates": read_guided_templates(access.institution)}
    return render(request, "questionnaire/library/guidance.html", context)


@require_http_methods(["GET", "POST"])
@institution_view(InstitutionPermission.EDIT_GUIDANCE)
def guidance_question(request, access, template, question):
    """Write the guidance on one question, in both languages, with a preview."""
    found = _question_or_404(template, question)
    newest = guidance_history(access.institution, template, question).first()
    if request.method == "POST":
        return _save(request, access, found, newest)
    form = GuidanceForm(
        initial={
            "body_fr": newest.body_fr if newest else "",
            "body_en": newest.body_en if newest else "",
            "base": newest.number if newest else 0,
        }
    )
    return _page(request, access, found, form, newest)


@require_safe
@institution_view(InstitutionPermission.EDIT_GUIDANCE)
def guidance_history_page(request, access, template, question):
    """The history of the guidance on a question: who wrote it, and when."""
    found = _question_or_404(template, question)
    texts = list(guidance_history(access.institution, template, question))
    context = {**_context(access, found), "texts": texts}
    return render(request, "questionnaire/library/guidance_history.html", context)


@require_safe
@institution_view(InstitutionPermission.EDIT_GUIDANCE)
def guidance_compare(request, access, template, question):
    """The differences between two texts, word by word."""
    found = _question_or_404(template, question)
    form = CompareGuidanceForm(request.GET)
    if not form.is_valid():
        raise Http404
    old_number, new_number = form.cleaned_data["from"], form.cleaned_data["to"]
    texts = {
        text.number: text
        for text in guidance_history(access.institution, template, question).filter(
            number__in=[old_number, new_number]
        )
    }
    old, new = texts.get(old_number), texts.get(new_number)
    if new is None or (old is None and old_number):
        raise Http404
    context = {
        **_context(access, found),
        "old": old,
        "new": new,
        "comparisons": compare_guidance(old, new),
    }
    return render(request, "questionnaire/library/guidance_compare.html", context)


def _save(request, access, question, newest):
    form = GuidanceForm(request.POST)
    if not form.is_valid():
        return _page(request, access, question, form, newest, status=422)
    if request.POST.get("then") == "preview":
        return _page(request, access, question, form, newest, with_preview=True)
    template_slug = question.section.template.slug
    try:
        saved = write_guidance(
            institution_id=access.institution.pk,
            by=request.user,
            text=GuidanceText(template_slug, question.slug, **form.cleaned_data),
        )
    except NewerGuidanceExists as error:
        # The form keeps what was typed; saving it again now is a deliberate choice.
        form.show_clash(error)
        form.start_again_from(error.newest.number)
        return _page(
            request, access, question, form, error.newest, status=409, is_newer=True
        )
    _say_saved(request, saved)
    return redirect("guidance", access.institution.pk)


def _say_saved(request, saved):
    if not saved.is_new:
        messages.info(request, _("Nothing had changed."))
    elif saved.guidance.body_fr:
        messages.success(request, _("The text is saved; teams see it now."))
    else:
        messages.success(
            request, _("The text is taken back; its history keeps what it said.")
        )


def _page(
    request,
    access,
    question,
    form,
    newest,
    *,
    status=200,
    with_preview=False,
    is_newer=False,
):
    context = {
        **_context(access, question),
        "form": form,
        "newest": newest,
        "is_newer": is_newer,
        "preview": form.cleaned_data if with_preview else None,
    }
    return render(
        request, "questionnaire/library/guidance_question.html", context, status=status
    )


def _context(access, question):
    return {
        "access": access,
        "question": question,
        "template": question.section.template,
    }


def _question_or_404(template, question):
    found = find_guided_question(template, question)
    if found is None:
        raise Http404
    return found
