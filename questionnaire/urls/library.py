"""The desk of an institution’s librarians."""

from django.urls import path

from questionnaire.urls.converters import DESK
from questionnaire.views import desk

urlpatterns = [
    path("library/", desk.desks, name="desks"),
    path(DESK, desk.desk, name="desk"),
]
