"""Browsers in which an account was signed in before.

Guessing is limited for each account. So that nobody can lock others out by guessing
at their accounts, a browser that an account has been signed in with, or that chose its
password by the link in a mail, counts its tries for itself. A signed cookie says which
accounts those are; it opens nothing.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from questionnaire.models import User

COOKIE = "known_browser"
_SALT = "questionnaire.signing_in.browsers"
_LASTS = 60 * 60 * 24 * 180
# Accounts of one browser; the one signed in to last is the last to go.
_REMEMBERED = 5
_ATTRIBUTE = "account_to_remember"


def known_browser(request: HttpRequest, email: str) -> str | None:
    """The name of this browser, if the account was signed in here before."""
    name, accounts = _read(request)
    return name if _digest(email) in accounts else None


def is_known_somewhere(request: HttpRequest) -> bool:
    """Whether any account was signed in here before."""
    return bool(_read(request)[1])


def remember_account(request: HttpRequest | None, user: User, **signal: Any) -> None:
    """Receiver of signals: somebody has proved to be the owner of this account."""
    if request is not None:
        setattr(request, _ATTRIBUTE, user.email)


def asked_to_remember(request: HttpRequest) -> str | None:
    """The address of the account that this request has proved, if any."""
    email: str | None = getattr(request, _ATTRIBUTE, None)
    return email


def remember_browser(
    request: HttpRequest, response: HttpResponseBase, email: str
) -> None:
    """Let this browser be known as one of the account."""
    name, accounts = _read(request)
    others = [each for each in accounts if each != _digest(email)][1 - _REMEMBERED :]
    response.set_cookie(
        COOKIE,
        signing.dumps(
            [name or secrets.token_hex(8), *others, _digest(email)], salt=_SALT
        ),
        max_age=_LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> tuple[str | None, list[str]]:
    """(name of the browser, digests of the accounts that were signed in here)."""
    try:
        name, *accounts = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS
        )
    except signing.BadSignature:
        return None, []
    return name, accounts


def _digest(email: str) -> str:
    """What stands for an account, without telling others on this computer which."""
    return salted_hmac(_SALT, email.lower(), algorithm="sha256").hexdigest()[:20]
