"""What a principal investigator decides."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import Language


class Decision(models.Model):
    """Which version the plan carries for a question; the newest counts.

    Appended, never changed. A decision for no version withdraws the earlier one.
    """

    project = models.ForeignKey(
        "questionnaire.Project", models.PROTECT, related_name="decisions"
    )
    question = models.ForeignKey(
        "questionnaire.Question", models.PROTECT, related_name="decisions"
    )
    language = models.CharField(max_length=2, choices=Language.choices)
    version = models.ForeignKey(
        "questionnaire.AnswerVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    # Made by the browser, the same in every retry; all decisions of one step have
    # the same one, which undoes them together.
    batch = models.UUIDField(null=True, blank=True)
    # The decision itself, where this one only repeats it on the same question of a
    # newer version of the template (see actions/projects/template_moves.py).
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["project", "-id"]
        indexes = [
            models.Index(fields=["project", "question", "language", "-id"]),
            models.Index(fields=["project", "batch"]),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.language}"
