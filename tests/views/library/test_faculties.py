"""A faculty is one at the desk, in whichever language a team named it."""

import pytest
from django.urls import reverse

from questionnaire.actions.library.faculties import set_faculties
from questionnaire.actions.projects.projects import create_project
from questionnaire.models import Project, User
from questionnaire.permissions import InstitutionPermission, open_institution
from questionnaire.queries.library.desk_choices import read_choices
from questionnaire.queries.library.desk_filters import DeskFilters, apply_filters


@pytest.fixture
def admin(people):
    User.objects.filter(pk=people.omar.pk).update(is_staff=True)
    return User.objects.get(pk=people.omar.pk)


@pytest.fixture
def faculties(institution, admin, people, template):
    set_faculties(
        institution_id=institution.pk,
        faculties=[("Faculté des arts", "Faculty of Arts")],
        by=admin,
    )
    for department in ("Faculté des arts", "faculty of arts", "Biologie"):
        create_project(
            by=people.amina,
            template=template,
            title=department,
            language="fr",
            institution=institution,
            department=department,
        )


@pytest.mark.parametrize("name", ["Faculté des arts", "Faculty of Arts"])
def test_either_name_finds_the_plans_of_both(faculties, name):
    found = apply_filters(Project.objects.all(), DeskFilters(department=name))

    assert {each.department for each in found} == {
        "Faculté des arts",
        "faculty of arts",
    }


def test_any_other_text_is_a_faculty_of_its_own(faculties):
    found = apply_filters(Project.objects.all(), DeskFilters(department="Biologie"))

    assert [each.department for each in found] == ["Biologie"]


def test_it_is_offered_once_in_the_language_of_the_page(faculties, institution, people):
    access = open_institution(people.louise, institution.pk, InstitutionPermission.DESK)

    labels = [label for _value, label in read_choices(access, "en")["department"]]

    assert labels == ["Biologie", "Faculty of Arts"]


def test_an_administrator_lists_them_one_a_line(client, admin, institution):
    client.force_login(admin)
    address = reverse("admin:institution_edit", args=[institution.pk])
    description = {
        "name_fr": institution.name_fr,
        "name_en": institution.name_en,
        "language": "fr",
    }

    client.post(
        address,
        {**description, "faculties": "Arts\nFaculté des sciences = Faculty of Science"},
    )
    refused = client.post(address, {**description, "faculties": "a = b = c"})

    assert list(institution.faculties.values_list("name_fr", "name_en")) == [
        ("Arts", "Arts"),
        ("Faculté des sciences", "Faculty of Science"),
    ]
    assert refused.status_code == 422
