"""Remembering when a member was last here."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from questionnaire.models import Membership

# Pages opened within this time of a visit's start belong to that visit.
VISIT = timedelta(hours=1)


def note_visit(membership):
    """Start a new visit if the last one began long ago; else do nothing.

    The moment of the visit before this one, or of joining, is what news is
    counted from; it is returned.
    """
    now = timezone.now()
    began = membership.this_visit_at
    if began is None or began < now - VISIT:
        # Of two pages opened at once, one starts the visit.
        Membership.objects.filter(pk=membership.pk, this_visit_at=began).update(
            last_visit_at=F("this_visit_at"), this_visit_at=now
        )
        membership.last_visit_at, membership.this_visit_at = began, now
    return membership.last_visit_at or membership.joined_at
