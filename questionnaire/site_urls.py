"""The addresses of the account and of the pages about the site."""

from django.urls import path

from questionnaire.views import account, site

urlpatterns = [
    path("account/", account.profile, name="profile"),
    path("help/", site.help_home, name="help"),
    path("help/keyboard/", site.keyboard, name="keyboard"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
]
