"""The desk of an institution’s librarians."""

from django.urls import path

from questionnaire.urls.converters import DESK
from questionnaire.views import bulk_exports, desk

urlpatterns = [
    path("library/", desk.desks, name="desks"),
    path(DESK, desk.desk, name="desk"),
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
]
