"""The desk of an institution’s librarians."""

from django.urls import path

from questionnaire.urls.converters import DESK
from questionnaire.views import desk, statistics

urlpatterns = [
    path("library/", desk.desks, name="desks"),
    path(DESK, desk.desk, name="desk"),
    # Figures.
    path(f"{DESK}statistics/", statistics.statistics, name="statistics"),
    path(
        f"{DESK}statistics/<slug:figure>.csv",
        statistics.statistics_csv,
        name="statistics_csv",
    ),
]
