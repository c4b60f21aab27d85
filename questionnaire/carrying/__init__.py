"""Forms that met an ended session: kept for a day, and sent once their author confirms.

Whoever sends a form after their session has ended is asked to sign in. What was typed
is kept meanwhile (`store.py`), with who had opened the page of the form (`owners.py`).
Signed in again, that person sees what it was and sends it, through the same address,
rights and checks as ever, or discards it.
"""

from questionnaire.carrying.owners import Owner, owner_of, remember_owner
from questionnaire.carrying.store import (
    COOKIE,
    FIELD,
    OF_SIGNING_IN,
    CarriedForm,
    NotCarried,
    carried_forms,
    carry,
    forget,
    is_sent_here,
    may_be_carried,
)

__all__ = [
    "COOKIE",
    "FIELD",
    "OF_SIGNING_IN",
    "CarriedForm",
    "NotCarried",
    "Owner",
    "carried_forms",
    "carry",
    "forget",
    "is_sent_here",
    "may_be_carried",
    "owner_of",
    "remember_owner",
]
