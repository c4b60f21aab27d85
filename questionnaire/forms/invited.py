"""The address that an invitation was sent to, while its reader signs in or up.

Kept in the session of the browser that opened the link.
"""

import re

from django.http import HttpRequest

_KEY = "invited_email"
_INVITATION = re.compile(r"^/(?:fr|en)/invitations/[^/?#]+/$")


def remember_invited(request: HttpRequest, email: str) -> None:
    """Record that this browser opened the link of an invitation sent to `email`."""
    request.session[_KEY] = email


def is_invited(request: HttpRequest, email: str) -> bool:
    """Whether this browser opened an invitation sent to this address."""
    invited: str = request.session.get(_KEY, "")
    return email.lower() == invited


def invited_address(request: HttpRequest | None) -> str:
    """The address to sign in or up with, on the way to an invitation; "" elsewhere."""
    if request is None or not _INVITATION.match(request.GET.get("next", "")):
        return ""
    invited: str = request.session.get(_KEY, "")
    return invited
