"""Endpoints for the page's scripts: autosaves, versions, stashed text; all JSON.

They never answer with a redirect or a page, so that a script can tell what became
of the text. Stashed text is listed on a page of its own, under the account.
"""

import datetime
import hashlib
import json
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import JsonResponse, RawPostDataException
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionnaire.access import get_question, project_view
from questionnaire.actions.answering.answers import save_version
from questionnaire.actions.answering.drafts import (
    NewerTextExists,
    discard_draft,
    save_draft,
    stash,
    stash_dropped,
)
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.recovered import recovered_drafts
from questionnaire.actions.answering.two_versions import restore_recovered
from questionnaire.actions.errors import NewerVersionExists, NotInTemplate
from questionnaire.content.kinds import conform_to_schema, readable_parts
from questionnaire.forms.answer import AnswerForm
from questionnaire.permissions import Permission
from questionnaire.queries.answering.dropped_answers import former_question
from questionnaire.queries.answering.history import read_former_parts
from questionnaire.refusals import answer_refusal
from questionnaire.views.pages import say_left_out

# The year 2100, in milliseconds.
_NO_CLOCK_SAYS = 4_102_444_800_000


class Unreadable(Exception):
    """The request is not what the page sends; `response` says so."""

    def __init__(self, response):
        super().__init__(response.status_code)
        self.response = response


@require_POST
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def draft(request, access, slug):
    """Keep my unsaved text. 200, 401, 403, 404, 409, 413, 422 or 503."""
    return _answer(request, access, slug, _save_draft)


@require_POST
@project_view(Permission.ANSWER_SAVE_OWN)
def save(request, access, slug):
    """Save my text as a version, without leaving the page. Answers like `draft`."""
    return _answer(request, access, slug, _save_version)


@require_POST
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def draft_stash(request, access, slug):
    """Stash a copy of text that I do not go on with. Answers like `draft`."""
    return _answer(request, access, slug, _stash)


@require_POST
@project_view(Permission.ANSWER_AUTOSAVE_OWN)
def draft_leave(request, access, slug):
    """Stash my draft and go back to the newest version."""
    question = get_question(access, slug)
    language = _language(request, access)
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


@login_required
@require_safe
def recovered(request):
    """My stashed text, for as long as it is kept."""
    rows = []
    for kept in recovered_drafts(request.user).prefetch_related(
        "answer__question__parts"
    ):
        answer = kept.answer
        parts = answer.question.parts.all()
        rows.append(
            {
                "kept": kept,
                "parts": readable_parts(kept.content, parts, answer.language),
                "former_parts": read_former_parts(
                    answer.question, parts, kept.content, answer.language
                ),
                "language": answer.language,
                "is_asked": answer.question.section.template_id
                == answer.project.template_id,
            }
        )
    return render(request, "account/recovered.html", {"rows": rows})


@require_POST
@project_view(Permission.ANSWER_SAVE_OWN)
def recovered_restore(request, access, recovered_id):
    """Make stashed text the newest version of its answer."""
    try:
        saved, question = restore_recovered(
            project_id=access.project.pk, recovered_id=recovered_id, by=request.user
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("recovered")
    messages.success(
        request,
        _("Your text is back, as version %(number)s.")
        % {"number": saved.version.number},
    )
    say_left_out(request, saved)
    address = redirect("question", access.project.pk, question.slug)
    address["Location"] += f"?in={saved.version.answer.language}"
    return address


# --- What the three endpoints of scripts have in common ----------------------------


def _answer(request, access, slug, act):
    """Read the text, call `act` to save it, and answer every outcome as JSON."""
    try:
        data, received = _read(request)
        question = get_question(access, slug)
        reply = act(access, question, _form(data, question), data, request.user)
    except Unreadable as error:
        return error.response
    except NotInTemplate:
        return _dropped(request, access, data, slug)
    except ValidationError as error:
        return _refusal("invalid", " ".join(error.messages), 422)
    except NewerTextExists as error:
        content = conform_to_schema(error.content, question.parts.all())
        return _newer(content, error.base, error.revision, error.saved_at)
    except NewerVersionExists as error:
        newest = error.newest
        content = conform_to_schema(newest.content, question.parts.all())
        return _newer(content, newest.number, 0, newest.created_at)
    return JsonResponse({**reply, "received": received})


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
            return _refusal("invalid", " ".join(error.messages), 422)
    message = kept and _(
        "The template that this plan follows now no longer asks this question. "
        "Your text is kept for 30 days, under “Recovered drafts”."
    )
    return answer_refusal(request, NotInTemplate(slug), message=message)


def _save_draft(access, question, form, data, user):
    saved = save_draft(
        form.own_answer(access.project, question, user),
        form.draft_save(follows=_uuid(data.get("follows"))),
    )
    if saved is None:
        return {"revision": 0, "base": 0, "digest": None, "saved_at": None}
    return {
        "revision": saved.revision,
        "base": saved.base,
        "digest": saved.content_digest,
        "saved_at": saved.saved_at,
    }


def _save_version(access, question, form, data, user):
    saved = save_version(
        form.own_answer(access.project, question, user), form.version_save()
    )
    version = saved.version
    if version is None:
        return {"revision": 0, "base": 0, "digest": None, "saved_at": None}
    return {
        "revision": 0,
        "base": version.number,
        "digest": version.content_digest,
        "saved_at": version.created_at,
        "is_new": saved.is_new,
    }


def _stash(access, question, form, data, user):
    kept = stash(
        form.own_answer(access.project, question, user),
        form.content(),
        typed_at=_moment(data.get("typed_at")),
    )
    return {"kept_until": kept.kept_until if kept else None}


def _read(request):
    """(the data sent, the SHA-256 of its bytes, which the page compares)."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise Unreadable(
            _refusal("too_long", _("The text is too long to be sent."), 413)
        ) from None
    except RawPostDataException:
        body = b""  # It was read as a form, which no page sends here.
    try:
        data = json.loads(body)
    except UnicodeDecodeError:
        raise Unreadable(
            _refusal("unreadable", _("Some of the text arrived broken."), 422)
        ) from None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not _all_text(data.get("fields")):
        raise Unreadable(
            _refusal("unreadable", _("This text could not be read."), 422)
        ) from None
    # Somebody else has signed in since: this text is not theirs.
    if data.get("user") != request.user.pk or data["user"] is True:
        raise Unreadable(JsonResponse({"error": "signed_out"}, status=401))
    return data, hashlib.sha256(body).hexdigest()


def _all_text(fields):
    return isinstance(fields, dict) and all(
        isinstance(value, str) for value in fields.values()
    )


def _form(data, question):
    protocol = ("save_id", "base", "revision", "language", "note")
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


def _language(request, access):
    asked = request.POST.get("language")
    return asked if asked in ("fr", "en") else access.project.language


def _newer(content, base, revision, saved_at):
    return JsonResponse(
        {
            "error": "newer_text",
            "content": content,
            "base": base,
            "revision": revision,
            "saved_at": saved_at,
        },
        status=409,
    )


def _refusal(error, message, status):
    return JsonResponse({"error": error, "message": message}, status=status)


def _uuid(text):
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        return None


def _moment(milliseconds):
    """The datetime that the page gives in milliseconds; None if it makes no sense.

    No clock of a browser is a century off, and no page could show such a day.
    """
    if type(milliseconds) is not int or not 0 < milliseconds < _NO_CLOCK_SAYS:
        return None
    return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
