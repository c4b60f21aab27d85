"""Keeping a form that nobody was signed in for: where, how much and for how long.

A form is a row of its own among the sessions, so that it expires and is purged as they
are; only the browser that sent it has the key, in a cookie that scripts cannot read.
Nothing of it is ever in an address.
"""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from questionnaire.carrying.owners import Owner, owner_of
from questionnaire.refusals import wants_json

COOKIE = "carried_forms"
# The field by which a form that is sent at last says which one it is.
FIELD = "carried_form"
KEPT_FOR = datetime.timedelta(days=1)
# All names and values together, in bytes; and how many forms a browser may have.
LARGEST = 1_000_000
_MOST = 5
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# Signing in, up and out: nothing of it is kept, with a password or without.
OF_SIGNING_IN = frozenset(
    f"account_{each}"
    for each in (
        "confirm_email",
        "confirm_login_code",
        "login",
        "logout",
        "reauthenticate",
        "reset_password",
        "reset_password_from_key",
        "signup",
    )
)


class NotCarried(Exception):
    """The form is larger than what is kept, or too many came from the same place."""


@dataclass(frozen=True)
class CarriedForm:
    """A form that was sent while nobody was signed in.

    `address` is where it was sent to, query included; `fields` are all but the CSRF
    token, in their order; `files` are the names of files, which are not carried.
    """

    key: str
    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    owner: Owner | None
    at: datetime.datetime

    @property
    def name(self) -> str:
        """What pages call it: not the key, which stays in the cookie."""
        return _name_of(self.key)

    @property
    def kept_until(self) -> datetime.datetime:
        return self.at + KEPT_FOR


def may_be_carried(request: HttpRequest, *, is_csrf_checked: bool) -> bool:
    """Whether this request is a form of one of our pages that may be kept.

    Passwords never are, nor what signs somebody in, up or out. Where the CSRF token
    was not found right, the browser itself must say that a page of ours sent it.
    """
    if request.method != "POST" or request.content_type not in _FORM_TYPES:
        return False
    if wants_json(request):
        return False
    if not is_sent_here(request, otherwise=is_csrf_checked):
        return False
    if any("password" in name for name in request.POST):
        return False
    try:
        address = resolve(request.path_info)
    except Resolver404:
        return False
    # Nor that a form which waits is discarded: it waits on.
    return address.url_name not in OF_SIGNING_IN | {"carried_forms"}


def is_sent_here(request: HttpRequest, *, otherwise: bool = False) -> bool:
    """Whether a page of this site sent the request, as far as the browser says."""
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return otherwise
    try:
        sent = urlsplit(source)
    except ValueError:
        return False
    ours = f"{request.scheme}://{request.get_host()}"
    return f"{sent.scheme}://{sent.netloc}" in (ours, *settings.CSRF_TRUSTED_ORIGINS)


def carry(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the form of this request, and give the browser the key. Raises NotCarried.

    It takes the place of the same form if that was carried before, and of the oldest
    one when there are too many. `response` is what the browser gets.
    """
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", FIELD)
    ]
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
    if size > LARGEST or not ratelimit.consume(request, action="carried_form"):
        raise NotCarried
    _rows().clear_expired()
    row = _rows()()
    row.update(
        {
            "carried_form": {
                "address": request.get_full_path(),
                "fields": fields,
                "files": _names_of_files(request),
                "owner": owner_of(request),
                "at": timezone.now().isoformat(),
            }
        }
    )
    row.set_expiry(KEPT_FOR)
    row.create()
    again = request.POST.get(FIELD, "")
    keys = _keys(request)
    dropped = [key for key in keys if _name_of(key) == again]
    kept = [key for key in keys if key not in dropped]
    dropped += kept[: 1 - _MOST]
    _set_keys(response, [*kept[1 - _MOST :], str(row.session_key)], owner_of(request))
    for key in dropped:
        _rows()(key).delete()


def carried_forms(request: HttpRequest) -> list[CarriedForm]:
    """The forms that this browser sent while nobody was signed in, newest first."""
    return sorted(_read(request), key=lambda form: form.at, reverse=True)


def forget(request: HttpRequest, response: HttpResponseBase, name: str) -> None:
    """Delete the form of this name, if this browser has it."""
    keys = _keys(request)
    for key in keys:
        if _name_of(key) == name:
            _rows()(key).delete()
            left = [each for each in keys if each != key]
            _set_keys(response, left, owner_of(request))


def _read(request: HttpRequest) -> Iterator[CarriedForm]:
    for key in _keys(request):
        data = _rows()(key).get("carried_form")
        if data is None:
            continue
        yield CarriedForm(
            key=key,
            address=data["address"],
            fields=tuple((name, value) for name, value in data["fields"]),
            files=tuple(data["files"]),
            owner=Owner(*data["owner"]) if data["owner"] else None,
            at=datetime.datetime.fromisoformat(data["at"]),
        )


def _names_of_files(request: HttpRequest) -> list[str]:
    return [str(each.name) for _field, files in request.FILES.lists() for each in files]


def _rows() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store


def _keys(request: HttpRequest) -> list[str]:
    kept = request.COOKIES.get(COOKIE, "").split(".")
    return [key for key in kept if key.isalnum()][-_MOST:]


def _set_keys(response: HttpResponseBase, keys: list[str], owner: Owner | None) -> None:
    if not keys:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    attributes: dict[str, Any] = {"httponly": True, "samesite": "Lax"}
    if not (owner and owner.on_shared_computer):
        attributes["max_age"] = KEPT_FOR
    response.set_cookie(
        COOKIE, ".".join(keys), secure=settings.SESSION_COOKIE_SECURE, **attributes
    )


def _name_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
