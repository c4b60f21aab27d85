"""Writing answers, their drafts and their versions."""

from django.urls import path

from questionnaire.urls.converters import PROJECT
from questionnaire.views.answering import answers, drafts, marks, two_versions, versions

urlpatterns = [
    path(f"{PROJECT}questions/<label:label>/", answers.question, name="question"),
    path(f"{PROJECT}sections/<int:number>/", answers.section, name="section"),
    path(
        f"{PROJECT}questions/<label:label>/versions/",
        versions.versions,
        name="versions",
    ),
    path(
        f"{PROJECT}questions/<label:label>/versions/<language:language>/<int:number>/",
        versions.version,
        name="version",
    ),
    path(
        f"{PROJECT}questions/<label:label>/versions/compare/",
        versions.versions_compare,
        name="versions_compare",
    ),
    path(
        f"{PROJECT}questions/<label:label>/versions/restore/",
        versions.version_restore,
        name="version_restore",
    ),
    path(
        f"{PROJECT}questions/<label:label>/versions/name/",
        versions.version_name,
        name="version_name",
    ),
    path(f"{PROJECT}questions/<label:label>/marks/", marks.marks, name="marks"),
    path(f"{PROJECT}mine/", marks.my_questions, name="my_questions"),
    path(f"{PROJECT}questions/<label:label>/draft/", drafts.draft, name="draft"),
    path(f"{PROJECT}questions/<label:label>/save/", drafts.save, name="save"),
    path(
        f"{PROJECT}questions/<label:label>/draft/aside/",
        drafts.aside,
        name="draft_stash",
    ),
    path(
        f"{PROJECT}questions/<label:label>/draft/leave/",
        drafts.draft_leave,
        name="draft_leave",
    ),
    path(
        f"{PROJECT}questions/<label:label>/two-versions/",
        two_versions.two_versions,
        name="two_versions",
    ),
    path(
        f"{PROJECT}recovered/<int:recovered_id>/restore/",
        drafts.recovered_restore,
        name="recovered_restore",
    ),
]
