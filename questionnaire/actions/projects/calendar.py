"""Giving a person a calendar address with the dates of projects, and removing it."""

from django.db import transaction
from django.utils import timezone

from questionnaire.models import CalendarFeed, User
from questionnaire.permissions import SitePermission, require_on_site


@transaction.atomic
def renew_feed(*, by: User) -> CalendarFeed:
    """Give `by` a new calendar address, which replaces any other. Returns the feed."""
    require_on_site(by, SitePermission.CALENDAR_FEED)
    feed = CalendarFeed(user=by, made_at=timezone.now())
    fields = {
        "token_digest": CalendarFeed.digest_of(feed.token),
        "made_at": feed.made_at,
    }
    return CalendarFeed.objects.update_or_create(user=by, defaults=fields)[0]


@transaction.atomic
def stop_feed(*, by: User) -> None:
    """Remove the calendar address of `by`, if there is one."""
    require_on_site(by, SitePermission.CALENDAR_FEED)
    CalendarFeed.objects.filter(user=by).delete()
