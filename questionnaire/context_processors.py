"""What every page may show."""

from django.conf import settings
from django.utils.translation import get_language

from questionnaire.addresses import in_other_language
from questionnaire.vocabulary import Appearance, Language

THEME_COOKIE = "theme"


def site(request):
    """The other language's address of this page, the theme, the support address."""
    other = Language(get_language()).other
    user = getattr(request, "user", None)
    appearance = Appearance.SYSTEM
    if user is not None and user.is_authenticated:
        appearance = user.appearance
    elif request.COOKIES.get(THEME_COOKIE) in Appearance.values:
        appearance = request.COOKIES[THEME_COOKIE]
    return {
        "other_language": other,
        "other_language_url": in_other_language(request, other),
        "appearance": appearance,
        "support_email": settings.SUPPORT_EMAIL,
    }
