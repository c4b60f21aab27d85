"""What an institution holds of finished plans: exported, or deposited elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import HoldingKind


class Holding(models.Model):
    """That an edition was exported, or deposited elsewhere: when and by whom.

    One for each export of many plans that made all the files of the edition; others are
    noted by hand. Colleagues share them; another institution that a project moves to
    begins without.
    """

    edition = models.ForeignKey(
        "questionnaire.Edition", models.PROTECT, related_name="holdings"
    )
    institution = models.ForeignKey(
        "questionnaire.Institution", models.PROTECT, related_name="holdings"
    )
    kind = models.CharField(max_length=10, choices=HoldingKind.choices)
    # The librarian who exported it, or who noted the deposit.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings"
    )
    at = models.DateTimeField(default=timezone.now)
    # Only of an exported edition.
    export = models.ForeignKey(
        "questionnaire.BulkExport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holdings",
    )
    # Only of a deposited one: where it is, and its address or DOI.
    place = models.CharField(_("where it is deposited"), max_length=200, blank=True)
    link = models.CharField(_("address or DOI"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("edition held by an institution")
        verbose_name_plural = _("editions held by institutions")
        ordering = ["edition", "-at", "-id"]
        # The librarians whose exports the desk can be filtered by.
        indexes = [
            models.Index(fields=["institution", "by"], name="holdings_by_librarian")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "export"], name="exports_are_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=HoldingKind.EXPORTED, export__isnull=False, place="")
                | (Q(kind=HoldingKind.DEPOSITED, export__isnull=True) & ~Q(place="")),
                name="holdings_say_what_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_kind_display()}"

    @property
    def is_deposit(self) -> bool:
        return self.kind == HoldingKind.DEPOSITED
