"""The addresses of the product's pages, below the language; one file a subject."""

from questionnaire.urls import (
    answering,
    conversation,
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
    *review.urlpatterns,
    *editions.urlpatterns,
    *library.urlpatterns,
]
