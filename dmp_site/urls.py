"""The site's addresses: every page under /fr/ or /en/; programs ask for none."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from questionnaire.administration import studio_admin
from questionnaire.views import calendar, site

urlpatterns = [
    path("health/", site.health, name="health"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    *i18n_patterns(
        path("", include("questionnaire.site_urls")),
        path("account/", include("allauth.account.urls")),
        path("admin/", studio_admin.urls),
        path("", include("questionnaire.urls")),
    ),
]

handler400 = "questionnaire.views.site.bad_request"
handler403 = "questionnaire.views.site.permission_denied"
handler404 = "questionnaire.views.site.page_not_found"
handler500 = "questionnaire.views.site.server_error"
