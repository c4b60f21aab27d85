"""The site's addresses: every page under /fr/ or /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    *i18n_patterns(
        path("account/", include("allauth.account.urls")),
        path("", include("questionnaire.urls")),
    ),
]
