"""The family of refusals: why something that was asked for is not done.

Four kinds, because whoever asked can do four things about it: nothing is there
for them (NotFound), they may never do it (Forbidden), it does not fit what has
happened meanwhile (Conflict), or what they sent makes no sense (Invalid).

The kinds stand at the bottom, since both the rules (`permissions`) and the
writers (`actions`) raise members, and every entry point maps the kinds once:
`refusals.py` for pages and scripts, `management/base.py` for commands. A member
stands beside what raises it; those that several actions share are in
`actions/errors.py`.
"""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)


class Refusal(Exception):
    """Something that was asked for is not done, and nothing was changed.

    `code` names the reason to programs and never changes once it was sent;
    `message` says it to people.
    """

    code = "refused"
    message: str | Promise = _("This cannot be done.")


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""

    code = "page_not_found"
    message: str | Promise = _("This is not there, or you have no access to it.")


class Forbidden(Refusal):
    """The person may not do this, whatever the state of things."""

    code = "permission_denied"
    message: str | Promise = _("You may not do this.")


class Conflict(Refusal):
    """What was asked for does not fit the present state of things."""

    code = "conflict"
    message: str | Promise = _("Something has changed meanwhile.")


class Invalid(Refusal):
    """What was sent cannot be taken as it is."""

    code = "invalid"
    message: str | Promise = _("What was sent cannot be used.")


def get_or_refuse(rows: QuerySet[Row], **conditions: Any) -> Row:
    """The one row of the queryset `rows` that meets `conditions`; or NotFound."""
    found = rows.filter(**conditions).first()
    if found is None:
        raise NotFound(conditions)
    return found
