"""What people are notified of, in the site and by mail."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.models.institution import InstitutionRole
from questionnaire.models.project import Membership
from questionnaire.vocabulary import InstitutionRoleName, NoticeKind

# What librarians are notified of in plans in which they are no members.
FOR_LIBRARIANS = (NoticeKind.FEEDBACK_ASKED, NoticeKind.COMMENT)
# What tells people that they have no access any more; it leads nowhere.
OF_THE_END = (NoticeKind.REMOVED, NoticeKind.PROJECT_DELETED)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def readable(self) -> Self:
        """Those that their recipients may still read.

        As members or librarians of a project that is not deleted, or because they say
        that access has ended.
        """
        member = Membership.objects.filter(
            project=OuterRef("project"), user=OuterRef("recipient")
        )
        librarian = InstitutionRole.objects.filter(
            institution__projects=OuterRef("project"),
            user=OuterRef("recipient"),
            role=InstitutionRoleName.LIBRARIAN,
        )
        has_access = Exists(member) | (Q(kind__in=FOR_LIBRARIANS) & Exists(librarian))
        return self.filter(
            Q(kind__in=OF_THE_END) | (Q(project__deleted_at=None) & has_access)
        )

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One notice to one person: in their list until read, and sent by mail."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    project = models.ForeignKey(
        "questionnaire.Project", models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices_caused",
    )
    # What the mail says and links to: {"slug": "naming-conventions", "label": "2.3",
    # "comment": 12, …}.
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # When the mail server took it, or nobody wanted it by mail; None while it waits.
    sent_at = models.DateTimeField(null=True, blank=True)
    # When its recipient opened it, or marked it as read.
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["sent_at", "recipient"]),
            models.Index(fields=["recipient", "-id"], name="notices_of_a_person"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None),
                name="unread_notices",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.get_kind_display()}"

    @property
    def project_title(self) -> str:
        """The title of the project, as its recipient knows it."""
        return self._title_when_removed() or self.project.title

    @property
    def short_project_title(self) -> str:
        return self._title_when_removed() or self.project.short_title

    def _title_when_removed(self) -> str:
        """For somebody who was removed: what the title was then; else ""."""
        if self.kind != NoticeKind.REMOVED:
            return ""
        return str(self.data.get("title") or _("Former project"))
