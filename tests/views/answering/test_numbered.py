"""Addresses with a question's number, as in older mail, bookmarks and pages."""

import json
import uuid

import pytest
from django.urls import reverse

from questionnaire.models import AnswerVersion, Draft, Membership, RecoveredDraft
from questionnaire.vocabulary import Role
from tests.questions import page_address
from tests.template_versions import DROPPED, move, publish_in_other_order

TYPED = "<p>Tapé sur une vieille page.</p>"


@pytest.fixture
def team(project, people):
    """Paul writes with Amina."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


def numbered(project, label, page=""):
    return f"{reverse('project_overview', args=[project.pk])}questions/{label}/{page}"


def posted(**more):
    return {
        "part_answer-html": TYPED,
        "part_answer": "",
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "language": "fr",
        **more,
    }


def sent(client, address, person, **more):
    """Send a request like a page's script, which follows no redirects."""
    return client.post(
        address,
        json.dumps(
            {
                "save_id": str(uuid.uuid4()),
                "base": 0,
                "revision": 0,
                "language": "fr",
                "user": person.pk,
                "fields": {"part_answer-html": TYPED},
                **more,
            }
        ),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


@pytest.mark.parametrize(
    ("page", "name", "args"),
    [
        ("", "question", []),
        ("comments/", "comments", []),
        ("team/", "team_answers", []),
        ("review/", "review_question", []),
        ("versions/fr/3/", "version", ["fr", 3]),
    ],
)
def test_a_number_leads_to_the_same_page_of_its_question(
    as_amina, team, page, name, args
):
    response = as_amina.get(numbered(team, "2.3", page) + "?in=fr&view=list")

    address = page_address(name, team, "2.3", *args)
    assert response.status_code == 302
    assert response["Location"] == f"{address}?in=fr&view=list"


def test_a_number_means_the_question_that_has_it_now(as_amina, team, people, template):
    move(team, publish_in_other_order(template), people.amina)
    response = as_amina.get(numbered(team, "3.1"))

    now = page_address("question", team, "documentation-workflow")
    assert response["Location"] == now


@pytest.mark.parametrize(
    ("label", "page"), [("9.9", ""), ("2.4", "comments/"), ("2.3", "nothing/")]
)
def test_an_unknown_number_or_page_is_not_found(as_amina, team, label, page):
    assert as_amina.get(numbered(team, label, page)).status_code == 404


def test_people_who_may_not_open_the_page_are_not_redirected_to_it(
    client, team, people
):
    visitor = client.get(numbered(team, "2.3"))
    client.force_login(people.omar)
    stranger = client.get(numbered(team, "2.3"))
    client.force_login(people.paul)
    no_reviewer = client.get(numbered(team, "2.3", "review/"))

    assert visitor["Location"].startswith(reverse("account_login"))
    assert "naming" not in visitor["Location"]
    assert stranger.status_code == 404
    assert no_reviewer.status_code == 403


def test_a_form_is_sent_on_with_what_was_typed(as_amina, team):
    address = numbered(team, "3.1") + "?in=fr"
    response = as_amina.post(address, posted(then="stay"))

    assert response.status_code == 307
    assert response["Location"] == page_address("question", team, "3.1") + "?in=fr"
    as_amina.post(address, posted(then="stay"), follow=True)
    version = AnswerVersion.objects.get()
    assert version.content == {"answer": TYPED}
    assert version.answer.question.label == "3.1"


def test_a_form_that_names_its_question_is_sent_there(as_amina, team, people, template):
    """The page is older than the move, and its number is another question’s now."""
    move(team, publish_in_other_order(template), people.amina)
    data = posted(question="data-documentation", then="stay")
    as_amina.post(numbered(team, "3.1"), data, follow=True)

    assert AnswerVersion.objects.get().answer.question.slug == "data-documentation"


def test_a_form_of_a_section_is_sent_to_the_question_of_its_button(as_amina, team):
    data = {"prefix": "q3-2", "q3-2-question": "documentation-workflow"}
    response = as_amina.post(numbered(team, "3.1", "two-versions/"), data)

    assert response["Location"] == page_address("two_versions", team, "3.2")


@pytest.mark.parametrize("endpoint", ["draft/", "save/", "draft/aside/"])
def test_scripts_are_answered_without_a_redirect(
    as_amina, team, people, template, endpoint
):
    move(team, publish_in_other_order(template), people.amina)
    address = numbered(team, "3.1", endpoint)
    response = sent(as_amina, address, people.amina, question="data-documentation")

    assert response.status_code == 200
    [kept] = [
        *Draft.objects.all(),
        *AnswerVersion.objects.all(),
        *RecoveredDraft.objects.all(),
    ]
    assert kept.answer.question.slug == "data-documentation"
    assert kept.content == {"answer": TYPED}


def test_text_of_scripts_for_a_dropped_question_is_stashed(
    as_amina, team, people, template
):
    move(team, publish_in_other_order(template), people.amina)
    address = numbered(team, "2.1", "draft/")
    response = sent(as_amina, address, people.amina, question=DROPPED)

    assert response.status_code == 409
    assert response.json()["error"] == "question_dropped"
    assert RecoveredDraft.objects.get().answer.question.slug == DROPPED


@pytest.mark.parametrize("named", [{}, {"question": None}, {"question": {}}])
def test_without_a_name_the_number_counts(as_amina, team, people, named):
    response = sent(as_amina, numbered(team, "3.1", "draft/"), people.amina, **named)

    assert response.status_code == 200
    assert Draft.objects.get().answer.question.label == "3.1"
