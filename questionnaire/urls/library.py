"""The desk of an institution’s librarians."""

from django.urls import path

from questionnaire.urls.converters import DESK
from questionnaire.views import desk, guidance, institutions

_GUIDED = f"{DESK}guidance/<slug:template>/<slug:question>/"

urlpatterns = [
    path("library/", desk.desks, name="desks"),
    path(DESK, desk.desk, name="desk"),
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
]
