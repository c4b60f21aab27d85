"""Deleting unsent text that has been kept for as long as was promised."""

from django.db import transaction
from django.utils import timezone

from questionnaire.models import FormDraft, RecoveredDraft


@transaction.atomic
def forget_expired_text() -> int:
    """Delete everybody’s recovered drafts, and drafts of forms, that have expired.

    Returns their number. Nobody sees them any more in any case.
    """
    return sum(
        model.objects.filter(kept_until__lte=timezone.now()).delete()[0]
        for model in (FormDraft, RecoveredDraft)
    )
