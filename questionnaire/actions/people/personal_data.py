"""Recording in the trail that a person's data was exported."""

from questionnaire.actions.common import write_site_event
from questionnaire.errors import get_or_refuse
from questionnaire.models import User
from questionnaire.permissions import SitePermission, require_on_site
from questionnaire.vocabulary import SiteVerb


def open_personal_data(*, user_id: int, by: User) -> User:
    """The account whose data is to be exported; writes an event in the site's trail.

    Everybody may export their own data, administrators anybody's. Raises NotFound.
    """
    is_own = user_id == by.pk
    require_on_site(
        by, SitePermission.EXPORT_MY_DATA if is_own else SitePermission.USER_EXPORT
    )
    user = get_or_refuse(User.objects.all(), pk=user_id)
    write_site_event(by=by, verb=SiteVerb.USER_EXPORTED, target=f"user:{user.pk}")
    return user
