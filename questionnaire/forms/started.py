"""The project that a visitor has named before there was an account.

Its title is kept in the session of the browser, for a day. It becomes a project only
for the account that was created there after it.
"""

import time
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.fields import LineField
from questionnaire.forms.layout import PageFormHelper
from questionnaire.models import Project

_KEY = "started_project"
_SECONDS = 24 * 60 * 60


class StartForm(forms.Form):
    """The title of a project; it can wait, too."""

    title = LineField(
        label=_("Title of your project"),
        max_length=Project._meta.get_field("title").max_length,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].is_unmarked = True
        self.helper = PageFormHelper()


def remember_started(request: HttpRequest, title: str) -> None:
    """Keep the title that was typed, and forget an earlier one."""
    request.session[_KEY] = {"title": title, "at": int(time.time())}


def started_title(request: HttpRequest | None) -> str:
    """The title that was typed in this browser within a day; "" for none."""
    kept = _kept(request)
    return str(kept["title"]) if kept else ""


def remember_who_started(request: HttpRequest, email: str) -> None:
    """Record that an account is being created with this address, on that title."""
    if kept := _kept(request):
        request.session[_KEY] = {**kept, "email": email.lower()}


def is_started_by(request: HttpRequest, email: str) -> bool:
    """Whether this account was created for the project that was named here."""
    kept = _kept(request)
    return bool(kept and kept["title"]) and kept.get("email") == email.lower()


def forget_started(request: HttpRequest) -> None:
    """Forget the title: the project is there."""
    request.session.pop(_KEY, None)


def _kept(request: HttpRequest | None) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(_KEY, {}) if request else {}
    return kept if kept and time.time() - kept["at"] < _SECONDS else {}
