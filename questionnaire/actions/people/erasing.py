"""Erasing what links the record to a person, at that person's request.

Law 25 of Québec and the GDPR (articles 17 and 89) allow keeping what research needs
once it no longer identifies anybody. Versions, decisions, editions and trails are
never changed: the account that they point to is blanked instead.
"""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from questionnaire.actions.common import write_event, write_site_event
from questionnaire.actions.people.accounts import (
    AccountRefusal,
    close_account,
    lock_account,
    refuse_merged_or_erased,
)
from questionnaire.actions.projects.archiving import archive_project
from questionnaire.actions.projects.deleting import delete_project
from questionnaire.former_members import FORMER_MEMBER
from questionnaire.models import (
    Answer,
    Assignment,
    CalendarFeed,
    Decision,
    Draft,
    EditionFile,
    FormDraft,
    InstitutionRole,
    Invitation,
    Membership,
    Notice,
    Project,
    RecoveredDraft,
    SavedView,
    TodoMark,
    User,
)
from questionnaire.permissions import (
    ProjectAccess,
    SitePermission,
    get_project_access,
    require_on_site,
)
from questionnaire.vocabulary import (
    Appearance,
    MailRhythm,
    Parting,
    Role,
    SiteVerb,
    Verb,
)

# Rows deleted with the account: (model, lookup of the account).
DELETED_WITH_ACCOUNT: tuple[tuple[type[Model], str], ...] = (
    (TodoMark, "answer__author"),
    (RecoveredDraft, "answer__author"),
    (Draft, "answer__author"),
    (FormDraft, "owner"),
    (Assignment, "member"),
    (Notice, "recipient"),
    (Invitation, "accepted_by"),
    (InstitutionRole, "user"),
    (SavedView, "user"),
    (CalendarFeed, "user"),
    (EmailAddress, "user"),
)


@transaction.atomic
def erase_account(
    *, user_id: int, by: User, partings: Mapping[uuid.UUID, Parting] | None = None
) -> User:
    """Blank an account for good, along with those that were merged into it.

    Name, address, iD, institution, sessions, unsaved texts, notices, memberships and
    roles are deleted. Versions, comments, decisions and the trail stay, under “Former
    member”; editions keep the names that they were frozen with. Everybody may erase
    their own account, administrators other people's.

    `partings` says what becomes of the projects that would be left without a principal
    investigator. Raises NotFound, and AccountRefusal, also when there are others.
    """
    is_own = user_id == by.pk
    require_on_site(
        by, SitePermission.DELETE_ME if is_own else SitePermission.USER_ERASE
    )
    accounts = _with_merged(user_id)
    projects = list(
        Project.objects.select_for_update(no_key=True)
        .filter(
            Q(pk__in=_projects_of(Membership, "user", accounts))
            | Q(pk__in=_projects_of(Answer, "author", accounts))
            | Q(pk__in=_projects_of(Decision, "decided_by", accounts))
        )
        .order_by("pk")
    )
    user = lock_account(user_id)
    refuse_merged_or_erased(user)
    if user.is_staff:
        if not is_own:
            raise AccountRefusal("administrator")
        if not User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk):
            raise AccountRefusal("last_administrator")
    for project in projects_without_pi(user):
        if parting := (partings or {}).get(project.pk):
            _part_with(project, parting, by)
    if left := projects_without_pi(user):
        raise AccountRefusal("sole_pi", left)
    memberships = Membership.objects.filter(user__in=accounts)
    for project in Project.objects.filter(
        pk__in=[each.project_id for each in memberships]
    ).order_by("pk"):
        write_event(project, by=user, verb=Verb.MEMBER_LEFT)
    memberships.delete()
    for model, lookup in DELETED_WITH_ACCOUNT:
        model._default_manager.filter(**{f"{lookup}__in": accounts}).delete()
    # Answers that consisted of unsaved text alone.
    Answer.objects.filter(author__in=accounts, versions=None).delete()
    # Files made from live plans: new ones will be made without the name.
    EditionFile.objects.filter(project__in=projects, edition=None).delete()
    for each in User.objects.filter(pk__in=accounts):
        Invitation.objects.filter(email__iexact=each.email).delete()
        _blank(each)
    write_site_event(
        by=by,
        verb=SiteVerb.USER_ERASED,
        target=f"user:{user.pk}",
        asked_by_the_person=is_own,
    )
    return user


def projects_without_pi(user: User) -> QuerySet[Project]:
    """The projects in use whose only principal investigator is this person.

    Principal investigators whose account is closed do not count. Deleted projects need
    none, and archived ones can do without: an administrator takes them back into use
    and invites somebody.
    """
    others = Membership.objects.filter(
        project=OuterRef("pk"), role=Role.PI, user__is_active=True
    ).exclude(user=user)
    return (
        Project.objects.active()
        .filter(~Exists(others), memberships__user=user, memberships__role=Role.PI)
        .order_by("title", "pk")
    )


def _part_with(project: Project, parting: Parting, by: User) -> None:
    if parting == Parting.DELETE:
        delete_project(project_id=project.pk, by=by)
    else:
        archive_project(project_id=project.pk, by=by)


def accesses_without_pi(user: User, *, by: User) -> list[ProjectAccess]:
    """The same, as `by` has access to them. A query for each."""
    return [get_project_access(by, project.pk) for project in projects_without_pi(user)]


def _projects_of(
    model: type[Model], field: str, accounts: Collection[int]
) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(**{f"{field}__in": accounts})
    return rows.order_by().values("project")


def _with_merged(user_id: int) -> list[int]:
    """The ids of the account and of all that were merged into it, directly or not."""
    found, waiting = [], [user_id]
    while waiting:
        found += waiting
        waiting = list(
            User.objects.filter(merged_into__in=waiting).values_list("pk", flat=True)
        )
    return found


def _blank(user: User) -> None:
    user.name = FORMER_MEMBER
    # A reserved domain, to which no mail is delivered (RFC 2606).
    user.email = f"{uuid.uuid4().hex}@erased.invalid"
    user.orcid = user.institution_claimed = ""
    user.appearance = Appearance.SYSTEM
    user.mail_rhythm = MailRhythm.NEVER
    user.is_staff = user.is_superuser = False
    user.last_login = None
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    close_account(user)
