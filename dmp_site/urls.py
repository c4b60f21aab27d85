"""The site's addresses: pages under /fr/ or /en/, those for programs under neither."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from questionnaire.administration import studio_admin
from questionnaire.serving import probes
from questionnaire.views.projects import calendar

urlpatterns = [
    # Answered by ProbesMiddleware already; named here so that they have an address.
    path("health/", probes.health, name="health"),
    path("ready/", probes.ready, name="ready"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    *i18n_patterns(
        path("", include("questionnaire.urls.site")),
        path("account/", include("allauth.account.urls")),
        path("admin/", studio_admin.urls),
        path("", include("questionnaire.urls")),
    ),
]

handler400 = "questionnaire.views.site.pages.bad_request"
handler403 = "questionnaire.views.site.pages.permission_denied"
handler404 = "questionnaire.views.site.pages.page_not_found"
handler500 = "questionnaire.views.site.pages.server_error"
handler429 = "questionnaire.views.site.pages.too_many_tries"  # allauth's
