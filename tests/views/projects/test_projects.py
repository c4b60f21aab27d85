"""My projects and a project's own pages."""

import datetime

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import Project
from tests.questions import page_address


def new_project(template, changes=None):
    data = {"title": "Lichens", "language": "fr", "template": template.pk}
    return data | (changes or {})


def test_the_home_of_a_newcomer_says_what_to_do(client, people, template):
    client.force_login(people.omar)

    page = client.get(reverse("projects")).content.decode()

    assert "You have no projects yet" in page
    assert reverse("project_new") in page


def test_home_lists_my_projects_only(as_amina, project, people, template):
    create_project(by=people.paul, template=template, title="Paul’s", language="en")

    page = as_amina.get(reverse("projects")).content.decode()

    assert project.title in page
    assert "Paul’s" not in page


def test_home_resumes_at_the_first_unanswered_question(as_amina, project, answer):
    answer("1.1")

    page = as_amina.get(reverse("projects")).content.decode()

    assert page_address("question", project, "1.2") in page
    assert "1 of 21 questions answered" in page


def test_a_title_is_enough_to_start(as_amina, template):
    response = as_amina.post(reverse("project_new"), new_project(template))

    assert response.url == reverse("project_overview", args=[Project.objects.get().pk])


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"title": "a\0b"},
        {"language": "de"},
        {"template": 999_999},
        {"template": "first"},
        {"institution": "abc"},
        {"starts_on": "2026-13-45"},
        {"starts_on": "2026-04-01", "ends_on": "2026-03-01"},
    ],
)
def test_what_cannot_be_a_project_is_refused_in_words(as_amina, template, changes):
    data = new_project(template, changes)

    response = as_amina.post(reverse("project_new"), data)

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Project.objects.exists()


def test_the_overview_counts_and_names_statuses(as_amina, project, answer):
    answer("1.1")
    answer("2.2")

    page = as_amina.get(
        reverse("project_overview", args=[project.pk]).replace("/en/", "/fr/")
    ).content.decode()

    assert "Questions avec réponse\u00a0: 2 sur 21" in page
    assert page.count("question-status--answered") == 2
    assert page.count("question-status--start") == 19


def test_the_description_can_be_changed(as_amina, project):
    url = reverse("project_edit", args=[project.pk])

    as_amina.post(
        url, {"title": "Lichens du Nord", "language": "fr", "funder": "NSERC"}
    )

    project.refresh_from_db()
    assert (project.title, project.funder) == ("Lichens du Nord", "NSERC")


def test_a_finished_project_keeps_its_description(as_amina, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    url = reverse("project_edit", args=[project.pk])

    assert as_amina.post(url, {"title": "X", "language": "fr"}).status_code == 409


def test_the_plan_reads_in_the_pages_language_with_answers_in_their_own(
    as_amina, project, answer
):
    answer("1.1", "<p>Sur <strong>Borealis</strong>.</p>")

    page = as_amina.get(reverse("plan_read", args=[project.pk])).content.decode()

    assert "Who will be responsible for managing the data?" in page
    assert "Answer in French" in page
    assert (
        '<div class="prose" lang="fr"><p>Sur <strong>Borealis</strong>.</p></div>'
        in (page)
    )


def test_the_day_of_the_next_review_is_set_and_shown(client, project, people):
    client.force_login(people.amina)
    data = {
        "title": project.title,
        "language": "fr",
        "institution": project.institution_id,
        "institution_name": "",
        "acronym": "",
        "summary": "",
        "funder": "",
        "grant_number": "",
        "starts_on": "",
        "ends_on": "",
        "review_on": "2027-03-01",
    }
    saved = client.post(reverse("project_edit", args=[project.pk]), data)
    assert saved.status_code == 302
    page = client.get(reverse("project_overview", args=[project.pk]))
    project.refresh_from_db()

    assert project.review_on == datetime.date(2027, 3, 1)
    assert "to be reviewed on" in page.content.decode()
