"""The trails: who did what, written in the same transaction as the action."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One action in a project. Append-only."""

    project = models.ForeignKey(
        "questionnaire.Project", models.PROTECT, related_name="events"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    # As "answer.saved": a vocabulary.Verb.
    verb = models.CharField(max_length=40)
    # What it was done to, as "question:backup-schedule" or "edition:1"; empty for the
    # project. Old events refer to a question by its number, as "question:2.3".
    target = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["project", "-id"]
        indexes = [
            models.Index(fields=["project", "-id"]),
            # One event in two hundred is about an edition; statistics read only these.
            models.Index(
                fields=["project"],
                condition=models.Q(verb="project.finished"),
                name="events_of_finishing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}".strip()


class SiteEvent(models.Model):
    """One action outside any project, such as appointing a librarian. Append-only."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="site_events",
    )
    # As "librarian.appointed": a vocabulary.SiteVerb.
    verb = models.CharField(max_length=40)
    # What it was done to, as "user:12" or "institution:3".
    target = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event of the site")
        verbose_name_plural = _("events of the site")
        ordering = ["-id"]
        indexes = [models.Index(fields=["target", "-id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}".strip()
