"""What every page may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from questionnaire import __version__
from questionnaire.lib.addresses import in_other_language
from questionnaire.vocabulary import Appearance, Language


def site(request: HttpRequest) -> dict[str, Any]:
    """The other language's address of this page, the theme, the support address."""
    other = Language(get_language()).other
    user = getattr(request, "user", None)
    is_signed_in = user is not None and user.is_authenticated
    return {
        "other_language": other,
        "other_language_url": in_other_language(request, other),
        "appearance": user.appearance if user and is_signed_in else Appearance.SYSTEM,
        "support_email": settings.SUPPORT_EMAIL,
        "site_version": __version__,
    }
