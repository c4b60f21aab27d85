"""What a site in production must know before it may start."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError
from django.http.request import validate_host
from environ import Env

_NAME = "DMP Studio does not start."
# By this code gunicorn knows that starting its workers again is of no use.
EXIT_CODE = 3


class NotReadyToStart(ImproperlyConfigured):
    """Settings are missing; the message says which, a sentence each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join([_NAME, *sentences]))


@contextmanager
def refusal_in_words() -> Iterator[None]:
    """Say what is missing to start or work, without a traceback that would hide it."""
    try:
        yield
    except NotReadyToStart as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_CODE)
    except OperationalError as error:
        if not _is_of_connecting(error):
            raise
        print(f"DMP Studio does not reach its database.\n{error}", file=sys.stderr)
        sys.exit(1)


def _is_of_connecting(error: OperationalError) -> bool:
    """Whether PostgreSQL was not reached, rather than that it refused a statement."""
    return getattr(error.__cause__, "pgcode", "") is None


def refuse_incomplete(
    *, allowed_hosts: Sequence[str], site_url: str, email_url: str, sender: str
) -> None:
    """Raise NotReadyToStart unless a site in production can be reached and write."""
    sentences = []
    if not allowed_hosts:
        sentences.append(
            "Set ALLOWED_HOSTS to the host names of the site, as pgd.example.ca."
        )
    if not site_url:
        sentences.append(
            "Set SITE_URL to the address of the site, as https://pgd.example.ca:"
            " links in mail begin with it."
        )
    elif wrong := _fault_of_address(site_url, allowed_hosts):
        sentences.append(wrong)
    if not email_url:
        sentences.append(
            "Set EMAIL_URL to the mail server, as smtp+tls://user:password@host:587:"
            " without mail nobody can confirm an address."
        )
    elif urlsplit(email_url).scheme not in Env.EMAIL_SCHEMES:
        sentences.append("EMAIL_URL must begin with smtp, smtp+tls or smtp+ssl.")
    if not sender:
        sentences.append(
            "Set DEFAULT_FROM_EMAIL to the address that mail comes from,"
            " as pgd@example.ca."
        )
    if sentences:
        raise NotReadyToStart(sentences)


def origin_of(site_url: str) -> str:
    """What browsers call the origin of the pages at this address."""
    address = urlsplit(site_url.lower())
    return f"{address.scheme}://{address.netloc}"


def _fault_of_address(site_url: str, allowed_hosts: Sequence[str]) -> str:
    """A sentence about an address that leads nowhere; "" if it may be right."""
    try:
        address = urlsplit(site_url)
        host = address.hostname or ""
    except ValueError:
        address, host = None, ""
    if not host or address is None or address.scheme not in ("http", "https"):
        return (
            f"SITE_URL is “{site_url}”: it must be a whole address,"
            " as https://pgd.example.ca."
        )
    if allowed_hosts and not validate_host(host, allowed_hosts):
        return f"SITE_URL leads to {host}, which ALLOWED_HOSTS does not name."
    return ""
