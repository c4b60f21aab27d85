"""Keeping what is typed into forms until it is sent."""

from django.urls import path

from questionnaire.views.drafts import form_drafts

urlpatterns = [
    path("drafts/", form_drafts.form_draft, name="form_draft"),
    path("drafts/aside/", form_drafts.form_draft_stash, name="form_draft_stash"),
    path(
        "drafts/<int:draft_id>/restore/",
        form_drafts.form_draft_restore,
        name="form_draft_restore",
    ),
]
