"""Writing answers, their drafts and their versions."""

from django.urls import path

from questionnaire.urls.converters import NUMBERED_QUESTION, PROJECT, QUESTION
from questionnaire.views.answering import (
    answers,
    drafts,
    languages,
    marks,
    numbered,
    recovered,
    two_versions,
    unsent,
    versions,
)

urlpatterns = [
    path(QUESTION, answers.question, name="question"),
    path(NUMBERED_QUESTION, numbered.numbered_question, name="numbered_question"),
    path(
        f"{NUMBERED_QUESTION}<path:page>",
        numbered.numbered_question,
        name="numbered_page",
    ),
    path(f"{PROJECT}sections/<int:number>/", answers.section, name="section"),
    path(
        f"{QUESTION}versions/",
        versions.versions,
        name="versions",
    ),
    path(
        f"{QUESTION}versions/<language:language>/<int:number>/",
        versions.version,
        name="version",
    ),
    path(
        f"{QUESTION}versions/compare/",
        versions.versions_compare,
        name="versions_compare",
    ),
    path(
        f"{QUESTION}versions/restore/",
        versions.version_restore,
        name="version_restore",
    ),
    path(
        f"{QUESTION}versions/name/",
        versions.version_name,
        name="version_name",
    ),
    path(
        f"{QUESTION}language/",
        languages.answer_language,
        name="answer_language",
    ),
    path(
        f"{QUESTION}language/note/",
        languages.language_note,
        name="language_note",
    ),
    path(
        f"{QUESTION}translation/",
        languages.translation_confirm,
        name="translation_confirm",
    ),
    path(f"{QUESTION}marks/", marks.marks, name="marks"),
    path(f"{PROJECT}mine/", marks.my_questions, name="my_questions"),
    path(f"{QUESTION}draft/", drafts.draft, name="draft"),
    path(f"{QUESTION}save/", drafts.save, name="save"),
    path(
        f"{QUESTION}draft/aside/",
        drafts.draft_stash,
        name="draft_stash",
    ),
    path(
        f"{QUESTION}draft/leave/",
        drafts.draft_leave,
        name="draft_leave",
    ),
    path(
        f"{QUESTION}draft/difference/",
        unsent.draft_difference,
        name="draft_difference",
    ),
    path(f"{QUESTION}draft/send/", unsent.draft_send, name="draft_send"),
    path(
        f"{QUESTION}two-versions/",
        two_versions.two_versions,
        name="two_versions",
    ),
    path(
        f"{PROJECT}recovered/<int:recovered_id>/restore/",
        recovered.recovered_restore,
        name="recovered_restore",
    ),
]
