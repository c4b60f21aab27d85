"""Which forms keep what is typed into them, and the signature of a form shown.

A form is signed for the person who sees it, so that its draft can be kept without
asking again who may send it; a stranger can sign nothing.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

from questionnaire.actions.drafts.form_drafts import FormPlace, SentForm
from questionnaire.content.blocks import Block
from questionnaire.content.prose import prose_blocks, sanitise, text_blocks
from questionnaire.content.tables import typed_text
from questionnaire.forms import (
    administration,
    comment,
    guidance,
    library,
    members,
    project,
    review,
)
from questionnaire.forms.answer import AnswerForm
from questionnaire.forms.decision import ChangeRequestForm, DecisionForm
from questionnaire.forms.fields import TextField
from questionnaire.lib.addresses import without_language
from questionnaire.lib.ids import read_uuid
from questionnaire.models import User
from questionnaire.vocabulary import FormName

# What a form posts beside its fields: the form, signed, the name of this sending, and
# the draft that the window goes on from: its revision, and the names of its saves.
SIGNED, SENDING = "form_draft", "form_draft_sending"
REVISION, FOLLOWS = "form_draft_revision", "form_draft_follows"
# The names of sendings that arrived, for the scripts of the next page.
SENT_COOKIE = "sent_forms"

# {name: the classes whose fields it has}, for a label beside each kept text.
KEPT_FORMS: dict[str, Sequence[type[forms.BaseForm]]] = {
    FormName.PROJECT: (project.NewProjectForm,),
    FormName.INVITATION: (members.InvitationForm,),
    FormName.COMMENT: (comment.CommentForm,),
    FormName.REPLY: (comment.ReplyForm,),
    FormName.CORRECTION: (comment.EditForm,),
    FormName.PASSAGE: (comment.PassageForm,),
    FormName.DECISION: (DecisionForm,),
    FormName.REQUEST: (ChangeRequestForm, AnswerForm),
    FormName.COMBINATION: (AnswerForm,),
    FormName.ROUND: (review.MessageForm,),
    FormName.SUBMISSION: (review.MessageForm,),
    FormName.EDITION: (review.FinishForm,),
    FormName.REOPENING: (review.ReasonForm,),
    FormName.FEEDBACK_REQUEST: (library.AskForm,),
    FormName.FEEDBACK: (library.ReplyForm,),
    FormName.GUIDANCE: (guidance.GuidanceForm,),
    FormName.REMARK: (library.RemarkForm,),
    FormName.INSTITUTION: (administration.InstitutionForm,),
}

_KEEPS = "keeps_form_draft"
_signer = Signer(salt="questionnaire.form_draft")
_PART = re.compile(r"(?:result|suggestion)-part_")
_LANGUAGE = re.compile(r"_(fr|en)$")
_REVISION = re.compile(r"[0-9]{1,9}")


def sign_place(place: FormPlace) -> str:
    """The text by which the browser names a form to the site."""
    project_id = str(place.project_id) if place.project_id else None
    return _signer.sign_object(
        [place.owner_id, place.form, place.key, place.address, project_id]
    )


def read_place(signed: object, owner: User) -> FormPlace | None:
    """The form that was signed for this person; None for anything else."""
    if not isinstance(signed, str):
        return None
    try:
        owner_id, form, key, address, project_id = _signer.unsign_object(signed)
    except (BadSignature, ValueError):
        return None
    if owner_id != owner.pk:
        return None
    return FormPlace(
        owner_id, form, key, address, uuid.UUID(project_id) if project_id else None
    )


def read_sent(posted: QueryDict) -> SentForm:
    """What a form sent, as its draft would have it."""
    revision = posted.get(REVISION, "")
    return SentForm(
        fields={name: "\n".join(values) for name, values in posted.lists()},
        revision=int(revision) if _REVISION.fullmatch(revision) else 0,
        follows=[
            name
            for each in posted.get(FOLLOWS, "").split(".")
            if (name := read_uuid(each))
        ],
    )


def place_of(
    request: HttpRequest, form: FormName, number: object = "", page: str = ""
) -> FormPlace:
    """A form on this page, or on `page`, where its text is given back.

    `number` tells forms of one name apart. The language of the page is left out, so
    that the text is found again in the other one.
    """
    path = without_language(page or request.path)
    query = request.META.get("QUERY_STRING", "")
    match = request.resolver_match
    name = f"{form}-{number}" if number != "" else str(form)
    return FormPlace(
        owner_id=cast(int, request.user.pk),
        form=form,
        key=f"{path}#{name}"[:400],
        address=path if page or not query else f"{path}?{query}"[:1000],
        project_id=match.kwargs.get("project_id") if match else None,
    )


def keep_form_draft(request: HttpRequest) -> None:
    """Say that the text of a form is not in the record, although a redirect follows.

    Its draft stays (see middleware.SentFormsMiddleware).
    """
    setattr(request, _KEEPS, True)


def is_form_draft_kept(request: HttpRequest) -> bool:
    """Whether `keep_form_draft` was called for this request."""
    return getattr(request, _KEEPS, False)


@dataclass(frozen=True)
class KeptText:
    """A text that was typed into a form."""

    label: str  # of its field; "" if the form no longer has it
    language: str  # "" if the form does not say
    blocks: tuple[Block, ...]


def kept_texts(form: str, values: Mapping[str, str]) -> list[KeptText]:
    """What a person wrote, among the `values` of a form; choices are left out."""
    fields = {
        name: field
        for each in KEPT_FORMS.get(form, ())
        for name, field in each.base_fields.items()
    }
    texts = []
    for name, value in values.items():
        field = fields.get(name)
        if _PART.match(name):
            blocks = _part_blocks(value)
        elif isinstance(field, TextField):
            blocks = text_blocks(value)
        else:
            continue
        if blocks:
            found = _LANGUAGE.search(name)
            label = str(field.label or "") if field else ""
            texts.append(KeptText(label, found[1] if found else "", blocks))
    return texts


def _part_blocks(value: str) -> tuple[Block, ...]:
    """The rows of a table as lines, or prose."""
    if value.startswith("["):
        return text_blocks(typed_text(value))
    return prose_blocks(sanitise(value))
