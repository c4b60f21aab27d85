"""Reviewing one question: comparing, agreeing; its decisions."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.errors import NotInTemplate, SaveIdReused
from questionnaire.actions.review.choices import DecidedMeanwhile
from questionnaire.actions.review.decisions import decide
from questionnaire.content.kinds import compare_contents
from questionnaire.forms.decision import DecisionForm, chosen_ids, translation_id
from questionnaire.lib.ids import read_id
from questionnaire.models import AnswerVersion
from questionnaire.permissions import Permission
from questionnaire.queries.answering.left_by_moves import LeftOfTexts
from questionnaire.queries.review.decision_history import read_decisions
from questionnaire.queries.review.question import read_question_review
from questionnaire.views.pages import leave_review, project_context, step_to_undo
from questionnaire.views.review.following import (
    following_address,
    kept_order,
    review_order,
)
from questionnaire.views.review.layouts import layout_context
from questionnaire.views.review.telling import say_withdrawn
from questionnaire.vocabulary import Language

VIEWS = ("side", "inline", "list")


@require_safe
@project_view(Permission.REVIEW_DECIDE)
def review_question(request, access, slug):
    """The agreed answer beside a member's, and the reviewer’s choices."""
    if not access.needs_review:
        return leave_review(request, access)
    return _review_page(request, access, slug)


@form_of("review_question")
@project_view(Permission.REVIEW_DECIDE)
def review_decide(request, access, slug):
    """Agree on an answer, or withdraw a decision, with immediate effect."""
    if not access.needs_review:
        return leave_review(request, access)
    question = get_question(access, slug)
    form = DecisionForm(request.POST, versions=_choosable(request, access, question))
    if not form.is_valid():
        return _review_page(request, access, slug, refused=form)
    step = {
        "project_id": access.project.pk,
        "by": request.user,
        "choices": form.choices(question),
        "note": form.cleaned_data["note"],
    }
    batch = form.cleaned_data["batch"]
    try:
        try:
            decisions = decide(**step, batch=batch)
        except SaveIdReused:
            # The user left the page and came back: its choice now is a new step.
            batch = uuid.uuid4()
            decisions = decide(**step, batch=batch)
    except DecidedMeanwhile as error:
        return _conflict(request, access, question, form, error.newest)
    _say_decided(request, question.label, decisions)
    done = batch if decisions else None
    return redirect(following_address(request, access, slug, done))


@require_safe
@project_view(Permission.REVIEW_READ_DECISIONS)
def decisions(request, access, slug):
    """Who decided what on this question, and when."""
    question = get_question(access, slug)
    past = read_decisions(access.project, question)
    if not (access.needs_review or past):
        return leave_review(request, access)
    newest = {}
    for each in past:
        newest.setdefault(each.decision.language, each.decision.pk)
    context = {
        **project_context(access),
        "question": question,
        "decisions": past,
        "base": newest,
        "seen": max((each.decision.version_id or 0 for each in past), default=0),
        "batch": uuid.uuid4(),
    }
    return render(request, "questionnaire/review/decisions.html", context)


def _review_page(request, access, slug, refused=None):
    asked = request.GET if refused is None else request.POST
    review = read_question_review(
        access,
        request.user,
        slug,
        old_id=read_id(asked.get("from", "")),
        new_id=read_id(asked.get("to", "")),
        order=review_order(request),
    )
    if review is None:
        raise NotInTemplate(slug)
    view = asked.get("view")
    view = view if view in VIEWS else VIEWS[0]
    before, after = review.neighbours
    options = review.options
    context = {
        **project_context(access),
        **layout_context(asked, access, review),
        "question": review.question,
        "review": review,
        "options": options,
        "selected": _selected(options, review, refused),
        "order": review.order,
        "kept": kept_order(review.order),
        "comparison": review.comparison,
        "before": before,
        "after": after,
        "view": view,
        "views": VIEWS,
        "batch": uuid.uuid4(),
        "form": refused,
        "note": refused["note"].value() or "" if refused is not None else "",
        "done": step_to_undo(request),
        "left_of_texts": LeftOfTexts(access.project).of_each(
            review.question, _texts_shown(review)
        ),
    }
    status = 422 if refused is not None else 200
    return render(request, "questionnaire/review/question.html", context, status=status)


def _texts_shown(review):
    """Every text of which this page can show a part, in whatever layout."""
    both = review.comparison.both if review.comparison else ()
    agreed = (decision.version for decision in review.agreed)
    return (*both, *agreed, *(each.version for each in review.proposals))


def _conflict(request, access, question, form, theirs):
    """409: another reviewer decided meanwhile; shows both, changes nothing."""
    bases = {each: form.cleaned_data[f"base_{each}"] for each in Language.values}
    chosen = [
        each.version_id
        for each in form.choices(question)
        if each.language == theirs.language
    ]
    parts = list(question.parts.all())
    mine = AnswerVersion.objects.filter(pk__in=chosen).first()
    context = {
        **project_context(access),
        "question": question,
        "theirs": theirs,
        "mine": mine,
        "posted": form.posted,
        "order": review_order(request),
        "note": form.cleaned_data["note"],
        "seen": form.cleaned_data["seen"],
        "batch": uuid.uuid4(),
        "comparisons": compare_contents(
            theirs.version.content if theirs.version else {},
            mine.content if mine else {},
            parts,
            theirs.language,
        ),
        "base": bases | {theirs.language: theirs.pk},
    }
    return render(request, "questionnaire/review/conflict.html", context, status=409)


def _say_decided(request, label, decisions):
    if not decisions:
        messages.info(request, _("There was no decision to withdraw."))
        return
    withdrawn = all(decision.version_id is None for decision in decisions)
    text = (
        _("The decision on %(label)s is withdrawn.")
        if withdrawn
        else _("The answer to %(label)s is agreed.")
    )
    messages.success(request, text % {"label": label})
    if not withdrawn:
        say_withdrawn(request, decisions)


def _choosable(request, access, question):
    """{version id: its answer} of the versions that the form names."""
    named = [*chosen_ids(request.POST), translation_id(request.POST) or 0]
    versions = AnswerVersion.objects.filter(
        answer__project=access.project, answer__question=question, pk__in=named
    ).select_related("answer")
    return {version.pk: version.answer for version in versions.without_content()}


def _selected(options, review, refused):
    """The key of the answer that is checked when the page opens.

    What was chosen, on a form that comes back; what stands; else the answer shown.
    """
    if refused is not None and refused.data.get("versions"):
        return refused.data["versions"]
    standing = [option for option in options if option.stands]
    shown = [option for option in options if review.shown in option.versions]
    return next((option.key for option in (*standing, *shown)), None)
