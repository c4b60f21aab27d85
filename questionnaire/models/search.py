"""What a plan is searched by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanText(models.Model):
    """The words of a plan that its institution's librarians may read.

    Kept beside the plan by questionnaire/search; each database has an index of
    its own over `body` (see the migrations).
    """

    project = models.OneToOneField(
        "questionnaire.Project",
        models.CASCADE,
        primary_key=True,
        related_name="plan_text",
    )
    # Title, people, funder and, from review on, the text of the plan, all as
    # text.search_key writes them.
    body = models.TextField()
    # The project's last change that it tells of.
    as_of = models.DateTimeField()

    class Meta:
        verbose_name = _("searched text of a plan")
        verbose_name_plural = _("searched texts of plans")

    def __str__(self) -> str:
        return str(self.project_id)
