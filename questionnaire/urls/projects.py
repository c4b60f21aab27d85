"""My projects, and one project’s description and plan."""

from django.urls import path

from questionnaire.urls.converters import PROJECT
from questionnaire.views.projects import calendar, managing, projects, template_moves

urlpatterns = [
    path("waiting/", projects.waiting_count, name="waiting_count"),
    path("", projects.projects, name="projects"),
    path("projects/new/", projects.project_new, name="project_new"),
    path("projects/new/earlier/", managing.earlier_plans, name="earlier_plans"),
    path("projects/deleted/", managing.deleted_projects, name="deleted_projects"),
    path(PROJECT, projects.project_overview, name="project_overview"),
    path(f"{PROJECT}description/", projects.project_edit, name="project_edit"),
    path(f"{PROJECT}manage/", managing.project_manage, name="project_manage"),
    path(f"{PROJECT}archive/", managing.project_archive, name="project_archive"),
    path(f"{PROJECT}take-back/", managing.project_unarchive, name="project_unarchive"),
    path(f"{PROJECT}delete/", managing.project_delete, name="project_delete"),
    path(f"{PROJECT}restore/", managing.project_restore, name="project_restore"),
    path(f"{PROJECT}duplicate/", managing.project_duplicate, name="project_duplicate"),
    path(f"{PROJECT}plan/", projects.plan_read, name="plan_read"),
    path(f"{PROJECT}days.ics", calendar.project_calendar, name="project_calendar"),
    path(f"{PROJECT}template/", template_moves.template_move, name="template_move"),
    path(
        f"{PROJECT}template/wordings/<question:slug>/",
        template_moves.wording_fits,
        name="wording_fits",
    ),
    path(
        f"{PROJECT}template/units/<int:check_id>/",
        template_moves.unit_check,
        name="unit_check",
    ),
]
