"""Keeping what a person types into a form until it is sent.

None of this is an action in a project: it leaves no event, and nobody else can read
it. There is no right to check either. The site signs each form that it shows (see
forms/drafts.py), and whoever was shown a form may keep what they typed into it, even
after they have lost the right to send it.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from questionnaire.actions.answering.recovered import KEPT_FOR
from questionnaire.errors import Conflict, get_or_refuse
from questionnaire.lib.text import normalise_newlines, validate_text
from questionnaire.models import FormDraft, User

# {name of the field: its value}.
Fields: TypeAlias = Mapping[str, str]

# As many characters as the longest answer with its HTML, several times over.
LONGEST = 1_000_000


@dataclass(frozen=True)
class FormPlace:
    """A form as it was shown to its owner; the attributes are those of FormDraft."""

    owner_id: int
    form: str
    key: str
    address: str
    project_id: UUID | None = None


@dataclass(frozen=True)
class FormSave:
    """Unsent text of a form.

    `save_id`, `revision` and `follows` are as in DraftSave. `replaces` is true when
    the person chose this text instead of another window's, which is then set aside.
    """

    fields: Fields
    save_id: UUID
    revision: int = 0
    follows: UUID | None = None
    replaces: bool = False


class NewerFormDraft(Conflict):
    """Another window or device keeps other text for the same form: `draft`."""

    code = "newer_form_draft"

    def __init__(self, draft: FormDraft) -> None:
        super().__init__(draft.pk)
        self.draft = draft


@transaction.atomic
def save_form_draft(place: FormPlace, save: FormSave) -> FormDraft | None:
    """Keep the text as the form's draft; no fields mean that nothing is typed any more.

    Returns None when nothing is kept. Raises ValidationError and NewerFormDraft.
    """
    _check(save.fields)
    draft = _in_use(place)
    if draft is not None and draft.save_id == save.save_id:
        return draft
    if draft is not None and draft.fields != save.fields and not _follows(save, draft):
        if not save.replaces:
            raise NewerFormDraft(draft)
        _set_aside(draft)
        draft = None
    if not save.fields:
        if draft is not None:
            draft.delete()
        return None
    revision = max(save.revision, draft.revision if draft else 0) + 1
    kept, _is_new = FormDraft.objects.update_or_create(
        owner_id=place.owner_id,
        key=place.key,
        is_set_aside=False,
        defaults={
            "project_id": place.project_id,
            "form": place.form,
            "address": place.address,
            "fields": dict(save.fields),
            "revision": revision,
            "save_id": save.save_id,
            "saved_at": timezone.now(),
            "kept_until": timezone.now() + KEPT_FOR,
        },
    )
    return kept


@transaction.atomic
def stash_form_text(
    place: FormPlace, fields: Fields, *, typed_at: datetime.datetime | None = None
) -> FormDraft | None:
    """Keep a copy of text that its person does not go on with, once for each text.

    Returns None when there is none. Raises ValidationError.
    """
    _check(fields)
    if not fields:
        return None
    for draft in _set_aside_drafts(place.owner_id).filter(key=place.key):
        if draft.fields == fields:
            return draft
    now = timezone.now()
    return FormDraft.objects.create(
        owner_id=place.owner_id,
        project_id=place.project_id,
        form=place.form,
        key=place.key,
        address=place.address,
        fields=dict(fields),
        saved_at=min(typed_at or now, now),
        kept_until=now + KEPT_FOR,
        is_set_aside=True,
    )


@transaction.atomic
def discard_form_draft(place: FormPlace) -> FormDraft | None:
    """Start the form again: its draft is set aside. Returns it, if there was one."""
    draft = _in_use(place)
    if draft is not None:
        _set_aside(draft)
    return draft


@dataclass(frozen=True)
class SentForm:
    """What arrived with a form: its `fields`, and which draft its window went on from.

    That is the one of `revision`, or of one of the `follows`, names of saves that the
    window made or saw; neither, from a browser without scripts.
    """

    fields: Fields
    revision: int = 0
    follows: Collection[UUID] = ()


@transaction.atomic
def forget_sent_draft(place: FormPlace, sent: SentForm) -> None:
    """What was sent is in the record now: its draft is no longer needed.

    A draft of another window, which the one that sent has not seen, is set aside.
    """
    draft = _in_use(place)
    if draft is None:
        return
    is_known = draft.revision == sent.revision or draft.save_id in sent.follows
    if is_known or _is_contained(draft.fields, sent.fields):
        draft.delete()
    else:
        _set_aside(draft)


@transaction.atomic
def restore_form_draft(*, draft_id: int, by: User) -> FormDraft:
    """Put text that was set aside back into its form; what is there is set aside.

    Raises NotFound.
    """
    draft = get_or_refuse(_set_aside_drafts(by.pk).select_for_update(), pk=draft_id)
    place = FormPlace(by.pk, draft.form, draft.key, draft.address, draft.project_id)
    if other := _in_use(place):
        _set_aside(other)
    draft.is_set_aside = False
    # Windows that keep other text find out that it is no longer theirs.
    draft.revision = (other.revision if other else draft.revision) + 1
    draft.save_id = None
    draft.kept_until = timezone.now() + KEPT_FOR
    draft.save()
    return draft


def _check(fields: Fields) -> None:
    """Refuse what cannot be kept as it was typed, saying why."""
    if sum(len(name) + len(value) for name, value in fields.items()) > LONGEST:
        raise ValidationError(_("The text is too long to be kept."), code="too_long")
    for name, value in fields.items():
        validate_text(name)
        validate_text(value)


def _is_contained(fields: Fields, sent: Fields) -> bool:
    return all(
        normalise_newlines(sent.get(name, "")).strip() == value.strip()
        for name, value in fields.items()
    )


def _follows(save: FormSave, draft: FormDraft) -> bool:
    """Whether the window that saves has seen this draft."""
    return draft.revision == save.revision or (
        save.follows is not None and draft.save_id == save.follows
    )


def _in_use(place: FormPlace) -> FormDraft | None:
    draft = (
        FormDraft.objects.select_for_update()
        .filter(owner=place.owner_id, key=place.key, is_set_aside=False)
        .first()
    )
    if draft is not None and draft.kept_until <= timezone.now():
        # No page shows it any more: it is nobody's newer text.
        draft.delete()
        return None
    return draft


def _set_aside_drafts(owner_id: int) -> QuerySet[FormDraft]:
    return FormDraft.objects.filter(
        owner=owner_id, is_set_aside=True, kept_until__gt=timezone.now()
    )


def _set_aside(draft: FormDraft) -> None:
    """Keep it among the recovered drafts; once, if the same text is there already."""
    same = _set_aside_drafts(draft.owner_id).filter(key=draft.key)
    if any(each.fields == draft.fields for each in same):
        draft.delete()
        return
    draft.is_set_aside = True
    draft.kept_until = timezone.now() + KEPT_FOR
    draft.save(update_fields=["is_set_aside", "kept_until"])
