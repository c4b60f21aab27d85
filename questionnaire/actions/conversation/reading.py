"""Marking one’s own notices as read."""

from django.utils import timezone

from questionnaire.models import Notice, User


def mark_read(notice: Notice) -> None:
    """Mark one notice as read, at the first time that it is opened."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(user: User, *, up_to: int) -> None:
    """Mark the notices to `user` as read, up to the newest that they were shown."""
    shown = Notice.objects.unread().filter(recipient=user, pk__lte=up_to)
    shown.update(read_at=timezone.now())
