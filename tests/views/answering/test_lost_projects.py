"""Text of somebody who may not write in the project any more: kept, and they are told.

They were removed, left, were made a reader, or the plan was finished, while they typed,
perhaps without network. What they typed is theirs; of the project they learn nothing.
"""

import json
import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.answering.recovered import MOST_REFUSED
from questionnaire.actions.people.accounts import deactivate_account
from questionnaire.actions.projects.projects import finish_plan
from questionnaire.actions.team import members
from questionnaire.models import Draft, Membership, Project, RecoveredDraft
from questionnaire.vocabulary import Role
from tests.questions import page_address

WORDS = "Les carnets sont numérisés."
NAMES = ("draft", "save", "draft_stash")


@pytest.fixture
def membership(project, people):
    """Paul’s place in Amina’s project."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def as_paul(client, people, membership):
    client.force_login(people.paul)
    return client


@pytest.fixture
def send(as_paul, project, people):
    """A function that sends a text of Paul’s as the script of the page does."""

    def send(html=f"<p>{WORDS}</p>", name="draft", **changes):
        return as_paul.post(
            page_address(name, project, "1.1"),
            {
                "save_id": str(uuid.uuid4()),
                "base": 0,
                "revision": 0,
                "language": "fr",
                "user": people.paul.pk,
                "fields": {"part_answer-html": html},
                **changes,
            },
            content_type="application/json",
            headers={"Accept": "application/json"},
        )

    return send


@pytest.fixture
def remove(project, people, membership):
    """A function by which Amina removes Paul."""

    def remove():
        members.remove_member(
            project_id=project.pk, membership_id=membership.pk, by=people.amina
        )

    return remove


def recovered(client):
    return client.get(reverse("recovered")).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_text_that_arrives_after_its_author_was_removed_is_kept_and_they_are_told(
    name, as_paul, send, remove, people
):
    remove()
    response = send(name=name)

    assert response.status_code == 403
    reply = response.json()
    assert (reply["error"], reply["kept"]) == ("membership_ended", True)
    assert "Amina Diallo removed you from this project" in reply["message"]
    assert "Recovered drafts" in reply["message"]
    kept = RecoveredDraft.objects.get()
    assert (kept.answer.author, kept.content) == (
        people.paul,
        {"answer": f"<p>{WORDS}</p>"},
    )
    assert WORDS in recovered(as_paul)


def test_somebody_who_left_is_told_that_they_did(as_paul, send, project, people):
    members.leave(project_id=project.pk, by=people.paul)

    assert "You left this project" in send().json()["message"]
    assert WORDS in recovered(as_paul)


def test_somebody_who_was_made_a_reader_is_told_so(
    as_paul, send, project, people, membership
):
    members.change_role(
        project_id=project.pk,
        membership_id=membership.pk,
        role=Role.VIEWER,
        by=people.amina,
    )
    response = send()

    assert (response.status_code, response.json()["kept"]) == (403, True)
    assert "Viewer" in response.json()["message"]
    page = recovered(as_paul)
    assert WORDS in page
    assert "Restore as a new version" not in page


def test_text_that_arrives_after_the_plan_was_finished_is_kept(
    as_paul, send, project, people
):
    Project.objects.update(status="in_review")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    response = send()

    assert (response.status_code, response.json()["kept"]) == (409, True)
    assert "finished" in response.json()["message"]
    page = recovered(as_paul)
    assert WORDS in page
    assert "Restore as a new version" not in page


def test_the_draft_from_before_is_there_too(as_paul, send, remove):
    assert send().status_code == 200
    remove()

    assert Draft.objects.exists()
    page = recovered(as_paul)
    assert WORDS in page
    assert "no longer a member" in page


def test_a_draft_that_can_be_gone_on_with_is_no_recovered_one(as_paul, send):
    send()

    assert WORDS not in recovered(as_paul)


def test_a_stranger_can_store_nothing(client, people, project, send):
    client.force_login(people.omar)
    response = send(user=people.omar.pk)

    assert response.status_code == 404
    assert response.json()["error"] == "page_not_found"
    assert not RecoveredDraft.objects.exists()


def test_of_the_project_they_learn_nothing_new(as_paul, remove, project, send):
    remove()
    title = project.short_title
    Project.objects.update(title="Nouveau titre secret", acronym="Secret")
    pages = [
        as_paul.get(page_address(name, project)).content.decode()
        for name in ("project_overview", "members", "plan_read")
    ]
    send()
    pages += [recovered(as_paul), send().content.decode()]

    for page in pages:
        assert "ecret" not in page
    assert title in pages[0], "the title by which they knew it"
    assert title in pages[3]


def test_the_page_says_what_happened_and_where_the_text_is(as_paul, remove, project):
    remove()
    page = as_paul.get(page_address("question", project, "1.1"))

    assert page.status_code == 403
    text = page.content.decode()
    assert "You are no longer a member of this project" in text
    assert "Amina Diallo removed you from this project" in text
    assert reverse("recovered") in text


def test_a_stranger_still_gets_the_page_of_what_is_not_there(
    client, people, project, membership, remove
):
    remove()
    client.force_login(people.omar)
    page = client.get(page_address("question", project, "1.1"))

    assert page.status_code == 404
    assert "no longer a member" not in page.content.decode()


def test_somebody_who_is_back_finds_the_project_as_before(
    as_paul, remove, project, people, send
):
    remove()
    send()
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)

    assert as_paul.get(page_address("question", project, "1.1")).status_code == 200
    assert "Restore as a new version" in recovered(as_paul)
    kept = RecoveredDraft.objects.get()
    restored = as_paul.post(reverse("recovered_restore", args=[project.pk, kept.pk]))
    assert restored.status_code == 302


def test_what_a_form_sends_after_the_removal_is_given_back(
    as_paul, remove, project, people
):
    remove()
    page = as_paul.post(
        page_address("comments", project, "1.1"),
        {"save_id": uuid.uuid4(), "body": WORDS},
    )

    assert page.status_code == 403
    assert WORDS in page.content.decode()


def test_the_answer_that_a_plain_form_sends_after_the_removal_is_kept(
    as_paul, remove, project
):
    remove()
    page = as_paul.post(
        page_address("question", project, "1.1"),
        {
            "save_id": uuid.uuid4(),
            "base": 0,
            "language": "fr",
            "part_answer-html": f"<p>{WORDS}</p>",
        },
    )

    assert page.status_code == 403
    assert WORDS in page.content.decode()


def test_the_same_text_is_kept_once_and_their_number_is_limited(send, remove):
    remove()
    for number in range(MOST_REFUSED + 3):
        send(f"<p>{WORDS} {number // 2}</p>")
        send(f"<p>{WORDS} {number}</p>")

    assert RecoveredDraft.objects.count() == MOST_REFUSED


def test_what_was_set_aside_on_purpose_stays_however_much_is_refused_later(
    send, remove
):
    send("<p>De côté.</p>", name="draft_stash")
    remove()
    for number in range(MOST_REFUSED + 2):
        send(f"<p>{WORDS} {number}</p>")

    assert RecoveredDraft.objects.filter(content={"answer": "<p>De côté.</p>"}).exists()


def test_text_that_cannot_be_stored_is_refused_in_words_all_the_same(send, remove):
    remove()
    response = send("<p>a\0b</p>")

    assert response.status_code == 422
    assert not RecoveredDraft.objects.exists()


def test_nothing_is_kept_of_an_empty_text_or_a_question_that_never_was(
    as_paul, send, remove, project, people
):
    remove()
    assert send("").json()["kept"] is False
    nowhere = reverse("draft", args=[project.pk, "never-asked"])
    sent = {
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "language": "fr",
        "user": people.paul.pk,
        "fields": {"part_answer-html": WORDS},
    }
    response = as_paul.post(
        nowhere,
        json.dumps(sent),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )

    assert response.status_code == 403
    assert response.json()["kept"] is False
    assert not RecoveredDraft.objects.exists()


def test_somebody_whose_account_was_closed_is_told_so(as_paul, send, people, project):
    people.amina.is_staff = True
    people.amina.save()
    token = as_paul.get(page_address("question", project, "1.1"))
    token = token.context["csrf_token"]
    deactivate_account(user_id=people.paul.pk, by=people.amina)
    as_paul.defaults["HTTP_X_CSRFTOKEN"] = str(token)
    response = send()

    assert response.status_code == 401
    assert response.json()["error"] == "account_closed"
    assert "closed" in response.json()["message"]
