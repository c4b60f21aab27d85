"""Finishing, editions and exports."""

from django.urls import path

from questionnaire.urls.converters import PROJECT
from questionnaire.views.editions import editions, exports

urlpatterns = [
    path(f"{PROJECT}submit/", editions.submit, name="submit"),
    path(
        f"{PROJECT}back-to-drafting/",
        editions.back_to_drafting,
        name="back_to_drafting",
    ),
    path(f"{PROJECT}finish/", editions.finish, name="finish"),
    path(f"{PROJECT}reopen/", editions.reopen, name="reopen"),
    path(f"{PROJECT}editions/", editions.editions, name="editions"),
    path(
        f"{PROJECT}editions/compare/",
        editions.editions_compare,
        name="editions_compare",
    ),
    path(
        f"{PROJECT}editions/compare/plan.<format:file_format>",
        exports.export_comparison,
        name="export_comparison",
    ),
    path(f"{PROJECT}editions/<int:number>/", editions.edition, name="edition"),
    path(f"{PROJECT}export/", exports.export, name="export"),
    path(
        f"{PROJECT}export/plan.<format:file_format>",
        exports.export_plan,
        name="export_plan",
    ),
    path(
        f"{PROJECT}editions/<int:number>/plan.<format:file_format>",
        exports.export_edition,
        name="export_edition",
    ),
    path(
        f"{PROJECT}editions/<int:number>/package.zip",
        exports.edition_package,
        name="edition_package",
    ),
]
