"""The addresses of the product's pages, after the language; one file per subject."""

from questionnaire.urls import (
    answering,
    conversation,
    drafts,
    editions,
    library,
    projects,
    review,
    team,
)

urlpatterns = [
    *projects.urlpatterns,
    *answering.urlpatterns,
    *team.urlpatterns,
    *conversation.urlpatterns,
    *drafts.urlpatterns,
    *review.urlpatterns,
    *editions.urlpatterns,
    *library.urlpatterns,
]
