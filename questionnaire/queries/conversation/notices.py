"""The notices of one person, as far as they may still read them."""

from django.db.models import QuerySet

from questionnaire.models import Notice, User


def read_notices(user: User) -> QuerySet[Notice]:
    """All notices to `user`, newest first, each with its project and its actor."""
    notices = Notice.objects.readable().filter(recipient=user)
    return notices.select_related("project", "actor").order_by("-id")
