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
    typed_at: datetime.datetime | None = None,
    at_most: int | None = None,
) -> RecoveredDraft:
    """Add a cleaned text to the author's recovered drafts, once for each text.

    Also deletes those of the author that have expired, and of this answer the oldest
    beyond `at_most`. For actions to call, inside their transaction.
    """
    now = timezone.now()
    RecoveredDraft.objects.filter(
        answer__author=answer.author_id, kept_until__lte=now
    ).delete()
    kept, _is_new = RecoveredDraft.objects.update_or_create(
        answer=answer,
        content_digest=digest(content),
        defaults={
            "content": content,
            "typed_at": min(typed_at or now, now),
            "kept_at": now,
            "kept_until": now + KEPT_FOR,
        },
    )
    if at_most is not None:
        of_answer = RecoveredDraft.objects.filter(answer=answer)
        newest = of_answer.order_by("-kept_at", "-pk").values("pk")[:at_most]
        of_answer.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return kept


def recovered_drafts(author: User) -> QuerySet[RecoveredDraft]:
    """What this person has stashed and can still restore, the newest first."""
    return RecoveredDraft.objects.filter(
        answer__author=author, kept_until__gt=timezone.now()
    ).select_related("answer__project", "answer__question__section")
