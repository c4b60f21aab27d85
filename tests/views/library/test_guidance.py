"""An institution's guidance: its pages at the desk, and beside the questions."""

import pytest
from django.urls import reverse

from questionnaire.actions.library.institutions import set_logo
from questionnaire.models import LocalGuidance, User
from tests.actions.library.test_institutions import PNG
from tests.questions import page_address, slug_of

QUESTION = "data-responsibility"


@pytest.fixture
def address(institution, template):
    def address(name, *more):
        return reverse(name, args=[institution.pk, template.slug, QUESTION, *more])

    return address


@pytest.fixture
def text(institution, template, people):
    """Louise’s guidance on 1.1."""
    return LocalGuidance.objects.create(
        institution=institution,
        template_slug=template.slug,
        question_slug=QUESTION,
        number=1,
        body_fr="Écrivez au **Service**.\n\n- un\n- deux",
        body_en="Write to the **Service**.",
        written_by=people.louise,
    )


@pytest.fixture
def as_louise(client, people):
    client.force_login(people.louise)
    return client


def test_the_list_says_which_questions_have_a_text(as_louise, institution, text):
    page = as_louise.get(reverse("guidance", args=[institution.pk])).content.decode()

    assert "1 of 21 questions has your text" in page
    assert "text 1, Louise Roy" in page


def test_a_text_is_seen_before_it_is_saved(as_louise, address):
    typed = {"body_fr": "**Gras**", "body_en": "<b>Bold</b>", "base": 0}
    seen = as_louise.post(
        address("guidance_question"), {**typed, "then": "preview"}
    ).content.decode()

    assert "<strong>Gras</strong>" in seen
    assert "&lt;b&gt;Bold&lt;/b&gt;" in seen
    assert not LocalGuidance.objects.exists()
    assert as_louise.post(address("guidance_question"), typed).status_code == 302
    assert LocalGuidance.objects.get().body_fr == "**Gras**"


def test_two_librarians_at_once_lose_nothing(as_louise, address, text):
    """The second sees both texts, and saves on purpose."""
    typed = {"body_fr": "Le mien", "body_en": "Mine", "base": 0}
    answer = as_louise.post(address("guidance_question"), typed)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Le mien" in page
    assert "Écrivez au **Service**." in page
    assert 'name="base" value="1"' in page
    again = as_louise.post(address("guidance_question"), {**typed, "base": 1})
    assert again.status_code == 302
    assert LocalGuidance.objects.count() == 2


def test_a_text_in_one_language_gets_an_error_beside_the_other(as_louise, address):
    answer = as_louise.post(
        address("guidance_question"), {"body_fr": "Un", "body_en": "", "base": 0}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"body_en"}
    assert b"Un</textarea>" in answer.content


def test_history_and_comparison_show_what_changed(as_louise, address, text):
    LocalGuidance.objects.create(
        institution=text.institution,
        template_slug=text.template_slug,
        question_slug=QUESTION,
        number=2,
        body_fr="Écrivez au Service des données.",
        body_en="Write to the Data Service.",
        written_by=text.written_by,
    )
    history = as_louise.get(address("guidance_history")).content.decode()
    compared = as_louise.get(address("guidance_compare"), {"from": 1, "to": 2})

    assert "Text 2" in history
    assert "Text 1" in history
    assert "Data" in compared.content.decode()
    assert b"<ins" in compared.content
    for wrong in ({"from": 1}, {"from": 7, "to": 1}, {"from": "x", "to": "y"}):
        assert as_louise.get(address("guidance_compare"), wrong).status_code == 404


@pytest.mark.parametrize("page", ["question", "section"])
def test_members_read_the_text_of_their_institution_in_the_language_of_the_page(
    client, people, project, text, page
):
    client.force_login(people.amina)
    access = [project.pk, slug_of("1.1") if page == "question" else 1]
    english = client.get(reverse(page, args=access)).content.decode()
    french = client.get(
        reverse(page, args=access).replace("/en/", "/fr/")
    ).content.decode()

    assert "From your institution: Rivière University" in english
    assert "Write to the <strong>Service</strong>." in english
    assert "Écrivez au <strong>Service</strong>." in french
    assert "Écrivez" not in english


def test_texts_of_other_institutions_and_withdrawn_ones_are_not_shown(
    client, people, project, text
):
    client.force_login(people.amina)
    question = page_address("question", project, "1.1")
    LocalGuidance.objects.create(
        institution=text.institution,
        template_slug=text.template_slug,
        question_slug=QUESTION,
        number=2,
        written_by=text.written_by,
    )
    assert b"From your institution" not in client.get(question).content

    project.institution = None
    project.save()
    assert client.get(question).status_code == 200


def test_the_text_costs_the_question_page_one_query(
    client, people, project, text, django_assert_num_queries
):
    client.force_login(people.amina)
    url = page_address("question", project, "1.1")
    with django_assert_num_queries(7):
        client.get(url)

    project.institution = None
    project.save()
    with django_assert_num_queries(6):
        client.get(url)


def test_a_logo_is_served_with_its_own_type(client, people, institution, project, text):
    admin = User.objects.create_user("admin@example.org", name="Ada", is_staff=True)
    set_logo(institution_id=institution.pk, content=PNG, by=admin)
    sha256 = institution.logo.sha256
    address = reverse("institution_logo", args=[institution.pk, sha256])
    client.force_login(people.amina)

    answer = client.get(address)
    assert answer.content == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    other = reverse("institution_logo", args=[institution.pk, "0" * 64])
    assert client.get(other).status_code == 404
    page = client.get(page_address("question", project, "1.1")).content.decode()
    assert f'src="{address}" alt="Logo of Rivière University"' in page


def test_librarians_read_about_their_institution_and_change_nothing(
    as_louise, institution
):
    address = reverse("institution", args=[institution.pk])
    page = as_louise.get(address).content.decode()

    assert "Louise Roy" in page
    assert "Université du Fleuve" in page
    assert as_louise.post(address).status_code == 405
