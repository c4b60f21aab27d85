"""Who was signed in when a page was opened, even after their session has ended.

The site gives every sign-in a CSRF token of its own, which each form of its pages
sends. A signed cookie remembers whose tokens they are in this browser; so a form is
never sent under the name of somebody else who has signed in since.
"""

import string
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "page_owners"
_SALT = "questionnaire.carrying.owners"
_LASTS = 60 * 60 * 24 * 30
# Of this many sign-ins in one browser; pages of earlier ones belong to nobody known.
_REMEMBERED = 5

# Django sends the secret of a token hidden behind a mask of the same length.
_SECRET_LENGTH = 32
_CHARACTERS = string.ascii_letters + string.digits


class Owner(NamedTuple):
    """Who opened a page, and whether they said that the computer is shared."""

    user_id: int
    on_shared_computer: bool


def remember_owner(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember whose page this response is, if it is one with forms."""
    has_forms = request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    if not has_forms or not request.user.is_authenticated:
        return
    known = _read(request)
    is_shared = bool(request.session.get("shared_computer"))
    entry = [_digest(request.META["CSRF_COOKIE"]), request.user.pk, is_shared]
    if entry in known:
        return
    known = [each for each in known if each[0] != entry[0]][1 - _REMEMBERED :]
    known.append(entry)
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=_SALT),
        max_age=None if any(shared for *_who, shared in known) else _LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def owner_of(request: HttpRequest) -> Owner | None:
    """Who opened the page that this form or script is of; None if nobody knows."""
    token = request.headers.get("X-CSRFToken") or request.POST.get(
        "csrfmiddlewaretoken", ""
    )
    digest = _digest(token)
    for known, user_id, is_shared in _read(request):
        if known == digest:
            return Owner(user_id, is_shared)
    return None


def _read(request: HttpRequest) -> list[Any]:
    try:
        known = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS
        )
    except signing.BadSignature:
        return []
    return list(known)


def _digest(token: str) -> str:
    """What stands for a token, masked or not, without giving it away."""
    return salted_hmac(_SALT, _unmasked(token), algorithm="sha256").hexdigest()[:20]


def _unmasked(token: str) -> str:
    mask, masked = token[:_SECRET_LENGTH], token[_SECRET_LENGTH:]
    if len(mask) != len(masked) or not set(token) <= set(_CHARACTERS):
        return token
    places = _CHARACTERS.index
    return "".join(
        _CHARACTERS[places(hidden) - places(hiding)]
        for hidden, hiding in zip(masked, mask, strict=True)
    )
