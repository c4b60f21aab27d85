"""Endpoints for the page's scripts: autosaves, versions, stashed text; all JSON.

They never answer with a redirect or a page, so that a script can tell what became
of the text. Stashed text is listed on a page of its own, under the account.
"""

import functools

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from questionnaire.access import form_of, get_question, project_view
from questionnaire.actions.answering.answers import save_version
from questionnaire.actions.answering.drafts import (
    NewerTextExists,
    discard_draft,
    save_draft,
    stash,
    stash_dropped,
    stash_refused,
)
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.errors import NewerVersionExists, NotInTemplate
from questionnaire.content.kinds import conform_to_schema
from questionnaire.content.misplaced import misplaced_pieces
from questionnaire.forms.answer import AnswerForm
from questionnaire.lib.ids import read_uuid
from questionnaire.models import AnswerVersion
from questionnaire.permissions import (
    Forbidden,
    InvalidState,
    MembershipEnded,
    Permission,
    find_project,
    get_project_access,
)
from questionnaire.plan.templates import read_template
from questionnaire.queries.answering.dropped_answers import former_question
from questionnaire.queries.answering.stranded_drafts import reader_words
from questionnaire.refusals import answer_refusal, status_of
from questionnaire.views.answering.languages import chosen_language
from questionnaire.views.drafts.sent_text import (
    Unreadable,
    read_moment,
    read_sent_text,
    refuse_text,
)
from questionnaire.vocabulary import Role


def _keep_refused_text(view):
    """Keep a copy of what a script sends when its author may not save it any more."""

    @functools.wraps(view)
    def kept(request, project_id, slug):
        try:
            return view(request, project_id=project_id, slug=slug)
        except (Forbidden, InvalidState) as refusal:
            return _refused(request, project_id, slug, refusal)

    return kept


@form_of("question")
@_keep_refused_text
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def draft(request, access, slug):
    """Keep my unsaved text. 200, 401, 403, 404, 409, 413, 422 or 503."""
    return _answer(request, access, slug, _save_draft)


@form_of("question")
@_keep_refused_text
@project_view(Permission.ANSWER_SAVE_OWN)
def save(request, access, slug):
    """Save my text as a version, without leaving the page. Answers like `draft`."""
    return _answer(request, access, slug, _save_version)


@form_of("question")
@_keep_refused_text
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def draft_stash(request, access, slug):
    """Stash a copy of text that I do not go on with. Answers like `draft`."""
    return _answer(request, access, slug, _stash)


@form_of("question")
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def draft_leave(request, access, slug):
    """Stash my draft and go back to the newest version."""
    question = get_question(access, slug)
    language = chosen_language(request)
    kept = discard_draft(
        OwnAnswer(
            project_id=access.project.pk,
            question=question,
            language=language,
            author=request.user,
        )
    )
    if kept:
        messages.success(
            request, _("Your draft is kept for 30 days, under “Recovered drafts”.")
        )
    address = redirect("question", access.project.pk, slug)
    address["Location"] += f"?in={language}"
    return address


# --- What the endpoints of scripts have in common ----------------------------


def _answer(request, access, slug, act):
    """Read the text, call `act` to save it, and answer every outcome as JSON."""
    try:
        data, received = read_sent_text(request)
        question = get_question(access, slug)
        form = _form(data, question)
        reply = act(access, question, form, data, request.user)
    except Unreadable as error:
        return error.response
    except NotInTemplate:
        return _dropped(request, access, data, slug)
    except ValidationError as error:
        return refuse_text("invalid", " ".join(error.messages), 422)
    except NewerTextExists as error:
        return _newer(question, error)
    except NewerVersionExists as error:
        newest = error.newest
        at = newest.created_at
        return _newer(
            question, NewerTextExists(newest.content, newest.number, 0, at, at)
        )
    reply["misplaced"] = _misplaced(access.project, form)
    return JsonResponse({**reply, "received": received})


def _misplaced(project, form):
    """How many passages of the text seem to be in the other language."""
    sources = None
    if source_id := form.cleaned_data["translates"]:
        source = AnswerVersion.objects.filter(pk=source_id, answer__project=project)
        sources = source.values_list("content", flat=True).first()
    found = misplaced_pieces(
        form.content(), form.parts, form.cleaned_data["language"], sources=sources
    )
    return sum(map(len, found.values()))


