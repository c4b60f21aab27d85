"""Text in an answer of the other language: moving it, or leaving it there."""

import uuid
from dataclasses import replace

from django.db import transaction

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import save_draft_first
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.content.misplaced import (
    misplaced_pieces,
    only_pieces,
    without_pieces,
)
from questionnaire.models import Answer, AnswerVersion
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Language, Origin


@transaction.atomic
def move_to_other_language(own: OwnAnswer) -> AnswerVersion | None:
    """Move the passages of one's answer that are in the other language to that answer.

    They go after what it says already. Unsaved text of both answers becomes a version
    first, and what the answer said stays among its versions: restoring it undoes the
    move. Whoever is credited for the text is credited for the moved one. Returns the
    version with the moved text; None when there is nothing to move, for instance
    because it was moved already.

    Raises NotInTemplate, NewerVersionExists when unsaved text is based on an older
    version, and ValidationError for a text that becomes too long.
    """
    _project, own = own.open(Permission.ANSWER_SAVE_OWN)
    own = replace(own, parts=tuple(own.question.parts.all()))
    other = replace(own, language=Language(own.language).other.value)
    newest = save_draft_first(own)
    said = own.conform(newest.content) if newest else {}
    places = misplaced_pieces(said, own.parts, own.language)
    if newest is None or not places:
        return None
    there = save_draft_first(other)
    moved = VersionSave(
        content=other.append(
            there.content if there else {}, only_pieces(said, own.parts, places)
        ),
        save_id=uuid.uuid4(),
        base=number_of(there),
        origin=Origin.MOVED,
        sources=[newest, *newest.sources.all()],
    )
    left = VersionSave(
        content=without_pieces(said, own.parts, places),
        save_id=uuid.uuid4(),
        base=newest.number,
        origin=Origin.MOVED,
    )
    version = save_version(other, moved).version
    save_version(own, left)
    return version


@transaction.atomic
def leave_in_place(own: OwnAnswer) -> None:
    """Note that one's text is where it belongs, whatever its language seems to be.

    Private, like a draft: it leaves no event in the project's trail. Raises
    NotInTemplate.
    """
    _project, own = own.open(Permission.ANSWER_SAVE_OWN)
    answer = own.get_or_create()
    Answer.objects.filter(pk=answer.pk).update(is_language_confirmed=True)
