"""The addresses of the account and of the pages about the site."""

from django.urls import path

from questionnaire.views import account, calendar, drafts, site

urlpatterns = [
    path("account/", account.profile, name="profile"),
    path("account/data/", account.my_data, name="account_data"),
    path("account/delete/", account.delete_me, name="account_delete"),
    path("account/recovered/", drafts.recovered, name="recovered"),
    path("account/calendar/renew/", calendar.calendar_renew, name="calendar_renew"),
    path("account/calendar/stop/", calendar.calendar_stop, name="calendar_stop"),
    path("session/", site.session, name="session"),
    path("session/again/", site.signed_in_again, name="signed_in_again"),
    path("help/", site.help_home, name="help"),
    path("help/keyboard/", site.keyboard, name="keyboard"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
]
