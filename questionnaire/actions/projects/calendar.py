"""Giving a person an address for the days of projects, and taking it away."""

from django.db import transaction
from django.utils import timezone

from questionnaire.models import CalendarFeed, User
from questionnaire.permissions import SitePermission, require_on_site


@transaction.atomic
def renew_feed(*, by: User) -> CalendarFeed:
    """Give `by` a calendar address; one that there was dies. Returns the feed."""
    require_on_site(by, SitePermission.CALENDAR_FEED)
    feed = CalendarFeed(user=by, made_at=timezone.now())
    fields = {
        "token_digest": CalendarFeed.digest_of(feed.token),
        "made_at": feed.made_at,
    }
    return CalendarFeed.objects.update_or_create(user=by, defaults=fields)[0]


@transaction.atomic
def stop_feed(*, by: User) -> None:
    """Take the calendar address of `by` away, if there is one."""
    require_on_site(by, SitePermission.CALENDAR_FEED)
    CalendarFeed.objects.filter(user=by).delete()
