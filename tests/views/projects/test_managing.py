"""Archiving, copying, deleting and restoring: the pages, and what others still see."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.archiving import archive_project
from questionnaire.actions.projects.copying import start_from_plan
from questionnaire.actions.projects.deleting import delete_project
from questionnaire.actions.projects.projects import finish_plan, submit_plan
from questionnaire.actions.projects.reminders import send_date_reminders
from questionnaire.actions.team.invitations import Offer, invite
from questionnaire.models import (
    AnswerVersion,
    Draft,
    Invitation,
    Notice,
    Partner,
    Project,
)
from questionnaire.queries.projects.calendar import read_days
from questionnaire.vocabulary import NoticeKind, Origin, Role
from tests.questions import page_address


def page(name, project=None):
    return reverse(name, args=[project.pk] if project else [])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def paul(project, people):
    """Paul, a contributor to the project."""
    project.memberships.create(user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


# --- Archive ----------------------------------------------------------------


def test_an_archived_project_is_listed_apart_and_comes_back_with_one_click(
    as_amina, project
):
    as_amina.post(page("project_archive", project))

    home = text_of(as_amina.get(page("projects")))
    main, archived = home.split("1 archived project")
    assert project.title not in re.sub(r"(?s)<div class=\"banner.*?</div>", "", main)
    assert project.title in archived
    as_amina.post(page("project_unarchive", project))
    assert "archived project" not in text_of(as_amina.get(page("projects")))


def test_an_archived_project_can_be_read_but_not_written(as_amina, project, answer):
    answer("1.1", "<p>Des lichens.</p>")
    as_amina.post(page("project_archive", project))

    question = as_amina.get(page_address("question", project, "1.1"))
    assert "Des lichens." in text_of(question)
    assert "Archived since" in text_of(question)
    assert "data-prose-editor" not in text_of(question)
    for name in ("plan_read", "export", "editions", "members", "activity"):
        assert as_amina.get(page(name, project)).status_code == 200
    refused = as_amina.post(
        page_address("question", project, "1.1"),
        {"part_answer-html": "<p>Encore.</p>", "save_id": "x", "base": 1},
    )
    assert refused.status_code == 409
    assert "Encore." in text_of(refused)
    assert AnswerVersion.objects.count() == 1


def test_an_archived_project_reminds_nobody(project, people, paul):
    Project.objects.update(review_on=timezone.localdate() + timedelta(days=3))
    assert len(read_days(people.amina)) == 1
    archive_project(project_id=project.pk, by=people.amina)

    assert send_date_reminders(timezone.localdate()) == 0
    assert read_days(people.amina) == []


def test_a_script_is_told_that_the_project_is_archived(as_amina, project, people):
    archive_project(project_id=project.pk, by=people.amina)
    refused = as_amina.post(
        page("finish", project), headers={"Accept": "application/json"}
    )

    assert (refused.status_code, refused.json()["error"]) == (409, "project_archived")


# --- Delete and restore -----------------------------------------------------


def test_before_a_project_is_deleted_the_page_says_what_goes_and_what_stays(
    as_amina, project, answer, paul
):
    answer("1.1")
    shown = text_of(as_amina.get(page("project_delete", project)))

    for words in ("30 days", "1 other member is told", "1 version", "What stays:"):
        assert words in shown
    assert not Project.objects.get().is_deleted


def test_a_deleted_project_is_restored_as_it_was(as_amina, project, answer):
    answer("1.1", "<p>Des lichens.</p>")
    after = as_amina.post(page("project_delete", project), follow=True)
    assert "30 days left" in text_of(after)
    assert project.title in text_of(after)

    restored = as_amina.post(page("project_restore", project), follow=True)
    assert restored.status_code == 200
    shown = as_amina.get(page_address("question", project, "1.1") + "?in=fr")
    assert "Des lichens." in text_of(shown)


def test_who_may_restore_is_offered_to_where_the_project_was(as_amina, project, people):
    delete_project(project_id=project.pk, by=people.amina)

    gone = as_amina.get(page("project_overview", project))
    assert gone.status_code == 410
    assert page("project_restore", project) in text_of(gone)
    home = text_of(as_amina.get(page("projects")))
    assert project.title not in home
    assert page("deleted_projects") in home


def test_nobody_else_sees_a_deleted_project(client, project, people, paul):
    delete_project(project_id=project.pk, by=people.amina)

    for person in (paul, people.louise, people.omar):
        client.force_login(person)
        for address in (page("project_overview", project), page("editions", project)):
            found = client.get(address)
            assert found.status_code == 404
            assert project.title not in text_of(found)
        assert project.title not in text_of(client.get(page("projects")))
        assert project.title not in text_of(client.get(page("deleted_projects")))


def test_a_plan_in_review_is_not_deleted_by_its_investigator(
    as_amina, project, people, paul
):
    submit_plan(project_id=project.pk, by=people.amina)

    assert "not deleted" in text_of(as_amina.get(page("project_manage", project)))
    assert as_amina.post(page("project_delete", project)).status_code == 409


def test_the_other_members_are_told_that_it_is_deleted_and_restored(
    as_amina, client, project, paul, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_amina.post(page("project_delete", project), {"reason": "Fin du projet"})
        as_amina.post(page("project_restore", project))

    deleted, restored = mail.outbox
    assert "Amina Diallo deleted the project" in deleted.subject
    assert "Fin du projet" in deleted.body
    assert "It can be restored until" in deleted.body
    assert page("project_overview", project) not in deleted.body
    assert "Amina Diallo restored the project" in restored.subject


def test_notices_of_a_deleted_project_are_not_shown_or_counted(
    client, project, people, paul
):
    Notice.objects.create(recipient=paul, project=project, kind=NoticeKind.FINISHED)
    delete_project(project_id=project.pk, by=people.amina)
    client.force_login(paul)

    shown = text_of(client.get(reverse("notices")))
    assert "finished the plan" not in shown
    assert "deleted the project" in shown


def test_an_invitation_to_a_deleted_project_says_so(
    client, project, people, django_capture_on_commit_callbacks
):
    invite(
        project_id=project.pk,
        by=people.amina,
        emails=[people.omar.email],
        offer=Offer(role=Role.VIEWER, language="en"),
    )
    people.omar.emailaddress_set.create(email=people.omar.email, verified=True)
    invitation = Invitation.objects.get()
    delete_project(project_id=project.pk, by=people.amina)
    client.force_login(people.omar)
    address = reverse("invitation", args=[invitation.token])

    for send in (client.get, client.post):
        refused = send(address)
        assert refused.status_code == 410
        assert "The project was deleted" in text_of(refused)
        assert project.title not in text_of(refused)
    assert not project.memberships.filter(user=people.omar).exists()


# --- Start from an earlier plan ---------------------------------------------


def test_agreed_answers_come_as_ones_own_drafts(client, project, people, paul, answer):
    answer("1.1", "<p>Des lichens du Nord, au bord du fleuve.</p>")
    client.force_login(paul)
    made = client.post(
        page("project_duplicate", project), {"title": "Mousses", "language": "fr"}
    )

    later = Project.objects.get(title="Mousses")
    assert made["Location"] == page("project_overview", later)
    assert later.funder == ""
    draft = Draft.objects.get(answer__project=later)
    assert draft.answer.author == paul
    assert not AnswerVersion.objects.filter(answer__project=later).exists()
    shown = text_of(client.get(page_address("question", later, "1.1") + "?in=fr"))
    assert "Des lichens du Nord" in shown
    assert f"copied from the plan “{project.title}”, where Amina Diallo" in shown


def test_what_is_kept_of_a_copied_answer_is_marked_and_credited(
    project, people, paul, answer
):
    first = answer("1.1", "<p>Des lichens du Nord, au bord du fleuve.</p>")
    later, count = start_from_plan(
        source_id=project.pk, by=paul, title="Mousses", language="fr"
    )
    assert count == 1

    saved = _save(later, paul, "<p>Des lichens du Nord, au bord du lac.</p>")
    assert saved.origin == Origin.COPIED
    assert list(saved.sources.all()) == [first]


def test_a_text_of_which_nothing_is_left_credits_nobody(project, people, paul, answer):
    answer("1.1", "<p>Des lichens du Nord, au bord du fleuve.</p>")
    later, _count = start_from_plan(
        source_id=project.pk, by=paul, title="Mousses", language="fr"
    )

    saved = _save(later, paul, "<p>Tout autre chose.</p>")
    assert saved.origin == Origin.TYPED
    assert not saved.sources.exists()


def test_a_duplicate_has_the_description_and_nothing_of_the_team(
    as_amina, project, people, paul, answer
):
    answer("1.1")
    Partner.objects.create(project=project, position=1, name="Institut du Nord")
    address = page("project_duplicate", project) + "?copy=1"
    assert f"{project.title} (copy)" in text_of(as_amina.get(address))
    as_amina.post(
        address, {"title": "Copie", "language": "fr", "with_description": "on"}
    )

    copy = Project.objects.get(title="Copie")
    assert (copy.funder, copy.institution) == (project.funder, project.institution)
    assert [each.name for each in copy.partners.all()] == ["Institut du Nord"]
    assert [each.user for each in copy.memberships.all()] == [people.amina]


def test_only_plans_that_one_may_copy_are_offered(client, project, people, paul):
    project.memberships.filter(user=paul).update(role=Role.VIEWER)
    client.force_login(paul)
    assert project.title not in text_of(client.get(page("earlier_plans")))

    client.force_login(people.amina)
    assert project.title in text_of(client.get(page("earlier_plans")))


def _save(project, author, html):
    draft = Draft.objects.get(answer__project=project)
    own = OwnAnswer.like(draft.answer, author)
    save = VersionSave(
        content={part.key: html for part in own.parts},
        save_id="0b6ac7e2-0f5e-4f8e-9f5f-6c1d1f6f3a11",
        base=0,
        draft_revision=draft.revision,
    )
    return save_version(own, save).version


# --- Desks ------------------------------------------------------------------


def test_librarians_see_archived_plans_and_no_deleted_ones(
    client, project, people, institution
):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    client.force_login(people.louise)
    desk = reverse("desk", args=[institution.pk]) + "?show=all"
    archive_project(project_id=project.pk, by=people.amina)
    assert project.title in text_of(client.get(desk))

    Project.objects.update(deleted_at=timezone.now())
    assert project.title not in text_of(client.get(desk))
