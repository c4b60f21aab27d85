"""What the site keeps to run: mail of accounts that waits, and signs of life."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import Language


class AccountMail(models.Model):
    """A message about an account that the mail server has not taken yet.

    It is deleted once it has been sent: the links in it are keys.
    """

    address = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mail of an account")
        verbose_name_plural = _("mail of accounts")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.subject


class WorkerBeat(models.Model):
    """When a worker last showed that it is alive."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("sign of life of a worker")
        verbose_name_plural = _("signs of life of workers")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.worker
