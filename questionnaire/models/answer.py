"""What members propose as answers, and every wording along the way."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import Language, Origin


class Answer(models.Model):
    """One member's answer to one question in one language; its text is in versions."""

    project = models.ForeignKey(
        "questionnaire.Project", models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(
        "questionnaire.Question", models.PROTECT, related_name="answers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers"
    )
    language = models.CharField(max_length=2, choices=Language.choices)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "question", "author", "language"],
                name="members_have_one_answer_per_question_and_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.author}, {self.language}"


class AnswerVersionQuerySet(models.QuerySet["AnswerVersion"]):
    def current(self) -> Self:
        """Only the newest version of each answer."""
        newest = (
            self.model.objects.filter(answer=OuterRef("answer"))
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))

    def latest_of_each(self, count: int) -> Self:
        """Only the `count` newest versions of each answer."""
        newest = (
            self.model.objects.filter(answer=OuterRef("answer"))
            .order_by("-number")
            .values("number")[:1]
        )
        return self.filter(number__gt=Subquery(newest) - count)

    def without_content(self) -> Self:
        """For lists, which never load texts."""
        return self.defer("content")


class AnswerVersion(models.Model):
    """One wording of an answer: appended, never changed (see append_only.py)."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="versions")
    # 1, 2, 3… without a gap within an answer.
    number = models.PositiveIntegerField()
    # {part key: value}, cleaned by the kind of each part.
    content = models.JSONField()
    # SHA-256 of the canonical content: equal content makes no version.
    content_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.TYPED
    )
    # The versions this one was copied or merged from, for credit.
    sources = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="derived",
        through="AnswerVersionSource",
    )
    # Made by the browser, the same in every retry of one save.
    save_id = models.UUIDField()
    # Words more and fewer than in the version before it, for lists of versions.
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["answer", "-number"]
        indexes = [models.Index(fields=["answer", "-number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "number"], name="version_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["answer", "save_id"], name="saves_are_stored_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.number}"


class AnswerVersionSource(models.Model):
    """Credit: `version` was made from `source`."""

    version = models.ForeignKey(
        AnswerVersion, models.PROTECT, related_name="source_links"
    )
    source = models.ForeignKey(
        AnswerVersion, models.PROTECT, related_name="derived_links"
    )

    class Meta:
        verbose_name = _("source of a version")
        verbose_name_plural = _("sources of versions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "source"], name="sources_are_named_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.version_id}"


class Draft(models.Model):
    """The author's unsaved text, kept by autosave; nobody else reads it."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="draft")
    content = models.JSONField()
    # Grows by one at each autosave; an older revision never replaces a newer.
    revision = models.PositiveIntegerField(default=1)
    # The number of the version the text was started from; 0 before the first.
    base_version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    # SHA-256 of the canonical content: what "Saved" is compared with.
    content_digest = models.CharField(max_length=64, default="")
    # Made by the browser, the same in every retry of one autosave.
    save_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.revision}"


class VersionName(models.Model):
    """What an author calls a version, to find it again; versions never change."""

    version = models.OneToOneField(
        "questionnaire.AnswerVersion", models.PROTECT, related_name="naming"
    )
    name = models.CharField(_("name"), max_length=100)
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("name of a version")
        verbose_name_plural = _("names of versions")

    def __str__(self) -> str:
        return self.name


class RecoveredDraft(models.Model):
    """Text that an author put aside; kept for a while so that nothing is lost."""

    answer = models.ForeignKey(
        "questionnaire.Answer", models.CASCADE, related_name="recovered_drafts"
    )
    content = models.JSONField()
    content_digest = models.CharField(max_length=64)
    # When the text was typed, as far as is known.
    typed_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(default=timezone.now)
    kept_until = models.DateTimeField()

    class Meta:
        verbose_name = _("recovered draft")
        verbose_name_plural = _("recovered drafts")
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "content_digest"],
                name="recovered_drafts_are_kept_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.kept_at:%Y-%m-%d}"


class TodoMark(models.Model):
    """An author's own mark on a part of an answer: come back to this."""

    answer = models.ForeignKey(
        "questionnaire.Answer", models.CASCADE, related_name="todo_marks"
    )
    part_key = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("to-do mark")
        verbose_name_plural = _("to-do marks")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "part_key"], name="parts_are_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.part_key}"
