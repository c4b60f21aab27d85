"""Rights on the site: what is done outside projects and institutions."""

import enum

from django.contrib.auth.models import AnonymousUser

from questionnaire.errors import Forbidden
from questionnaire.models import User


class SitePermission(enum.StrEnum):
    """Everything that can be done outside projects and institutions."""

    ADMIN_PAGES = "site.admin_pages"
    TRAIL_READ = "site.trail_read"
    INSTITUTION_EDIT = "institution.edit"
    USER_SEARCH = "user.search"
    USER_GRANT_ROLE = "user.grant_role"
    USER_DEACTIVATE = "user.deactivate"
    USER_MERGE = "user.merge"
    USER_EXPORT = "user.export"
    USER_ERASE = "user.erase"
    PROJECT_CREATE = "project.create"
    CALENDAR_FEED = "account.calendar_feed"
    EXPORT_MY_DATA = "account.export_my_data"
    DELETE_ME = "account.delete_me"


# What everybody may do who is signed in; the rest is for
# site administrators.
OF_EVERYBODY = {
    SitePermission.PROJECT_CREATE,
    SitePermission.CALENDAR_FEED,
    SitePermission.EXPORT_MY_DATA,
    SitePermission.DELETE_ME,
}


def may_on_site(user: User | AnonymousUser, permission: SitePermission) -> bool:
    """Whether this person may do this; an account that is closed may nothing."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or permission in OF_EVERYBODY


def require_on_site(user: User | AnonymousUser, permission: SitePermission) -> None:
    """Raise Forbidden unless this person may do this."""
    if not may_on_site(user, permission):
        raise Forbidden(permission)
