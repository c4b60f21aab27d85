"""How often a password may be tried, and from where; all processes count together.

allauth counts in Django's cache, which is a table of the database. A browser that the
account knows counts for itself. For others, tries are counted for the account from one
address, for the account from everywhere, and for the address; the latter limits are so
wide that nobody reaches them by mistyping.
"""

import time

from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import clean_client_ip
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from questionnaire.signing_in.browsers import known_browser

# The limits of pages, which allauth checks by itself, are all a minute long.
WAIT_SECONDS = 60
_APP = "allauth.account"
_ATTRIBUTE = "seconds_to_wait"
_NO_ADDRESS = "0.0.0.0"  # noqa: S104  # stands for an address that nobody could read


def client_address(request: HttpRequest) -> str:
    """The address of the browser, as far as the proxies in front can be trusted.

    Each proxy adds the address that it was asked from at the end of X-Forwarded-For;
    what stands before is whatever the browser wrote. Without as many entries as there
    are proxies, the request came past them.
    """
    count: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    found = None
    if 0 < count <= len(entries):
        found = clean_client_ip(entries[-count])
    found = found or clean_client_ip(request.META.get("REMOTE_ADDR", ""))
    return found or _NO_ADDRESS


def count_try(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """Count a try to sign in to an account; None when it is one too many.

    The answer is then told how long to wait (see `asked_to_wait`). What is returned
    can be taken back with `rollback`, once the password was right.
    """
    used = RateLimitUsage(usage=[])
    for action, key in _limits(request, email):
        usage = ratelimit.consume(request, app=_APP, action=action, key=key)
        if usage is None:
            setattr(request, _ATTRIBUTE, _seconds_left(request, action, key))
            return None
        used.usage += usage.usage
    return used


def forget_tries(request: HttpRequest, email: str) -> None:
    """Let an account be tried anew, since its owner has chosen another password."""
    for action, key in _of_account(request, email):
        ratelimit.clear(request, app=_APP, action=action, key=key)


def asked_to_wait(request: HttpRequest) -> int | None:
    """How many seconds whoever sent this request has to wait; None if not at all."""
    seconds: int | None = getattr(request, _ATTRIBUTE, None)
    return seconds


def _limits(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    """[(action in ACCOUNT_RATE_LIMITS, what is counted)] of a try."""
    email = email.lower()
    if browser := known_browser(request, email):
        return [("sign_in_known", f"{email} {browser}")]
    return [*_of_account(request, email), ("sign_in_place", _place(request))]


def _of_account(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    email = email.lower()
    return [
        ("sign_in_here", f"{email} {_place(request)}"),
        ("sign_in_anywhere", email),
    ]


def _place(request: HttpRequest) -> str:
    """The address, or the network that an IPv6 address is out of."""
    network: str = ratelimit.truncate_ip(client_address(request))
    return network


def _seconds_left(request: HttpRequest, action: str, key: str) -> int:
    """How long until the next try would be counted; at least a second."""
    left = 1.0
    for rate in ratelimit.get_rates(app=_APP, action=action):
        counted = ratelimit.get_cache_key(
            request, app=_APP, action=action, rate=rate, key=key
        )
        history = cache.get(counted, [])
        if len(history) >= rate.amount:
            oldest = history[rate.amount - 1]
            left = max(left, oldest + rate.duration - time.time())
    return round(left)
