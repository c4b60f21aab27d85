"""Institutions, and their librarians."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.bilingual import Bilingual, in_both_languages
from questionnaire.lib.ror import validate_ror
from questionnaire.vocabulary import InstitutionRoleName, Language


class Institution(models.Model):
    """A university or other organisation that plans belong to."""

    name_fr = models.CharField(_("name in French"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    # As https://ror.org/03rmrcq20.
    ror = models.CharField("ROR", max_length=40, blank=True, validators=[validate_ror])
    # Preselected for its exports, and used in mail to addresses without an account.
    language = models.CharField(
        _("default language"),
        max_length=2,
        choices=Language.choices,
        default=Language.FR,
    )
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)

    name = Bilingual()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name_fr"]
        constraints = [
            models.CheckConstraint(
                condition=in_both_languages("name"),
                name="institutions_are_named_in_both_languages",
            ),
            models.UniqueConstraint(
                fields=["ror"],
                condition=~models.Q(ror=""),
                name="ror_identifiers_are_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Faculty(models.Model):
    """A faculty or department, by its names in both languages.

    Projects keep what was typed; this says which texts mean the same faculty.
    """

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="faculties"
    )
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    name = Bilingual()

    class Meta:
        verbose_name = _("faculty")
        verbose_name_plural = _("faculties")
        ordering = ["institution", "name_fr"]
        constraints = [
            models.CheckConstraint(
                condition=in_both_languages("name"),
                name="faculties_are_named_in_both_languages",
            ),
            models.UniqueConstraint(
                fields=["institution", "name_fr"], name="faculties_are_listed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionLogo(models.Model):
    """A small picture, stored in the database so that every server has it."""

    institution = models.OneToOneField(
        Institution, models.CASCADE, primary_key=True, related_name="logo"
    )
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)  # "image/png"
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return str(self.institution_id)


class InstitutionRole(models.Model):
    """A person's role in an institution, granted by a site administrator."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="institution_roles"
    )
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=InstitutionRoleName.choices)

    class Meta:
        verbose_name = _("role in an institution")
        verbose_name_plural = _("roles in institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "role"],
                name="institution_roles_are_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.institution}"
