"""The desk of an institution’s librarians."""

from django.urls import path

from questionnaire.urls.converters import DESK, PROJECT
from questionnaire.views.library import (
    bulk_exports,
    deposits,
    desk,
    feedback,
    guidance,
    institutions,
    remarks,
    statistics,
)

_GUIDED = f"{DESK}guidance/<slug:template>/<slug:question>/"

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
    path(
        f"{DESK}plans/<uuid:plan_id>/<int:number>/deposit/",
        deposits.deposit,
        name="desk_deposit",
    ),
    path(
        f"{DESK}deposits/<int:deposit_id>/withdraw/",
        deposits.deposit_withdraw,
        name="desk_deposit_withdraw",
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
    # Institutions and their guidance.
    path(f"{DESK}about/", institutions.about, name="institution"),
    path(
        "institutions/<int:pk>/logo/<slug:sha256>/",
        institutions.logo,
        name="institution_logo",
    ),
    path(f"{DESK}guidance/", guidance.guidance, name="guidance"),
    path(_GUIDED, guidance.guidance_question, name="guidance_question"),
    path(f"{_GUIDED}history/", guidance.guidance_history_page, name="guidance_history"),
    path(f"{_GUIDED}compare/", guidance.guidance_compare, name="guidance_compare"),
    # Exports of many plans.
    path(f"{DESK}exports/", bulk_exports.bulk_exports, name="bulk_exports"),
    path(f"{DESK}exports/new/", bulk_exports.bulk_export_new, name="bulk_export_new"),
    path(
        f"{DESK}exports/<uuid:export_id>/",
        bulk_exports.bulk_export,
        name="bulk_export",
    ),
    path(
        f"{DESK}exports/<uuid:export_id>/files.zip",
        bulk_exports.bulk_export_download,
        name="bulk_export_download",
    ),
    path(
        f"{DESK}exports/<uuid:export_id>/manifest.csv",
        bulk_exports.bulk_export_manifest,
        name="bulk_export_manifest",
    ),
    path(
        f"{DESK}exports/<uuid:export_id>/cancel/",
        bulk_exports.bulk_export_cancel,
        name="bulk_export_cancel",
    ),
    path(
        f"{DESK}exports/<uuid:export_id>/retry/",
        bulk_exports.bulk_export_retry,
        name="bulk_export_retry",
    ),
    # Statistics.
    path(f"{DESK}statistics/", statistics.statistics, name="statistics"),
    path(
        f"{DESK}statistics/<slug:figure>.csv",
        statistics.statistics_csv,
        name="statistics_csv",
    ),
]
