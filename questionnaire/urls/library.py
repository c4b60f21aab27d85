"""The desk of an institution’s librarians."""

from django.urls import path

from questionnaire.urls.converters import DESK, PROJECT
from questionnaire.views import desk, feedback, remarks, statistics

urlpatterns = [
    path("library/", desk.desks, name="desks"),
    path(DESK, desk.desk, name="desk"),
    path(f"{DESK}views/", desk.views, name="desk_views"),
    path(f"{DESK}views/<int:view_id>/", desk.view_rename, name="desk_view_rename"),
    path(
        f"{DESK}views/<int:view_id>/delete/",
        desk.view_delete,
        name="desk_view_delete",
    ),
    path(f"{DESK}feedback/", feedback.requests, name="desk_feedback"),
    path(f"{DESK}remarks/", remarks.remarks, name="desk_remarks"),
    path(f"{DESK}remarks/<int:remark_id>/", remarks.remark, name="desk_remark"),
    path(
        f"{DESK}remarks/<int:remark_id>/delete/",
        remarks.remark_delete,
        name="desk_remark_delete",
    ),
    path(f"{PROJECT}feedback/", feedback.feedback, name="feedback"),
    path(f"{PROJECT}feedback/ask/", feedback.feedback_ask, name="feedback_ask"),
    path(
        f"{PROJECT}feedback/withdraw/",
        feedback.feedback_withdraw,
        name="feedback_withdraw",
    ),
    path(f"{PROJECT}feedback/take/", feedback.feedback_take, name="feedback_take"),
    path(f"{PROJECT}feedback/give/", feedback.feedback_give, name="feedback_give"),
    # Figures.
    path(f"{DESK}statistics/", statistics.statistics, name="statistics"),
    path(
        f"{DESK}statistics/<slug:figure>.csv",
        statistics.statistics_csv,
        name="statistics_csv",
    ),
]
