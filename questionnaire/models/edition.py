"""Frozen plans, and the files that exports render."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import FileFormat, FileState, Language


class Edition(models.Model):
    """The plan as it was when it was finished. Append-only."""

    project = models.ForeignKey(
        "questionnaire.Project", models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField()
    # The plan record (see plan/record.py): labels and answers in both languages.
    plan = models.JSONField()
    # SHA-256 of the canonical JSON of `plan`.
    sha256 = models.CharField(max_length=64)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="editions"
    )
    finished_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="edition_numbers_are_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}, {self.number}"


class EditionFile(models.Model):
    """A file rendered from an edition or, while drafting, from the live plan.

    Its key is the digest of everything that determines its bytes, so that the same
    content is rendered once. Files of editions are kept; those of live plans may be
    pruned.
    """

    key = models.CharField(max_length=64, primary_key=True)
    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="files"
    )
    # None for a file of the live plan.
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="files"
    )
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    options = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=FileState.choices, default=FileState.WAITING
    )
    # The record, or pair of records, that a waiting file is rendered from; None once it
    # is done, and when it is rendered from the plan of `edition`.
    source = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # The file name for downloads. The database has a default for the time in which a
    # server of the release before still adds files.
    name = models.CharField(max_length=200, blank=True, db_default="")
    # Why it failed: "too_long" or "error"; the reference helps to find the log entry.
    failure = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=12, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The last column, as SQLite would have to read all its bytes to reach the next.
    content = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("exported file")
        verbose_name_plural = _("exported files")

    def __str__(self) -> str:
        return f"{self.project_id}.{self.format} ({self.language})"
