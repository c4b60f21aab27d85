"""A question of a finished plan says why it can’t be written, and who can reopen it."""

import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.models import Membership, Project
from questionnaire.vocabulary import ProjectStatus, Role
from tests.questions import page_address

WHY = "The plan is finished: answers can be read, not changed."
WAITS = "was not sent before the plan was finished"


@pytest.fixture
def finished(project, people, answer):
    """Amina’s finished project, with a draft of Paul’s that was not sent."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    Membership.objects.create(project=project, user=people.louise, role=Role.VIEWER)
    question = answer("1.1", by=people.paul).answer.question
    own = OwnAnswer(project.pk, question, "en", people.paul, question.parts.all())
    save_draft(own, DraftSave({"answer": "<p>Too late</p>"}, uuid.uuid4(), 0))
    Project.objects.update(status=ProjectStatus.FINISHED)
    return project


@pytest.fixture
def read(client, finished):
    """A function: the page of 1.1, or of its section, as somebody sees it."""

    def read(user, name="question"):
        client.force_login(user)
        address = (
            page_address("question", finished, "1.1")
            if name == "question"
            else reverse("section", args=[finished.pk, 1])
        )
        return client.get(address).content.decode()

    return read


@pytest.mark.parametrize("name", ["question", "section"])
def test_a_contributor_is_told_who_can_reopen_and_not_told_to_reopen(
    read, people, name
):
    page = read(people.paul, name)

    assert f"{WHY} Amina Diallo can reopen it." in page
    assert "/reopen/" not in page


def test_several_who_can_reopen_are_all_named(read, people, finished):
    Membership.objects.create(project=finished, user=people.omar, role=Role.PI)

    assert "One of these people can reopen it: Amina Diallo, Omar Haddad." in read(
        people.paul
    )


def test_a_principal_investigator_gets_the_link(read, people, finished):
    page = read(people.amina)

    assert WHY in page
    assert reverse("reopen", args=[finished.pk]) in page


def test_who_only_reads_is_told_nothing_of_writing(read, people):
    assert WHY not in read(people.louise)


@pytest.mark.parametrize("name", ["question", "section"])
def test_the_author_sees_that_a_draft_waits_and_nobody_else_does(read, people, name):
    assert WAITS in read(people.paul, name)
    assert WAITS not in read(people.amina, name)


def test_what_waits_can_be_read(client, finished, people):
    client.force_login(people.paul)

    page = client.get(page_address("draft_difference", finished, "1.1") + "?in=en")

    assert "Too late" in page.content.decode()


def test_writing_to_a_finished_plan_tells_only_those_who_can_to_reopen_it(
    client, finished, people
):
    def refusal(user):
        client.force_login(user)
        response = client.post(page_address("draft_send", finished, "1.1"))
        assert response.status_code == 409
        return response.content.decode()

    assert "Reopen it to change it" in refusal(people.amina)
    assert "Reopen it to change it" not in refusal(people.paul)
    assert "A principal investigator can reopen it" in refusal(people.paul)