def _dropped(request, access, data, slug):
    """409: the template no longer asks the question; a copy of the text is kept."""
    kept = None
    # The project may have moved to another template just now.
    access.project.refresh_from_db(fields=["template"])
    if question := former_question(access.project, request.user, slug):
        try:
            form = _form(data, question)
            own = form.own_answer(access.project, question, request.user)
            kept = stash_dropped(own, form.content())
        except ValidationError as error:
            return refuse_text("invalid", " ".join(error.messages), 422)
    message = kept and _(
        "The template that this plan follows now no longer asks this question. "
        "Your text is kept for 30 days, under “Recovered drafts”."
    )
    return answer_refusal(request, NotInTemplate(slug), message=message)


def _refused(request, project_id, slug, refusal):
    """403 or 409: says why, and whether a copy of the text is kept for its author."""
    try:
        data, _received = read_sent_text(request)
        is_kept = _keep_copy(data, project_id, slug, request.user)
    except Unreadable:
        raise refusal from None
    except ValidationError as error:
        return refuse_text("invalid", " ".join(error.messages), 422)
    words = [str(refusal.message)]
    if not isinstance(refusal, (MembershipEnded, InvalidState)):
        role = get_project_access(request.user, project_id).role
        words = [reader_words(role)] if role in Role.values else words
    if is_kept:
        words.append(_("Your text is kept for 30 days, under “Recovered drafts”."))
    reply = {"error": refusal.code, "message": " ".join(words), "kept": is_kept}
    return JsonResponse(reply, status=status_of(refusal))


def _keep_copy(data, project_id, slug, user):
    """Keep a copy of the text of a member, or a former one; whether there is one."""
    project = find_project(project_id)
    question = read_template(project.template_id).by_slug.get(slug)
    question = question or former_question(project, user, slug)
    if question is None:
        return False
    form = _form(data, question)
    own = form.own_answer(project, question, user)
    try:
        return stash_refused(own, form.content()) is not None
    except Forbidden:
        return False  # They were never a member, if they may see the project.


def _save_draft(access, question, form, data, user):
    saved = save_draft(
        form.own_answer(access.project, question, user),
        form.draft_save(follows=read_uuid(data.get("follows"))),
    )
    if saved is None:
        return {"revision": 0, "base": 0, "digest": None, "saved_at": None}
    return {
        "revision": saved.revision,
        "base": saved.base,
        "digest": saved.content_digest,
        "saved_at": saved.saved_at,
        "is_version": saved.is_version,
    }


def _save_version(access, question, form, data, user):
    save = form.version_save(follows=read_uuid(data.get("follows")))
    saved = save_version(form.own_answer(access.project, question, user), save)
    version = saved.version
    if version is None:
        return {
            "revision": 0,
            "base": 0,
            "digest": None,
            "saved_at": None,
            "has_note": saved.has_note(save.note),
        }
    return {
        "revision": 0,
        "base": version.number,
        "digest": version.content_digest,
        "saved_at": version.created_at,
        "is_new": saved.is_new,
        "has_note": saved.has_note(save.note),
    }


def _stash(access, question, form, data, user):
    kept = stash(
        form.own_answer(access.project, question, user),
        form.content(),
        typed_at=read_moment(data.get("typed_at")),
    )
    return {"kept_until": kept.kept_until if kept else None}


def _form(data, question):
    protocol = (
        *("save_id", "base", "revision", "language", "translates", "template"),
        "note",
    )
    sent = {name: data[name] for name in protocol if name in data}
    form = AnswerForm(
        {**data["fields"], **sent},
        question_label=question.label,
        parts=question.parts.all(),
        language=str(data.get("language")),
    )
    if not form.is_valid():
        raise ValidationError(
            [error for errors in form.errors.values() for error in errors]
        )
    return form


def _newer(question, found):
    """409: the server has a newer text, which the page compares with its own."""
    return JsonResponse(
        {
            "error": "newer_text",
            "content": conform_to_schema(found.content, question.parts.all()),
            "base": found.base,
            "revision": found.revision,
            "saved_at": found.saved_at,
            "versioned_at": found.versioned_at,
        },
        status=409,
    )
