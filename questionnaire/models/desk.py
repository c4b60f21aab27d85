"""What librarians keep and make: local guidance, remarks, views, feedback, exports."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.bilingual import Bilingual, in_both_languages
from questionnaire.vocabulary import (
    BulkExportState,
    FeedbackState,
    FileFormat,
    FileState,
    Language,
)


class LocalGuidance(models.Model):
    """What an institution adds to a question's guidance: appended, the newest counts.

    Bound to the question by its slug, so that it stays when the template moves on.
    A version without text takes the guidance back.
    """

    institution = models.ForeignKey(
        "questionnaire.Institution", models.PROTECT, related_name="guidance"
    )
    template_slug = models.SlugField(max_length=100)
    question_slug = models.SlugField(max_length=100)
    # 1, 2, 3… for one question.
    number = models.PositiveIntegerField()
    # Markdown, as the template's own guidance.
    body_fr = models.TextField(_("text in French"), blank=True)
    body_en = models.TextField(_("text in English"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="local_guidance"
    )
    written_at = models.DateTimeField(default=timezone.now)

    body = Bilingual()

    class Meta:
        verbose_name = _("local guidance")
        verbose_name_plural = _("local guidance")
        ordering = ["institution", "template_slug", "question_slug", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "template_slug", "question_slug", "number"],
                name="local_guidance_is_numbered_per_question",
            ),
            models.CheckConstraint(
                condition=in_both_languages("body") | models.Q(body_fr="", body_en=""),
                name="local_guidance_is_in_both_languages",
            ),
        ]

    def __str__(self):
        return f"{self.institution}, {self.question_slug}, {self.number}"


class CannedRemark(models.Model):
    """A remark that an institution's librarians write often, ready to be adapted."""

    institution = models.ForeignKey(
        "questionnaire.Institution", models.CASCADE, related_name="canned_remarks"
    )
    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    body_fr = models.TextField(_("text in French"), max_length=5000)
    body_en = models.TextField(_("text in English"), max_length=5000)

    title = Bilingual()
    body = Bilingual()

    class Meta:
        verbose_name = _("canned remark")
        verbose_name_plural = _("canned remarks")
        ordering = ["institution", "title_fr", "id"]
        constraints = [
            models.CheckConstraint(
                condition=in_both_languages("title", "body"),
                name="canned_remarks_are_in_both_languages",
            ),
        ]

    def __str__(self):
        return self.title


class SavedView(models.Model):
    """A search of the desk that a librarian gave a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    institution = models.ForeignKey(
        "questionnaire.Institution", models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=80)
    # The address's query, as the desk's form reads it.
    query = models.CharField(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "institution", "name"],
                name="saved_views_are_named_once",
            ),
        ]

    def __str__(self):
        return self.name


class FeedbackRequest(models.Model):
    """A team's wish that its institution's librarians look at the plan in review."""

    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="feedback_requests"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="feedback_asked"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    state = models.CharField(
        max_length=10, choices=FeedbackState.choices, default=FeedbackState.ASKED
    )
    # The librarian who looks at it, or gave it.
    librarian = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_given",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("feedback"), blank=True, max_length=10000)

    class Meta:
        verbose_name = _("request for feedback")
        verbose_name_plural = _("requests for feedback")
        ordering = ["project", "-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(
                    state__in=[FeedbackState.ASKED, FeedbackState.LOOKING]
                ),
                name="feedback_is_asked_once_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.project}, {self.get_state_display()}"


class BulkExport(models.Model):
    """An export of many finished plans that one librarian asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # 1, 2, 3… within the institution, as people call it.
    number = models.PositiveIntegerField()
    institution = models.ForeignKey(
        "questionnaire.Institution", models.PROTECT, related_name="bulk_exports"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_exports"
    )
    state = models.CharField(
        max_length=10, choices=BulkExportState.choices, default=BulkExportState.WAITING
    )
    # What was chosen: {"formats": […], "languages": […], "query": "…", …}.
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Afterwards the file can no longer be fetched.
    expires_at = models.DateTimeField(null=True, blank=True)
    # A worker holds the export until then; a later moment than now means at work.
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("export of many plans")
        verbose_name_plural = _("exports of many plans")
        ordering = ["institution", "-number"]
        indexes = [models.Index(fields=["owner", "institution", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "number"],
                name="bulk_exports_are_numbered_per_institution",
            ),
        ]

    def __str__(self):
        return f"{self.institution}, {self.number}"


class BulkExportItem(models.Model):
    """One file of a bulk export: an edition in one format and language."""

    export = models.ForeignKey(BulkExport, models.CASCADE, related_name="items")
    edition = models.ForeignKey(
        "questionnaire.Edition", models.PROTECT, related_name="bulk_export_items"
    )
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(
        max_length=10, choices=FileState.choices, default=FileState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    # The rendered file, kept with its edition.
    file = models.ForeignKey(
        "questionnaire.EditionFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bulk_export_items",
    )
    # Why it failed, as EditionFile says, or "denied".
    failure = models.CharField(max_length=20, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of an export")
        verbose_name_plural = _("files of an export")
        ordering = ["export", "id"]
        indexes = [models.Index(fields=["export", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "edition", "format", "language"],
                name="files_are_exported_once",
            ),
        ]

    def __str__(self):
        return f"{self.edition}, {self.format}, {self.language}"
