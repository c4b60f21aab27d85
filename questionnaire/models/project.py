"""Research projects and their members."""

import datetime
import math
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.bilingual import LANGUAGES, both
from questionnaire.lib.ror import validate_ror
from questionnaire.lib.text import search_key
from questionnaire.vocabulary import Language, ProjectStatus, ReminderKind, Role

# How long a deleted project can be restored.
RESTORABLE_FOR = datetime.timedelta(days=30)


class ProjectQuerySet(models.QuerySet["Project"]):
    def live(self) -> Self:
        """Those that are not deleted: what anybody but who may restore them sees."""
        return self.filter(deleted_at=None)

    def active(self) -> Self:
        """Neither deleted nor archived: what reminds people of itself."""
        return self.live().filter(archived_at=None)

    def to_be_erased(self, now: datetime.datetime) -> Self:
        """Those that were deleted so long ago that nobody restores them any more."""
        return self.filter(deleted_at__lte=now - RESTORABLE_FOR, erased_at=None)

    def of_member(self, user: Any) -> Self:
        """The projects of which this person is a member."""
        return self.filter(memberships__user=user)


class Project(models.Model):
    """A research project; its agreed answers make up its plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("project title"), max_length=300)
    # A short name, for menus and file names.
    acronym = models.CharField(_("short name"), max_length=40, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    template = models.ForeignKey(
        "questionnaire.PlanTemplate", models.PROTECT, related_name="projects"
    )
    # The template version that the project last moved from; None before any move.
    former_template = models.ForeignKey(
        "questionnaire.PlanTemplate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="former_projects",
    )
    institution = models.ForeignKey(
        "questionnaire.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("lead institution"),
    )
    # For an institution that is not on the site.
    institution_name = models.CharField(
        _("name of the institution"), max_length=200, blank=True
    )
    department = models.CharField(
        _("faculty or department"), max_length=200, blank=True
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=ProjectStatus.choices,
        default=ProjectStatus.DRAFTING,
    )
    # The language that answers are written in unless a member chooses otherwise.
    language = models.CharField(
        _("language you will write in"), max_length=2, choices=Language.choices
    )
    funder = models.CharField(_("funder"), max_length=200, blank=True)
    grant_number = models.CharField(_("grant number"), max_length=100, blank=True)
    starts_on = models.DateField(_("start date"), null=True, blank=True)
    ends_on = models.DateField(_("end date"), null=True, blank=True)
    # When the team intends to review the plan again.
    review_on = models.DateField(_("review again on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Set by every action that changes the plan; lists are sorted by it.
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    # When its newest edition was made; None before the first.
    finished_at = models.DateTimeField(null=True, editable=False)
    # Whether its institution has neither exported nor deposited the newest edition:
    # kept by actions/library/holdings.py, so that this is read along an index.
    awaits_export = models.BooleanField(default=False, db_default=False, editable=False)
    # Since when it is put away: out of the list, read only. None while it is in use.
    archived_at = models.DateTimeField(null=True, editable=False)
    # Since when it is deleted; it can be restored for RESTORABLE_FOR.
    deleted_at = models.DateTimeField(null=True, editable=False)
    # When it was erased. The row is there only if something of it had to stay: editions
    # that an institution holds, texts that others’ plans were made from.
    erased_at = models.DateTimeField(null=True, editable=False)
    # The title as lists are sorted by it (text.search_key).
    title_key = models.CharField(max_length=300, default="", editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-updated_at", "id"]
        indexes = [
            models.Index(fields=["-updated_at", "id"]),
            # The sort orders of an institution's desk, each read one page at a time.
            models.Index(
                fields=["institution", "-finished_at", "id"],
                name="projects_by_finish",
            ),
            models.Index(
                fields=["institution", "-updated_at", "id"],
                name="projects_by_change",
            ),
            models.Index(
                fields=["institution", "title_key", "id"], name="projects_by_title"
            ),
            models.Index(
                fields=["institution", "-finished_at", "id"],
                condition=Q(awaits_export=True),
                name="projects_awaiting_export",
            ),
            # For filters that match few plans among many, and for reading the values
            # that these filters offer.
            models.Index(
                fields=["institution", "department"], name="projects_by_department"
            ),
            models.Index(fields=["institution", "funder"], name="projects_by_funder"),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="deleted_projects",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="projects_have_a_title"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="projects_end_after_they_start",
                violation_error_message=_("The end date is before the start date."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(deleted_at__isnull=False),
                name="erased_projects_were_deleted",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep `title_key` in step with the title."""
        self.title_key = search_key(self.title)[:300]
        fields = kwargs.get("update_fields")
        if fields is not None and "title" in fields:
            kwargs["update_fields"] = {*fields, "title_key"}
        super().save(*args, **kwargs)

    @property
    def short_title(self) -> str:
        """The name of the project in menus."""
        return self.acronym or self.title

    @property
    def institution_label(self) -> str:
        """The institution's name in the active language, or as it was typed."""
        return self.institution.name if self.institution else self.institution_name

    def institution_label_in_both(self) -> dict[str, str]:
        """The same as {"fr": …, "en": …}, for storing."""
        if self.institution:
            return both(self.institution, "name")
        return dict.fromkeys(LANGUAGES, self.institution_name)

    @property
    def is_finished(self) -> bool:
        return self.status == ProjectStatus.FINISHED

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def restorable_until(self) -> datetime.datetime | None:
        """Until when a deleted project can be restored; None for others."""
        return self.deleted_at and self.deleted_at + RESTORABLE_FOR

    @property
    def days_to_restore(self) -> int:
        """For how many days, counting today, a deleted project can be restored."""
        until = self.restorable_until
        left = until - timezone.now() if until else datetime.timedelta()
        return max(0, math.ceil(left / datetime.timedelta(days=1)))


class Partner(models.Model):
    """An institution that takes part in a project beside the lead institution.

    It is named, and has no right to the plan: those follow `Project.institution`.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    # Their order on covers and pages.
    position = models.PositiveSmallIntegerField()
    institution = models.ForeignKey(
        "questionnaire.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
    )
    # For an institution that is not on the site.
    name = models.CharField(max_length=200, blank=True)
    ror = models.CharField(max_length=40, blank=True, validators=[validate_ror])

    class Meta:
        verbose_name = _("partner institution")
        verbose_name_plural = _("partner institutions")
        ordering = ["project", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"], name="partners_stand_in_order"
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, name="", ror="")
                | (Q(institution__isnull=True) & ~Q(name="")),
                name="partners_are_named_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The institution's name in the active language, or as it was typed."""
        return self.institution.name if self.institution else self.name

    @property
    def identifier(self) -> str:
        """Its ROR identifier, "" if unknown."""
        return self.institution.ror if self.institution else self.ror

    def label_in_both(self) -> dict[str, str]:
        """The name as {"fr": …, "en": …}, for storing."""
        if self.institution:
            return both(self.institution, "name")
        return dict.fromkeys(LANGUAGES, self.name)


class Membership(models.Model):
    """A person's membership of a project, with a role."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    # Keys of the CRediT taxonomy, for the list of contributors.
    credit_roles = models.JSONField(default=list, blank=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # Whether to send no mail about this project.
    is_muted = models.BooleanField(_("muted"), default=False)
    # The previous visit, for "since your last visit", and the current one.
    last_visit_at = models.DateTimeField(null=True, blank=True)
    this_visit_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["project", "joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"], name="members_have_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class Reminder(models.Model):
    """A record that the team was reminded of a date, so that it is reminded once."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind.choices)
    due_on = models.DateField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "due_on"], name="days_are_recalled_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.get_kind_display()}, {self.due_on}"
