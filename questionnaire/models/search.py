"""The text that plans are found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanText(models.Model):
    """The searchable words of a plan: those that its librarians may read.

    Maintained by questionnaire/search; each database has its own index on `body` (see
    the migrations).
    """

    project = models.OneToOneField(
        "questionnaire.Project",
        models.CASCADE,
        primary_key=True,
        related_name="plan_text",
    )
    # Title, people, funder and, from review on, the text of the plan, as
    # search/words.py writes it: words in order, without accents or case.
    body = models.TextField()
    # The project's last change that is included.
    as_of = models.DateTimeField()

    class Meta:
        verbose_name = _("searched text of a plan")
        verbose_name_plural = _("searched texts of plans")

    def __str__(self) -> str:
        return str(self.project_id)
