"""Partner institutions are named wherever the lead is, and have no rights."""

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import describe_project
from questionnaire.errors import NotFound
from questionnaire.exports.wording import wording
from questionnaire.models import Event, Institution, InstitutionRole, Partner
from questionnaire.permissions import get_project_access
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import InstitutionRoleName, Verb


@pytest.fixture
def partners(project, people):
    elsewhere = Institution.objects.create(
        name_fr="Université d’Ailleurs",
        name_en="Elsewhere University",
        ror="https://ror.org/01pxwe438",
    )
    describe_project(
        project_id=project.pk,
        by=people.amina,
        partners=[Partner(institution=elsewhere), Partner(name="Institut du Nord")],
    )
    return elsewhere


def test_partners_are_in_the_record_and_on_the_cover(project, partners):
    record = read_record(project.pk)
    facts = {
        fact.label: fact.lines for fact in wording(compose_plan(record, "fr")).facts
    }

    assert record["project"]["partners"] == [
        {
            "name": {"fr": "Université d’Ailleurs", "en": "Elsewhere University"},
            "ror": "https://ror.org/01pxwe438",
        },
        {"name": dict.fromkeys(("fr", "en"), "Institut du Nord"), "ror": ""},
    ]
    assert facts["Établissement principal"] == ("Université du Fleuve",)
    assert facts["Établissements partenaires"] == (
        "Université d’Ailleurs",
        "Institut du Nord",
    )


def test_a_record_of_an_earlier_release_names_none(project):
    record = read_record(project.pk)
    del record["project"]["partners"], record["project"]["ror"]

    assert compose_plan(record, "fr").partners == ()


def test_pages_of_the_project_name_them(as_amina, project, partners):
    for name in ("project_overview", "plan_read"):
        page = as_amina.get(reverse(name, args=[project.pk])).content.decode()
        assert "with Elsewhere University, Institut du Nord" in page


def test_librarians_of_a_partner_have_no_right_to_the_plan(project, people, partners):
    InstitutionRole.objects.create(
        user=people.omar, institution=partners, role=InstitutionRoleName.LIBRARIAN
    )

    with pytest.raises(NotFound):
        get_project_access(people.omar, project.pk)


def test_changing_them_is_in_the_trail_and_the_same_again_is_not(
    as_amina, project, people, partners
):
    describe_project(
        project_id=project.pk,
        by=people.amina,
        partners=[Partner(institution=partners), Partner(name="Institut du Nord")],
    )

    [event] = Event.objects.filter(project=project, verb=Verb.PROJECT_EDITED)
    assert event.data["fields"] == ["partners"]


def test_the_lead_is_no_partner_of_itself(as_amina, project):
    response = as_amina.post(
        reverse("project_edit", args=[project.pk]),
        {
            "title": project.title,
            "language": "fr",
            "institution": project.institution_id,
            "partners": "Rivière University",
        },
    )

    assert response.status_code == 422
    assert "The lead institution is named above already." in response.content.decode()


def test_the_desk_finds_plans_by_a_partner(client, people, project, partners):
    client.force_login(people.louise)
    desk = reverse("desk", args=[project.institution_id])

    for partner in ("Université d’Ailleurs", "Institut du Nord"):
        found = client.get(desk, {"show": "all", "partner": partner})
        assert project.title in found.content.decode()
    page = client.get(desk, {"show": "all", "partner": "Autre"}).content.decode()

    assert project.title not in page
    assert "Elsewhere University" in page  # to choose from
