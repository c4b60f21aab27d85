"""What an institution's librarians write: guidance, remarks, views, feedback."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.bilingual import Bilingual, in_both_languages
from questionnaire.vocabulary import FeedbackState


class LocalGuidance(models.Model):
    """An institution's own guidance on a question. Append-only; the newest applies.

    It applies to the question with this slug in every version of the template. A row
    without text withdraws the guidance.
    """

    institution = models.ForeignKey(
        "questionnaire.Institution", models.PROTECT, related_name="local_guidance"
    )
    template_slug = models.SlugField()
    question_slug = models.SlugField(max_length=80)
    # 1, 2, 3… for each question.
    number = models.PositiveIntegerField()
    body_fr = models.TextField(_("in French"), blank=True, help_text="Markdown")
    body_en = models.TextField(_("in English"), blank=True, help_text="Markdown")
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
                name="local_guidance_numbers_are_unique",
            ),
            models.CheckConstraint(
                condition=in_both_languages("body") | Q(body_fr="", body_en=""),
                name="local_guidance_is_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.question_slug}, {self.number}"


class CannedRemark(models.Model):
    """A remark that librarians make often, prepared in both languages."""

    institution = models.ForeignKey(
        "questionnaire.Institution", models.CASCADE, related_name="canned_remarks"
    )
    title = models.CharField(_("title"), max_length=100)
    body_fr = models.TextField(_("in French"))
    body_en = models.TextField(_("in English"))

    body = Bilingual()

    class Meta:
        verbose_name = _("ready remark")
        verbose_name_plural = _("ready remarks")
        ordering = ["institution", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=in_both_languages("body"),
                name="canned_remarks_are_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A named set of filters that a librarian saved on the desk."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    institution = models.ForeignKey(
        "questionnaire.Institution", models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=80)
    # The filters, as in the desk's URL.
    query = models.TextField()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["user", "institution", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "name"],
                name="views_have_one_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FeedbackRequest(models.Model):
    """A team's request to its library for feedback on the plan."""

    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="feedback_requests"
    )
    state = models.CharField(
        max_length=10, choices=FeedbackState.choices, default=FeedbackState.ASKED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="feedback_asked"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    # The librarian who has taken it, so that two do not do the same work.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_taken",
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_given",
    )
    given_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(_("feedback"), blank=True)

    class Meta:
        verbose_name = _("request for feedback")
        verbose_name_plural = _("requests for feedback")
        ordering = ["project", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["asked", "looked_at"]),
                name="feedback_is_asked_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in (FeedbackState.ASKED, FeedbackState.TAKEN)
