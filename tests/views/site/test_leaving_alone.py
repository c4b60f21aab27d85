"""Whoever is alone in a project deletes their account, and says what becomes of it."""

import pytest
from django.urls import reverse

from questionnaire.actions.people.accounts import AccountRefusal
from questionnaire.actions.people.erasing import erase_account
from questionnaire.actions.projects.archiving import unarchive_project
from questionnaire.actions.projects.projects import finish_plan
from questionnaire.actions.team.invitations import Offer, invite
from questionnaire.models import Project, User
from questionnaire.permissions import NoAccess, Permission, open_project
from questionnaire.vocabulary import Parting, Role

PAGE = "account_delete"
PASSWORD = {"password": "correct horse"}


def parting(project, chosen):
    return {f"parting_{project.pk.hex}": chosen}


@pytest.fixture
def ada(db):
    return User.objects.create_user(
        "ada@example.org", password="correct horse", name="Ada", is_staff=True
    )


def test_the_page_says_what_becomes_of_ones_projects_before_the_password(
    as_amina, project
):
    shown = as_amina.get(reverse(PAGE)).content.decode()

    assert shown.index(f"What becomes of “{project.title}”?") < shown.index("Password")
    for words in ("Archive it", "Delete it", "for 30 days an administrator can"):
        assert words in shown


def test_nothing_is_erased_until_that_is_said(as_amina, project, people):
    refused = as_amina.post(reverse(PAGE), PASSWORD)

    assert refused.status_code == 422
    assert "Say what becomes of" in refused.content.decode()
    people.amina.refresh_from_db()
    assert people.amina.erased_at is None


def test_the_project_is_deleted_with_the_account(as_amina, project, people, ada):
    done = as_amina.post(
        reverse(PAGE), {**PASSWORD, **parting(project, Parting.DELETE)}
    )

    assert done["Location"] == reverse("account_login")
    people.amina.refresh_from_db()
    project.refresh_from_db()
    assert people.amina.erased_at and project.is_deleted
    # An administrator can still take it back.
    assert open_project(ada, project.pk, Permission.PROJECT_RESTORE)


def test_an_archived_project_outlives_the_account(
    as_amina, client, project, people, ada, answer
):
    answer("1.1", "<p>Des lichens.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    as_amina.post(reverse(PAGE), {**PASSWORD, **parting(project, Parting.ARCHIVE)})

    project.refresh_from_db()
    assert project.is_archived
    client.force_login(people.louise)
    plan = client.get(reverse("plan_read", args=[project.pk]))
    assert "Des lichens." in plan.content.decode()
    # An administrator takes it back into use, and finds somebody for it.
    unarchive_project(project_id=project.pk, by=ada)
    invite(
        project_id=project.pk,
        by=ada,
        emails=["nora@example.org"],
        offer=Offer(role=Role.PI, language="fr"),
    )


def test_a_finished_plan_is_archived_and_not_deleted(as_amina, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    shown = as_amina.get(reverse(PAGE)).content.decode()
    assert "Delete it" not in shown

    refused = as_amina.post(
        reverse(PAGE), {**PASSWORD, **parting(project, Parting.DELETE)}
    )
    assert refused.status_code == 422


def test_whoever_has_a_colleague_is_led_to_hand_over(as_amina, project, people):
    project.memberships.create(user=people.paul, role=Role.CONTRIBUTOR)
    shown = as_amina.get(reverse(PAGE)).content.decode()

    assert reverse("members", args=[project.pk]) in shown


def test_archived_and_deleted_projects_ask_nothing(as_amina, project, people):
    Project.objects.update(archived_at="2026-01-01T00:00Z")

    assert "What becomes of" not in as_amina.get(reverse(PAGE)).content.decode()
    as_amina.post(reverse(PAGE), PASSWORD)
    people.amina.refresh_from_db()
    assert people.amina.erased_at


def test_an_administrator_erases_somebody_who_is_alone(client, project, people, ada):
    client.force_login(ada)
    page = reverse("admin:person_erase", args=[people.amina.pk])
    assert "What becomes of" in client.get(page).content.decode()

    client.post(page, {"email": people.amina.email, **parting(project, Parting.DELETE)})
    people.amina.refresh_from_db()
    assert people.amina.erased_at
    with pytest.raises(NoAccess):
        open_project(people.amina, project.pk, Permission.PROJECT_READ)


def test_what_is_said_of_other_projects_changes_nothing(project, people):
    """Only those that would be left are touched."""
    project.memberships.create(user=people.paul, role=Role.PI)
    erase_account(
        user_id=people.amina.pk, by=people.amina, partings={project.pk: Parting.DELETE}
    )

    project.refresh_from_db()
    assert not project.is_deleted


def test_without_a_word_the_account_is_refused(project, people):
    with pytest.raises(AccountRefusal):
        erase_account(user_id=people.amina.pk, by=people.amina, partings={})
