"""Stashed text, kept for a while so that nothing typed is lost."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from questionnaire.content.kinds import Content
from questionnaire.lib.canonical import digest
from questionnaire.models import Answer, RecoveredDraft, User

# How long stashed text can be restored.
KEPT_FOR = datetime.timedelta(days=30)
# Of texts that could not be saved, as many of one answer; the oldest make room.
MOST_REFUSED = 20


def save_recovery_copy(
    answer: Answer,
    content: Content,
    *,
    typed_for: int | None,
    typed_at: datetime.datetime | None = None,
    is_refused: bool = False,
) -> RecoveredDraft:
    """Add a cleaned text to the author's recovered drafts, once for each text.

    `typed_for` is the version of the template that its author saw, None if unknown.
    Also deletes those of the author that have expired, and of an answer's refused texts
    the oldest beyond MOST_REFUSED: each goes on from the one before, as a page whose
    text is refused sends it again and again. For actions to call, inside their
    transaction.
    """
    now = timezone.now()
    RecoveredDraft.objects.filter(
        answer__author=answer.author_id, kept_until__lte=now
    ).delete()
    kept_times = {
        "typed_at": min(typed_at or now, now),
        "kept_at": now,
        "kept_until": now + KEPT_FOR,
        "template_id": typed_for,
    }
    # What its author set aside on purpose stays so, if it is refused later.
    chosen = {} if is_refused else {"is_refused": False}
    new = {"content": content, "is_refused": is_refused}
    kept, _is_new = RecoveredDraft.objects.update_or_create(
        answer=answer,
        content_digest=digest(content),
        defaults=kept_times | chosen,
        create_defaults=kept_times | new,
    )
    if is_refused:
        refused = RecoveredDraft.objects.filter(answer=answer, is_refused=True)
        newest = refused.order_by("-kept_at", "-pk").values_list("pk", flat=True)
        refused.exclude(pk__in=list(newest[:MOST_REFUSED])).delete()
    return kept


def recovered_drafts(author: User) -> QuerySet[RecoveredDraft]:
    """What this person has stashed and can still restore, the newest first.

    What is of a deleted project comes back with it.
    """
    return RecoveredDraft.objects.filter(
        answer__author=author,
        answer__project__deleted_at=None,
        kept_until__gt=timezone.now(),
    ).select_related("answer__project", "answer__question__section")
