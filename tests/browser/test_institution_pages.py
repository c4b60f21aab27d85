"""Pages of guidance and administration: accessible, and no wider than the screen."""

import pytest
from django.urls import reverse

from questionnaire.actions.library.guidance import GuidanceText, write_guidance
from questionnaire.models import User
from tests.browser.variants import VARIANTS
from tests.questions import page_address

QUESTION = "data-responsibility"


@pytest.fixture
def admin(people):
    return User.objects.create_user("admin@example.org", name="Ada", is_staff=True)


@pytest.fixture
def guided(template, institution, people, admin):
    """Two texts of guidance on 1.1."""
    texts = ("Un **service**.", "Deux\n\n- un\n- [lien](https://x.example)")
    for base, words in enumerate(texts):
        write_guidance(
            institution_id=institution.pk,
            by=people.louise,
            text=GuidanceText(
                template_slug=template.slug,
                question_slug=QUESTION,
                body_fr=words,
                body_en=words,
                base=base,
            ),
        )


def test_pages_of_guidance_are_accessible_and_fit(
    new_page, sign_in, people, template, institution, guided, look_at
):
    page = new_page()
    sign_in(page, people.louise)
    place = [institution.pk, template.slug, QUESTION]
    for address in (
        reverse("institution", args=[institution.pk]),
        reverse("guidance", args=[institution.pk]),
        reverse("guidance_question", args=place),
        reverse("guidance_history", args=place),
        f"{reverse('guidance_compare', args=place)}?from=1&to=2",
    ):
        look_at(page, address)


def test_pages_with_guidance_are_accessible_and_fit(
    new_page, sign_in, people, project, guided, look_at
):
    page = new_page()
    sign_in(page, people.amina)
    look_at(page, page_address("question", project, "1.1"), only=VARIANTS)
    look_at(page, reverse("section", args=[project.pk, 1]))


def test_pages_of_the_administration_are_accessible_and_fit(
    new_page, sign_in, admin, people, project, institution, look_at
):
    page = new_page()
    sign_in(page, admin)
    person = [people.omar.pk]
    for address in (
        reverse("admin:index"),
        reverse("admin:institutions"),
        reverse("admin:institution_edit", args=[institution.pk]),
        reverse("admin:people"),
        reverse("admin:person", args=person),
        reverse("admin:person_merge", args=person),
        reverse("admin:person_erase", args=person),
        reverse("admin:person_administrator", args=person),
        reverse("admin:all_projects"),
        reverse("admin:project_institution", args=[project.pk]),
        reverse("admin:templates"),
        reverse("admin:trail"),
        reverse("admin:trail_projects"),
        reverse("account_data"),
        reverse("account_delete"),
    ):
        look_at(page, address)
