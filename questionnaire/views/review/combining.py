"""Making the agreed answer from passages of several answers."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import get_question, project_view
from questionnaire.actions.drafts.form_drafts import (
    discard_form_draft,
    stash_form_text,
)
from questionnaire.actions.errors import NewerVersionExists, SaveIdReused
from questionnaire.actions.review.choices import DecidedMeanwhile
from questionnaire.actions.review.decisions import Combination
from questionnaire.actions.review.decisions import combine as agree_on
from questionnaire.forms.answer import AnswerForm
from questionnaire.forms.drafts import SIGNED, read_place
from questionnaire.lib.canonical import digest
from questionnaire.lib.ids import read_id
from questionnaire.permissions import InvalidState, Permission
from questionnaire.plan.unsent import read_known_unsent
from questionnaire.queries.answering.left_by_moves import LeftOfTexts
from questionnaire.queries.review.combining import is_left_out, read_combination
from questionnaire.refusals import answer_refusal
from questionnaire.views.answering.languages import say_language
from questionnaire.views.pages import leave_review, project_context
from questionnaire.views.review.following import (
    following_address,
    kept_order,
    review_order,
)
from questionnaire.views.review.telling import say_withdrawn
from questionnaire.vocabulary import Language


@require_http_methods(["GET", "POST"])
@project_view(Permission.REVIEW_DECIDE)
def combine(request, access, slug):
    """Take passages from any number of answers, edit the result, agree on it."""
    question = get_question(access, slug)
    if not access.needs_review:
        return leave_review(request, access)
    asked = request.POST if request.method == "POST" else request.GET
    more = [pk for text in asked.getlist("version") if (pk := read_id(text))]
    combination = next(
        (
            found
            for language in _languages(asked)
            if (
                found := read_combination(
                    access.project, question, language, request.user, more
                )
            ).versions
        ),
        None,
    )
    if combination is None:
        messages.info(request, _("Nobody has answered in this language yet."))
        return redirect("review_question", access.project.pk, slug)
    if request.method == "POST" and request.POST.get("do") == "save":
        return _save(request, access, question, combination)
    names = _ticked(request, combination)
    if request.method == "POST":
        _keep_edited_result(request, question, combination)
    form = _form(question, combination, content=combination.content(names))
    return _show(request, access, question, combination, names, form)


def _languages(asked):
    """The language that is named; else that of the page, then the other one."""
    named = asked.get("in") or asked.get("result-language")
    if named in Language.values:
        return [named]
    return [get_language(), Language(get_language()).other.value]


def _ticked(request, combination):
    """The names of the wordings that the result is put together from."""
    taken = set(request.POST.getlist("take"))
    # The page of the question also has ticks in the other language, perhaps only there.
    if "built" in request.POST or taken & combination.names:
        return taken
    start = read_id(request.GET.get("start", ""))
    begun = combination.names_of(start) if start else set()
    return begun or combination.starting_names()


def _keep_edited_result(request, question, combination):
    """What was edited does not go when the result is put together anew."""
    place = read_place(request.POST.get(SIGNED), request.user)
    form = _form(question, combination, data=request.POST)
    built = request.POST.get("built")
    is_as_built = form.is_valid() and _built(form.content()) == built
    if place is None or is_as_built:
        return
    typed = form.typed_values()
    kept = discard_form_draft(place)
    if kept is None or not typed.items() <= kept.fields.items():
        stash_form_text(place, typed)
    text = _(
        "The result is put together anew. What you had edited is kept for 30 days, "
        "under “Recovered drafts”."
    )
    messages.info(request, text)


def _built(content):
    """What tells a result as the page built it from one that was edited."""
    return digest({key: value for key, value in content.items() if value})


def _save(request, access, question, combination):
    names = set(request.POST.getlist("take"))
    form = _form(question, combination, data=request.POST)
    if form.is_valid() and not any(form.content().values()):
        form.add_error(None, _("The result is empty: take a passage or write."))
    if not form.is_valid():
        return _show(request, access, question, combination, names, form, status=422)
    try:
        own = form.own_answer(access.project, question, request.user)
        decisions = agree_on(
            replace(own, language=combination.language),
            Combination(
                content=form.content(),
                source_ids=[
                    each.pk for each in combination.sources_of(form.content(), names)
                ],
                base=read_id(request.POST.get("decision", "")),
                answer_base=form.cleaned_data["base"],
                batch=form.cleaned_data["save_id"],
                note=form.cleaned_data["note"],
                seen_up_to=_seen(request, combination),
            ),
        )
    except ValidationError as error:
        form.add_content_errors(error)
        return _show(request, access, question, combination, names, form, status=422)
    except InvalidState as refusal:
        return answer_refusal(request, refusal, kept=form.readable_parts())
    except (DecidedMeanwhile, NewerVersionExists, SaveIdReused) as error:
        return _start_again(request, access, question, combination, names, form, error)
    messages.success(
        request, _("Your combined text is agreed; its authors are credited.")
    )
    say_withdrawn(request, decisions)
    for decision in decisions:
        version = decision.version
        if version and version.answer.author_id == request.user.pk:
            say_language(request, question, version)
    _say_not_taken(request, access, question, combination.language)
    done = form.cleaned_data["save_id"]
    return redirect(following_address(request, access, question.slug, done))


def _say_not_taken(request, access, question, language):
    """Tell of one’s own text in the other language that is not agreed on with it."""
    other = Language(language).other
    if not is_left_out(access.project, question, request.user, other):
        return
    text = (
        _(
            "Your French text is not agreed on with it, as it may say something else. "
            "You can take it on the page that reviews this question."
        )
        if other is Language.FR
        else _(
            "Your English text is not agreed on with it, as it may say something else. "
            "You can take it on the page that reviews this question."
        )
    )
    messages.info(request, text)


def _seen(request, combination):
    """The newest version that the page showed: its form says so when it comes back."""
    if request.POST.get("do") != "save":
        return combination.newest_version_id
    return read_id(request.POST.get("seen", ""))


def _start_again(request, access, question, combination, names, form, error):
    """409: the form keeps its text, and is rebased on what happened meanwhile."""
    if isinstance(error, DecidedMeanwhile):
        newest = error.newest
        text = _(
            "%(name)s has decided on this question meanwhile. "
            "Your text is below: save it again to put it in the place of that decision."
        ) % {"name": newest.decided_by}
    elif isinstance(error, SaveIdReused):
        text = _(
            "This page was saved already, with another text. "
            "Your text is below: save it again to agree on it instead."
        )
    else:
        text = _(
            "Your own answer has a newer version, from another window. "
            "Your text is below: save it again to make it the newest."
        )
    mine = combination.mine
    form.start_again_from(mine.number if mine else 0)
    form.add_error(None, text)
    return _show(request, access, question, combination, names, form, status=409)


def _form(question, combination, data=None, content=None):
    """The editable result: the next version of the reviewer’s own answer."""
    mine = combination.mine
    return AnswerForm(
        data,
        question_label=question.label,
        label=_("Combined answer to %(label)s"),
        parts=question.parts.all(),
        language=combination.language,
        base=mine.number if mine else 0,
        content=content,
        prefix="result",
    )


def _show(request, access, question, combination, names, form, status=200):
    context = {
        **project_context(access),
        "question": question,
        "combination": combination,
        "names": names,
        "form": form,
        "built": _built(combination.content(names)),
        "seen": _seen(request, combination) or "",
        "sources": combination.sources_of(form.valid_content(), names)
        if form.is_bound
        else combination.sources(names),
        "languages": Language,
        "order": review_order(request),
        "kept": kept_order(review_order(request)),
        "left_of_texts": LeftOfTexts(access.project).of_each(
            question, combination.versions
        ),
        "unsent": read_known_unsent(access, request.user, [question]),
    }
    return render(request, "questionnaire/review/combine.html", context, status=status)
