"""What members say to each other about a question."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import CommentKind


class CommentQuerySet(models.QuerySet["Comment"]):
    def threads(self) -> Self:
        """The comments that replies hang on."""
        return self.filter(parent=None)

    def unresolved(self) -> Self:
        return self.filter(parent=None, resolved_at=None, hidden_at=None)

    def change_requests(self) -> Self:
        """Change requests that anybody may still read."""
        return self.filter(parent=None, kind=CommentKind.CHANGE_REQUEST, hidden_at=None)


class Comment(models.Model):
    """A comment on a question, maybe on a passage of one version, or a reply.

    It belongs to the question, so that one nobody has answered can be talked
    about.
    """

    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="comments"
    )
    question = models.ForeignKey(
        "questionnaire.Question", models.PROTECT, related_name="comments"
    )
    version = models.ForeignKey(
        "questionnaire.AnswerVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
    )
    # The words of the version that the comment is about; they stay with it.
    quote = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments"
    )
    body = models.TextField(_("comment"))
    kind = models.CharField(
        max_length=20, choices=CommentKind.choices, default=CommentKind.COMMENT
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    # Of a change request: {part key: value}, the wording that the reviewer proposes
    # for the whole answer; the request that it repeats; the version that took the
    # wording up.
    suggestion = models.JSONField(null=True, blank=True)
    repeats = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeated_by",
    )
    accepted_as = models.ForeignKey(
        "questionnaire.AnswerVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions_taken_up",
    )
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in"
    )
    # Made by the browser, the same in every retry of one post.
    save_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_resolved",
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_hidden",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["project", "created_at", "id"]
        indexes = [models.Index(fields=["project", "question", "created_at"])]

    def __str__(self) -> str:
        return f"{self.author}: {self.body[:40]}"
