"""Endpoints for the scripts of forms: their drafts, and text that is set aside.

Like those of answers (views/answering/drafts.py), they answer in JSON, so that a
script can tell what became of the text.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaire.access import form_of
from questionnaire.actions.drafts.form_drafts import (
    FormSave,
    NewerFormDraft,
    discard_form_draft,
    restore_form_draft,
    save_form_draft,
    stash_form_text,
)
from questionnaire.forms.drafts import read_place
from questionnaire.lib.ids import read_uuid
from questionnaire.views.drafts.sent_text import (
    Unreadable,
    read_moment,
    read_sent_text,
    refuse_text,
)

_LATEST_REVISION = 2**31 - 2


@form_of("recovered")
def form_draft(request):
    """Keep what I typed into a form. 200, 401, 403, 409, 413, 422 or 503."""
    return _answer(request, _save)


@form_of("recovered")
def form_draft_stash(request):
    """Set text aside that I do not go on with. Answers like `form_draft`."""
    return _answer(request, _stash)


@form_of("recovered")
@login_required
def form_draft_restore(request, draft_id):
    """Put text that was set aside back into its form, and go there."""
    draft = restore_form_draft(draft_id=draft_id, by=request.user)
    messages.success(request, _("Your text is back in its form. Only you see it."))
    return redirect(f"/{get_language()}{draft.address}")


def _answer(request, act):
    """Read what was sent, call `act`, and answer every outcome as JSON."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    try:
        data, received = read_sent_text(request)
        place = read_place(data.get("form"), request.user)
        if place is None:
            return refuse_text("unreadable", _("This text could not be read."), 422)
        reply = act(place, data)
    except Unreadable as error:
        return error.response
    except ValidationError as error:
        return refuse_text("invalid", " ".join(error.messages), 422)
    except NewerFormDraft as error:
        # The script of all drafts knows it by the name that answers give it.
        return JsonResponse({"error": "newer_text", **_draft(error.draft)}, status=409)
    return JsonResponse({**reply, "received": received})


def _save(place, data):
    revision = data.get("revision")
    if type(revision) is not int or not 0 <= revision <= _LATEST_REVISION:
        revision = 0
    draft = save_form_draft(
        place,
        FormSave(
            fields=data["fields"],
            save_id=read_uuid(data.get("save_id")),
            revision=revision,
            follows=read_uuid(data.get("follows")),
            replaces=data.get("replaces") is True,
        ),
    )
    return _draft(draft)


def _stash(place, data):
    """Set aside the text sent, or, when none is, the draft that is kept."""
    if data["fields"]:
        kept = stash_form_text(
            place, data["fields"], typed_at=read_moment(data.get("typed_at"))
        )
    else:
        kept = discard_form_draft(place)
    return {"kept_until": kept.kept_until if kept else None}


def _draft(draft):
    if draft is None:
        return {"base": 0, "revision": 0, "content": {}, "saved_at": None}
    return {
        "base": 0,
        "revision": draft.revision,
        "content": draft.fields,
        "saved_at": draft.saved_at,
    }
