"""Refusals: the exceptions that say why a request is not carried out.

There are four base classes: what was asked for does not exist for this person
(NotFound), the person may never do it (Forbidden), it conflicts with what has happened
meanwhile (Conflict), or the input is invalid (Invalid).

They are in a module of their own at the bottom of the layers, since both `permissions`
and `actions` raise subclasses, and each entry point handles the base classes in one
place: `refusals.py` for pages and scripts, `management/base.py` for commands. A
subclass is defined beside the code that raises it; those that several actions share
are in `actions/errors.py`.
"""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)


class Refusal(Exception):
    """A request was not carried out, and nothing was changed.

    `code` identifies the reason to programs, and is never changed once released;
    `message` explains it to people.
    """

    code = "refused"
    message: str | Promise = _("This cannot be done.")


class NotFound(Refusal):
    """There is no such object, or this person may not know of it."""

    code = "page_not_found"
    message: str | Promise = _("This is not there, or you have no access to it.")


class Forbidden(Refusal):
    """The person may not do this, whatever the state of the project."""

    code = "permission_denied"
    message: str | Promise = _("You may not do this.")


class Conflict(Refusal):
    """The request conflicts with the present state."""

    code = "conflict"
    message: str | Promise = _("Something has changed meanwhile.")


class Invalid(Refusal):
    """The input is not valid."""

    code = "invalid"
    message: str | Promise = _("What was sent cannot be used.")


def get_or_refuse(rows: QuerySet[Row], **conditions: Any) -> Row:
    """The row of `rows` that meets `conditions`. Raises NotFound."""
    found = rows.filter(**conditions).first()
    if found is None:
        raise NotFound(conditions)
    return found
