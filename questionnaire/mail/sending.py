"""How a mail is handed to the mail server, which may fail."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMultiAlternatives

logger = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail server did not take some mail, which stays waiting."""

    # The log has said why (dmp_site/logs.py).
    is_explained = True


def try_to_send(
    compose: Callable[..., EmailMultiAlternatives], *arguments: Any
) -> bool:
    """Compose and send one mail; whether the server took it."""
    try:
        compose(*arguments).send()
    except OSError as error:
        # The server is away or refuses, which its own words explain best.
        logger.error("A mail could not be sent; it will be tried again: %s", error)
        return False
    except Exception:
        # Servers fail in many ways, and one mail must not hold up the others.
        logger.exception("A mail could not be sent; it will be tried again.")
        return False
    return True


def raise_if_failed(failed: int) -> None:
    """Raise MailNotSent if any mail failed, so that the task is shown as failed."""
    if failed:
        raise MailNotSent(f"{failed} waiting")
