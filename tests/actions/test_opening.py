"""Opening a project: who gets access, and how administrators are recorded."""

import pytest

from questionnaire.actions.opening import open_for_reading, open_for_writing
from questionnaire.errors import Forbidden
from questionnaire.models import Event
from questionnaire.permissions import (
    InvalidState,
    NoAccess,
    Permission,
    ProjectRole,
    find_project,
    open_project,
)
from questionnaire.vocabulary import ProjectStatus, Verb


@pytest.fixture
def admin(people):
    people.omar.is_staff = True
    people.omar.save()
    return people.omar


def admin_accesses():
    return Event.objects.filter(verb=Verb.PROJECT_ADMIN_ACCESS)


def test_an_administrator_who_opens_a_project_leaves_a_trace(project, admin):
    before = project.updated_at
    access = open_for_reading(admin, project.pk, Permission.PROJECT_READ)

    assert access.role is ProjectRole.SITE_ADMIN
    assert [(event.project, event.actor) for event in admin_accesses()] == [
        (project, admin)
    ]
    project.refresh_from_db()
    assert project.updated_at == before


def test_a_member_who_opens_it_leaves_none(project, people):
    open_for_reading(people.amina, project.pk, Permission.PROJECT_READ)

    assert not admin_accesses().exists()


def test_an_administrator_who_is_refused_leaves_none(project, admin):
    with pytest.raises(Forbidden):
        open_for_reading(admin, project.pk, Permission.ANSWER_SAVE_OWN)

    assert not admin_accesses().exists()


def test_opening_for_writing_leaves_no_trace_of_its_own(project, admin):
    open_for_writing(
        project.pk, by=admin, permission=Permission.PROJECT_CHANGE_INSTITUTION
    )

    assert not admin_accesses().exists()


def test_a_text_is_kept_for_a_wrong_state_but_not_for_a_wrong_role(project, people):
    """The permission to write is checked for the role; the view checks the state."""
    project.status = ProjectStatus.FINISHED
    project.save()

    open_project(
        people.amina,
        project.pk,
        Permission.PROJECT_READ,
        writing=Permission.ANSWER_SAVE_OWN,
    )
    with pytest.raises(InvalidState) as refusal:
        open_project(people.amina, project.pk, Permission.ANSWER_SAVE_OWN)
    assert "finished" in refusal.value.message
    with pytest.raises(Forbidden):
        open_project(
            people.louise,
            project.pk,
            Permission.PROJECT_READ,
            writing=Permission.ANSWER_SAVE_OWN,
        )


def test_commands_find_a_project_without_an_account(project):
    assert find_project(project.pk) == project
    with pytest.raises(NoAccess):
        find_project("00000000-0000-0000-0000-000000000000")
