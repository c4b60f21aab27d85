"""The address from which a person's calendar program reads the dates of projects."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """A person's calendar address; those without a row have none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    # SHA-256 of the token in the address (see `token`), which itself is not stored.
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def token(self) -> str:
        """The secret in the address: 256 bits that only this site can compute.

        Derived from the site’s secret key, as that of an invitation is. A new `made_at`
        gives a new token, and the old address stops working.
        """
        made_at = self.made_at.astimezone(UTC).isoformat()
        secret = salted_hmac(
            "questionnaire.CalendarFeed",
            f"{self.user_id} {made_at}",
            algorithm="sha256",
        )
        return urlsafe_b64encode(secret.digest()).decode().rstrip("=")

    @staticmethod
    def digest_of(token: str) -> str:
        """The digest under which a token is stored."""
        return hashlib.sha256(token.encode()).hexdigest()
