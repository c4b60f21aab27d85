"""What a move to a newer template leaves to be looked at."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import CheckKind, UnitChoice


class MoveCheck(models.Model):
    """One thing that people look at after a move, because nobody else can know.

    Of kind "wording": an agreed question that the template rewords. Of kind "unit": a
    column whose numbers were written for another unit.
    """

    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="move_checks"
    )
    # What the project followed before the move.
    former_template = models.ForeignKey(
        "questionnaire.PlanTemplate", models.PROTECT, null=True, related_name="+"
    )
    # By slug, which stays the same from one version of the template to the next.
    question_slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=8, choices=CheckKind.choices)
    # Of units: the column, its label before and since as {"fr": …, "en": …}, and what
    # to multiply by; "" if nobody knows.
    part_key = models.CharField(max_length=80, blank=True)
    column_key = models.CharField(max_length=80, blank=True)
    former = models.JSONField(default=dict, blank=True)
    column = models.JSONField(default=dict, blank=True)
    factor = models.CharField(max_length=40, blank=True)
    choice = models.CharField(max_length=10, choices=UnitChoice.choices, blank=True)
    # The newest version at the time of the move: later ones were written knowingly,
    # unless on a page from before it.
    last_version_id = models.BigIntegerField(default=0)
    # Ids of earlier versions whose numbers their author has checked.
    checked = models.JSONField(default=list, blank=True)
    # {id of an answer: the numbers of its draft when the project moved}, until its
    # author says what they mean or saves a version.
    drafts = models.JSONField(default=dict, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("check after a move")
        verbose_name_plural = _("checks after a move")
        ordering = ["project", "id"]
        indexes = [models.Index(fields=["project", "kind", "settled_at"])]

    def __str__(self) -> str:
        return f"{self.question_slug}, {self.get_kind_display()}"
