"""The addresses of the account and of the pages about the site."""

from django.urls import path

from questionnaire.views.answering import recovered
from questionnaire.views.projects import calendar
from questionnaire.views.site import account, carried_forms, pages, start

urlpatterns = [
    path("start/", start.start, name="start"),
    path("account/", account.profile, name="profile"),
    path("account/data/", account.my_data, name="account_data"),
    path("account/delete/", account.delete_me, name="account_delete"),
    path("account/recovered/", recovered.recovered, name="recovered"),
    path("account/not-sent/", carried_forms.carried_forms, name="carried_forms"),
    path("account/calendar/renew/", calendar.calendar_renew, name="calendar_renew"),
    path("account/calendar/stop/", calendar.calendar_stop, name="calendar_stop"),
    path("session/", pages.session, name="session"),
    path("session/again/", pages.signed_in_again, name="signed_in_again"),
    path("help/", pages.help_home, name="help"),
    path("help/keyboard/", pages.keyboard, name="keyboard"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
