"""Invitations to a team, and the assignment of questions to its members."""

import datetime
import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from questionnaire.models.project import Membership
from questionnaire.vocabulary import Language, Role

# A member is reminded of a question at most once within this time.
NUDGE_INTERVAL = datetime.timedelta(days=3)
# How long before a due date the site reminds of it by itself.
DUE_SOON = datetime.timedelta(days=2)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime.datetime | None = None) -> Self:
        """Neither accepted, withdrawn nor expired, to a project that is not deleted."""
        return self.filter(
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=now or Now(),
            project__deleted_at=None,
        )

    def of_account(self, user: Any) -> Self:
        """Those that an account can accept: at its confirmed addresses.

        `user` is its id, or an expression for it. Not to projects of which it is a
        member already.
        """
        confirmed = EmailAddress.objects.annotate(lower=Lower("email")).filter(
            user=user, verified=True, lower=OuterRef("email")
        )
        member = Membership.objects.filter(project=OuterRef("project"), user=user)
        return self.filter(Exists(confirmed), ~Exists(member))


class Invitation(models.Model):
    """An invitation to become a member of a project, bound to one e-mail address."""

    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    credit_roles = models.JSONField(default=list, blank=True)
    # The language of the mail.
    language = models.CharField(max_length=2, choices=Language.choices)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    # SHA-256 of the token in the mail (see `token`), which itself is not stored.
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    # When the mail server accepted the mail; None while it waits to be sent.
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["project", "-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="addresses_have_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def token(self) -> str:
        """The secret in the link in the mail: 256 bits that only this site can compute.

        Derived from the site’s secret key whenever the mail is composed, so that
        neither the database nor the task queue contains it. A new `sent_at` gives a new
        token, and the old link stops working.
        """
        sent_at = self.sent_at.astimezone(UTC).isoformat()
        secret = salted_hmac(
            "questionnaire.Invitation",
            f"{self.project_id} {self.email} {sent_at}",
            algorithm="sha256",
        )
        return urlsafe_b64encode(secret.digest()).decode().rstrip("=")

    @staticmethod
    def digest_of(token: str) -> str:
        """The digest under which a token is stored."""
        return hashlib.sha256(token.encode()).hexdigest()


class Assignment(models.Model):
    """A question assigned to a member, with an optional due date."""

    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="assignments"
    )
    question = models.ForeignKey(
        "questionnaire.Question", models.PROTECT, related_name="assignments"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments"
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments_made"
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    # When the member was last reminded of it.
    nudged_at = models.DateTimeField(null=True, blank=True)
    # When the two reminders of this due date went out; another date has its own.
    due_soon_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "question", "member"],
                name="questions_are_assigned_to_a_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.member}"

    @property
    def is_past_due(self) -> bool:
        """Whether its day is over, whatever was answered."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def can_be_nudged(self) -> bool:
        """Whether the last reminder, if any, was long enough ago."""
        last = self.nudged_at
        return last is None or timezone.now() - last >= NUDGE_INTERVAL
