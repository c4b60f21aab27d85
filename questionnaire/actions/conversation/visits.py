"""Remembering when a member was last here."""

from datetime import datetime, timedelta

from django.utils import timezone

from questionnaire.models import Membership

# What is opened within this time of a visit's start belongs to that visit.
VISIT = timedelta(hours=1)


def news_since(membership: Membership) -> datetime:
    """The moment that a member’s news are counted from: the visit before this one.

    A visit ends an hour after it began; before the first, it is joining.
    """
    if _is_over(membership):
        return membership.this_visit_at or membership.joined_at
    return membership.last_visit_at or membership.joined_at


def note_visit(membership: Membership) -> None:
    """Start a new visit if the last one is over; else write nothing."""
    if not _is_over(membership):
        return
    began, now = membership.this_visit_at, timezone.now()
    # Of two pages opened at once, one starts the visit.
    Membership.objects.filter(pk=membership.pk, this_visit_at=began).update(
        last_visit_at=began, this_visit_at=now
    )
    membership.last_visit_at, membership.this_visit_at = began, now


def _is_over(membership: Membership) -> bool:
    began = membership.this_visit_at
    return began is None or began < timezone.now() - VISIT
