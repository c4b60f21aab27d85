"""The table of permissions at every door: each permission × person × state."""

import pytest
from django.urls import reverse

from questionnaire.actions.projects import finish_plan
from questionnaire.models import InstitutionRole, Membership, User
from questionnaire.permissions import TABLE, Permission, Standing
from questionnaire.vocabulary import ProjectStatus, Role

STATES = list(ProjectStatus)
PEOPLE = [*Standing, "outsider", "other_librarian", "visitor"]

# permission → (method, name of the address, arguments after the project).
DOORS = {
    Permission.PROJECT_READ: ("get", "project_overview", []),
    Permission.PROJECT_EDIT_METADATA: ("post", "project_edit", []),
    Permission.PROJECT_FINISH: ("post", "finish", []),
    Permission.PROJECT_REOPEN: ("post", "reopen", []),
    Permission.ANSWER_READ_HISTORY: ("get", "versions", ["1.1"]),
    Permission.ANSWER_SAVE_OWN: ("post", "question", ["1.1"]),
    Permission.EDITION_READ: ("get", "edition", [1]),
    Permission.EDITION_EXPORT: ("get", "export_edition", [1, "pdf"]),
    Permission.EXPORT_PDF: ("get", "export_plan", ["pdf"]),
    Permission.EXPORT_DOCX: ("get", "export_plan", ["docx"]),
}
# Sending to review has no page of its own yet: a lone member does it by finishing.
WITHOUT_A_DOOR = {Permission.PROJECT_SUBMIT}
ANSWERED = {200, 202, 302, 422}


@pytest.fixture
def team(project, people, answer, institution):
    """Everybody who can stand in some way to Amina's project, which has an edition."""
    answer("1.1", "<p>Canari.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    viewer = User.objects.create_user("viewer@example.org", name="Vera Viewer")
    admin = User.objects.create_user(
        "admin@example.org", name="Ada Admin", is_staff=True
    )
    other = User.objects.create_user("other@example.org", name="Otto Other")
    for user, role in ((people.paul, Role.CONTRIBUTOR), (viewer, Role.VIEWER)):
        Membership.objects.create(project=project, user=user, role=role)
    elsewhere = type(institution).objects.create(name_fr="Ailleurs", name_en="Afar")
    InstitutionRole.objects.create(
        user=other, institution=elsewhere, role="librarian"
    )
    # Saying that one belongs to an institution gives no right.
    people.omar.institution_claimed = institution.name_fr
    people.omar.save()
    return {
        Standing.PI: people.amina,
        Standing.CONTRIBUTOR: people.paul,
        Standing.VIEWER: viewer,
        Standing.LIBRARIAN: people.louise,
        Standing.SITE_ADMIN: admin,
        "outsider": people.omar,
        "other_librarian": other,
        "visitor": None,
    }


@pytest.fixture(autouse=True)
def _nothing_is_rendered(monkeypatch, team, project):
    """Doors of exports are opened, but no file is made behind them."""
    from questionnaire.models import EditionFile
    from questionnaire.views import exports

    monkeypatch.setattr(
        exports, "request_file", lambda *args, **kwargs: EditionFile(project=project)
    )


def test_every_permission_has_a_door_here():
    assert DOORS.keys() | WITHOUT_A_DOOR == set(Permission)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("permission", DOORS)
def test_a_door_opens_as_the_table_says(
    client, project, team, permission, status, person
):
    type(project).objects.filter(pk=project.pk).update(status=status)
    if team[person] is not None:
        client.force_login(team[person])
    method, name, arguments = DOORS[permission]

    response = getattr(client, method)(reverse(name, args=[project.pk, *arguments]))

    assert response.status_code in expected(permission, status, person)
    if response.status_code == 404:
        page = response.content.decode()
        assert project.title not in page
        assert "Canari" not in page


def expected(permission, status, person):
    if person == "visitor":
        return {302}
    if person not in TABLE[permission]:
        return {404}
    cells = TABLE[permission][person]
    if cells[STATES.index(status)] == "A":
        return ANSWERED
    return {409} if "A" in cells else {403}
