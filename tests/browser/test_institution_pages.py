"""Guidance at the desk and the administration: accessible, and within the screen."""

import pytest
from django.urls import reverse

from questionnaire.actions.library.guidance import write_guidance
from questionnaire.models import User
from tests.questions import page_address

QUESTION = "data-responsibility"


@pytest.fixture
def admin(people):
    return User.objects.create_user("admin@example.org", name="Ada", is_staff=True)


@pytest.fixture
def guided(template, institution, people, admin):
    """Two texts beside 1.1."""
    texts = ("Un **service**.", "Deux\n\n- un\n- [lien](https://x.example)")
    for base, words in enumerate(texts):
        write_guidance(
            institution_id=institution.pk,
            template_slug=template.slug,
            question_slug=QUESTION,
            body_fr=words,
            body_en=words,
            base=base,
            by=people.louise,
        )


VIEWS = pytest.mark.parametrize(
    ("language", "dark", "width"),
    [("fr", False, 1280), ("fr", True, 360), ("en", True, 1280), ("en", False, 360)],
)


def _check(page, addresses, language, width, check_accessibility):
    for address in addresses:
        page.goto(address.replace("/en/", f"/{language}/"))
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@VIEWS
def test_pages_of_guidance_are_accessible_and_fit(
    new_page,
    sign_in,
    people,
    project,
    template,
    institution,
    guided,
    check_accessibility,
    language,
    dark,
    width,
):
    page = new_page(language, dark, width)
    sign_in(page, people.louise)
    place = [institution.pk, template.slug, QUESTION]
    _check(
        page,
        (
            reverse("institution", args=[institution.pk]),
            reverse("guidance", args=[institution.pk]),
            reverse("guidance_question", args=place),
            reverse("guidance_history", args=place),
            f"{reverse('guidance_compare', args=place)}?from=1&to=2",
        ),
        language,
        width,
        check_accessibility,
    )
    sign_in(page, people.amina)
    _check(
        page,
        (
            page_address("question", project, "1.1"),
            reverse("section", args=[project.pk, 1]),
        ),
        language,
        width,
        check_accessibility,
    )


@VIEWS
def test_pages_of_the_administration_are_accessible_and_fit(
    new_page,
    sign_in,
    admin,
    people,
    project,
    institution,
    check_accessibility,
    language,
    dark,
    width,
):
    page = new_page(language, dark, width)
    sign_in(page, admin)
    person = [people.omar.pk]
    _check(
        page,
        (
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
        ),
        language,
        width,
        check_accessibility,
    )
