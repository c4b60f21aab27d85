"""How often somebody may try to sign in, and which browsers are known to be theirs."""

from questionnaire.signing_in.browsers import (
    asked_to_remember,
    is_known_somewhere,
    known_browser,
    remember_account,
    remember_browser,
)
from questionnaire.signing_in.limits import (
    WAIT_SECONDS,
    asked_to_wait,
    client_address,
    count_try,
    forget_tries,
)

__all__ = [
    "WAIT_SECONDS",
    "asked_to_remember",
    "asked_to_wait",
    "client_address",
    "count_try",
    "forget_tries",
    "is_known_somewhere",
    "known_browser",
    "remember_account",
    "remember_browser",
]
