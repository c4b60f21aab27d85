"""What an example made up is named beside the editor and at the finish."""

import re

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import submit_plan
from questionnaire.models import Membership, Question
from questionnaire.vocabulary import Role
from tests.questions import page_address


@pytest.fixture
def example(project):
    """The example beside question 3.2, which names Mei Chen and Sofia Roy."""
    question = Question.objects.get(
        section__template=project.template_id, section__position=3, number=2
    )
    return f"<p>{question.addition.example_fr}</p>"


def marked(page):
    """The passages that the page lets its editors mark."""
    found = re.findall(r'data-invented="([^"]*)"', page.content.decode())
    return {line.split("\t")[0] for each in found for line in each.splitlines()}


def at_the_finish(client, project):
    page = client.get(reverse("finish", args=[project.pk]))
    return {
        entry.label: passages for entry, passages in page.context["readiness"].invented
    }


def test_the_name_of_a_member_is_a_real_one(as_amina, people, project, answer, example):
    answer("3.2", example)
    pages = [
        page_address("question", project, "3.2"),
        reverse("section", args=[project.pk, 3]),
    ]
    for page in pages:
        assert marked(as_amina.get(page)) == {"Mei Chen", "Sofia Roy"}
    assert at_the_finish(as_amina, project) == {"3.2": ("Mei Chen", "Sofia Roy")}

    people.paul.name = "Sofia Roy"
    people.paul.save()
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)

    for page in pages:
        assert marked(as_amina.get(page)) == {"Mei Chen"}
    submit_plan(project_id=project.pk, by=people.amina)
    assert at_the_finish(as_amina, project) == {"3.2": ("Mei Chen",)}


def test_the_name_of_whoever_writes_alone_is_a_real_one(as_amina, people, project):
    people.amina.name = "Mei Chen"
    people.amina.save()

    page = as_amina.get(page_address("question", project, "3.2"))

    assert marked(page) == {"Sofia Roy"}


def test_an_answer_in_other_words_may_say_the_same(as_amina, project, answer):
    answer("4.1", "<p>Nous demandons 500 Go à l’Alliance pour cinq ans.</p>")
    answer("2.1", "<p>Des entrevues dans trois villes, puis un sondage.</p>")

    assert at_the_finish(as_amina, project) == {}


def test_who_only_reads_is_shown_no_marks(client, people, project):
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    client.force_login(people.paul)

    page = client.get(page_address("question", project, "3.2"))

    assert page.status_code == 200
    assert marked(page) == set()
