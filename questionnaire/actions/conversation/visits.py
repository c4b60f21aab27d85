"""Recording when a member last visited the project."""

from datetime import datetime, timedelta

from django.utils import timezone

from questionnaire.models import Membership

# Pages opened within this time of a visit's start belong to that visit.
VISIT = timedelta(hours=1)


def news_since(membership: Membership) -> datetime:
    """The time from which events are news to a member: the previous visit.

    A visit ends an hour after it began. Before the first, it is the time of joining.
    """
    if _is_over(membership):
        return membership.this_visit_at or membership.joined_at
    return membership.last_visit_at or membership.joined_at


def record_visit(membership: Membership) -> None:
    """Record the start of a new visit, if the last one is over."""
    if not _is_over(membership):
        return
    began, now = membership.this_visit_at, timezone.now()
    # Of two pages opened at the same time, one starts the visit.
    Membership.objects.filter(pk=membership.pk, this_visit_at=began).update(
        last_visit_at=began, this_visit_at=now
    )
    membership.last_visit_at, membership.this_visit_at = began, now


def _is_over(membership: Membership) -> bool:
    began = membership.this_visit_at
    return began is None or began < timezone.now() - VISIT
