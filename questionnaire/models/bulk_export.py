"""Exports of many plans at once, file by file."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import (
    BulkExportState,
    FileFormat,
    ItemState,
    Language,
)


class BulkExport(models.Model):
    """What a librarian asked for in one go; its files are BulkExportItems."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        "questionnaire.Institution", models.PROTECT, related_name="bulk_exports"
    )
    # Nobody else may fetch it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_exports"
    )
    # What people call it, counted per institution: "Export 7".
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=BulkExportState.choices, default=BulkExportState.RUNNING
    )
    # The filters it was chosen by, as the desk's address has them; and what of each
    # plan is made: ["pdf", "docx"], ["fr", "en"], ExportOptions.as_data().
    query = models.TextField(blank=True)
    formats = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    # Each plan also as a preservation package (BagIt).
    with_packages = models.BooleanField(default=False)
    # Made by the browser: asking twice starts one export.
    save_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    # After it the files are no longer served.
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    # When workers were last called to it.
    called_at = models.DateTimeField(default=timezone.now)
    # When its owner saw that it is done; None while it is news.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("export of many plans")
        verbose_name_plural = _("exports of many plans")
        ordering = ["institution", "-number"]
        indexes = [models.Index(fields=["owner", "institution", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "number"],
                name="bulk_export_numbers_are_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.number}"

    @property
    def is_running(self) -> bool:
        return self.state == BulkExportState.RUNNING

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class BulkExportItem(models.Model):
    """One file of an export of many plans: an edition in a format and a language.

    A worker takes a pending item with a lease; an item whose lease has run out was
    left by a worker that died, and is taken again. A preservation package is an
    item of no language.
    """

    export = models.ForeignKey(BulkExport, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    edition = models.ForeignKey(
        "questionnaire.Edition", models.PROTECT, related_name="bulk_export_items"
    )
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(
        max_length=10, choices=ItemState.choices, default=ItemState.PENDING
    )
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The bytes, which are kept once for all who ask for them (exports/store/files.py);
    # before they are there, the rendering that was begun for this item.
    file = models.ForeignKey(
        "questionnaire.EditionFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bulk_export_items",
    )
    # Why there is none, as in vocabulary.ItemFailure.
    failure = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=12, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of an export of many plans")
        verbose_name_plural = _("files of an export of many plans")
        ordering = ["export", "position"]
        indexes = [models.Index(fields=["export", "state", "position"])]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "edition", "format", "language"],
                name="bulk_exports_hold_each_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.export}, {self.position}"
