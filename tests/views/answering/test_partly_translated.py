"""A translation that is begun is said to be one, wherever the question is shown."""

import pytest
from django.urls import reverse

from questionnaire.exports.answer_notes import language_note
from questionnaire.models import Membership
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Role
from tests.questions import page_address

SAID = "The English is partly translated: paragraphs of the French are missing."


@pytest.fixture
def begun(project, people, answer):
    """Paul's French of three paragraphs, of which one is translated."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1", "<p>Un.</p><p>Deux.</p><p>Trois.</p>", by=people.paul)
    answer("1.1", "<p>One.</p>", by=people.paul, language="en")


@pytest.mark.parametrize(
    ("name", "is_of_question"),
    [
        ("project_overview", False),
        ("review_queue", False),
        ("review_question", True),
    ],
)
def test_pages_say_that_a_text_is_partly_translated(
    as_amina, project, begun, name, is_of_question
):
    page = (
        page_address(name, project, "1.1")
        if is_of_question
        else reverse(name, args=[project.pk])
    )
    assert SAID in as_amina.get(page).content.decode()


def test_its_author_reads_it_beside_the_languages(client, people, project, begun):
    client.force_login(people.paul)
    html = client.get(page_address("question", project, "1.1")).content.decode()
    assert SAID in html


def test_the_page_that_finishes_lists_it(as_amina, project, begun):
    as_amina.post(reverse("submit", args=[project.pk]), {"message": ""})
    html = as_amina.get(reverse("finish", args=[project.pk])).content.decode()
    assert "1 text is out of date or translated in part" in html
    assert SAID in html


def test_the_plan_and_its_exports_say_it(as_amina, project, begun):
    html = as_amina.get(reverse("plan_read", args=[project.pk])).content.decode()
    assert "Partly translated: paragraphs of the French are missing." in html
    english = compose_plan(read_record(project.pk), "en")
    assert "Paragraphs of the text in French are not translated yet" in (
        language_note(english.questions[0], english)
    )
    french = compose_plan(read_record(project.pk), "fr")
    assert language_note(french.questions[0], french) == ""
