"""Closing and reopening accounts, and appointing site administrators.

For site administrators only. Each action writes an event in the site's trail, in its
transaction. Closing an account immediately ends all its sessions.
"""

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.actions.common import write_site_event
from questionnaire.errors import Conflict, get_or_refuse
from questionnaire.models import Project, User
from questionnaire.permissions import SitePermission, require_on_site
from questionnaire.vocabulary import SiteVerb

_REASONS = {
    "oneself": gettext_lazy("You cannot do this to your own account."),
    "same": gettext_lazy("Choose another account: this is the same one."),
    "administrator": gettext_lazy(
        "This person is a site administrator: end that role first."
    ),
    "last_administrator": gettext_lazy(
        "You are the only administrator of the site: name another one first."
    ),
    "no_administrator": gettext_lazy("This person is no site administrator."),
    "closed": gettext_lazy("This account is closed."),
    "open": gettext_lazy("This account is open already."),
    "merged": gettext_lazy("This account was joined with another one."),
    "erased": gettext_lazy("The data of this account was erased."),
}


class AccountRefusal(Conflict):
    """This cannot be done to this account.

    `reason` says why: "oneself", "same", "administrator", "no_administrator",
    "last_administrator", "closed", "open", "merged", "erased" or "sole_pi";
    `projects` are those that would be left without a principal investigator.
    """

    code = "account"

    def __init__(self, reason: str, projects: Iterable[Project] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = f"account_{reason}"
        self.projects = list(projects)
        self.message = _REASONS.get(reason) or _sole_pi_message(self.projects)


def _sole_pi_message(projects: Iterable[Project]) -> str:
    return _(
        "Nobody else is principal investigator of these projects; hand them "
        "over first: %(projects)s"
    ) % {"projects": "; ".join(project.title for project in projects)}


@transaction.atomic
def deactivate_account(*, user_id: int, by: User) -> User:
    """Close an account and end its sessions; everything that belongs to it stays.

    Raises NotFound and AccountRefusal.
    """
    require_on_site(by, SitePermission.USER_DEACTIVATE)
    user = lock_account(user_id)
    refuse_own_and_administrators(user, by)
    if not user.is_active:
        raise AccountRefusal("closed")
    close_account(user)
    write_site_event(by=by, verb=SiteVerb.USER_DEACTIVATED, target=f"user:{user.pk}")
    return user


@transaction.atomic
def reactivate_account(*, user_id: int, by: User) -> User:
    """Reopen an account; the person signs in with the same password as before.

    Raises NotFound and AccountRefusal: an account that was merged or erased stays
    closed.
    """
    require_on_site(by, SitePermission.USER_DEACTIVATE)
    user = lock_account(user_id)
    refuse_merged_or_erased(user)
    if user.is_active:
        raise AccountRefusal("open")
    user.is_active = True
    user.save(update_fields=["is_active"])
    write_site_event(by=by, verb=SiteVerb.USER_REACTIVATED, target=f"user:{user.pk}")
    return user


@transaction.atomic
def name_administrator(*, user_id: int, by: User) -> User:
    """Make somebody a site administrator; the page asks for the password first.

    Raises NotFound and AccountRefusal.
    """
    require_on_site(by, SitePermission.USER_GRANT_ROLE)
    user = lock_account(user_id)
    refuse_merged_or_erased(user)
    if not user.is_active:
        raise AccountRefusal("closed")
    if user.is_staff:
        raise AccountRefusal("administrator")
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    write_site_event(by=by, verb=SiteVerb.ADMINISTRATOR_NAMED, target=f"user:{user.pk}")
    return user


@transaction.atomic
def remove_administrator(*, user_id: int, by: User) -> User:
    """End somebody's role as a site administrator, with immediate effect.

    Nobody can end their own, so that the site always has an administrator. Raises
    NotFound and AccountRefusal.
    """
    require_on_site(by, SitePermission.USER_GRANT_ROLE)
    user = lock_account(user_id)
    if user.pk == by.pk:
        raise AccountRefusal("oneself")
    if not user.is_staff:
        raise AccountRefusal("no_administrator")
    user.is_staff = user.is_superuser = False
    user.save(update_fields=["is_staff", "is_superuser"])
    write_site_event(
        by=by, verb=SiteVerb.ADMINISTRATOR_REMOVED, target=f"user:{user.pk}"
    )
    return user


def lock_account(user_id: int) -> User:
    """The account, locked until the transaction ends. Raises NotFound."""
    return get_or_refuse(
        User.objects.select_for_update(no_key=True).order_by(), pk=user_id
    )


def close_account(user: User) -> None:
    """Sign the person out everywhere, and prevent signing in."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Delete every session of this person, so that reopening revives none."""
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def refuse_own_and_administrators(user: User, by: User) -> None:
    """Raise AccountRefusal for one's own account and for administrators'.

    Their role is ended first, which asks for a password.
    """
    if user.pk == by.pk:
        raise AccountRefusal("oneself")
    if user.is_staff:
        raise AccountRefusal("administrator")


def refuse_merged_or_erased(user: User) -> None:
    """Raise AccountRefusal for an account that was merged or erased."""
    if user.erased_at:
        raise AccountRefusal("erased")
    if user.merged_into_id:
        raise AccountRefusal("merged")
