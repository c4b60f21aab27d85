"""Finishing, reopening and reading editions."""

import pytest
from django.urls import reverse

from questionnaire.actions.projects import finish_plan
from questionnaire.models import Edition, Membership


@pytest.fixture
def as_amina(client, people):
    client.force_login(people.amina)
    return client


def test_finishing_with_gaps_asks_for_confirmation(as_amina, project, answer):
    answer("1.1")
    url = reverse("finish", args=[project.pk])

    asked = as_amina.post(url)
    confirmed = as_amina.post(url, {"accept_gaps": "1"})

    assert asked.status_code == 422
    assert "20 questions have no answer" in asked.content.decode()
    assert confirmed.url == reverse("editions", args=[project.pk])
    assert Edition.objects.get().number == 1


def test_finishing_twice_from_two_windows_makes_one_edition(as_amina, project):
    url = reverse("finish", args=[project.pk])

    as_amina.post(url, {"accept_gaps": "1"})
    second = as_amina.post(url, {"accept_gaps": "1"})

    assert second.status_code == 409
    assert Edition.objects.count() == 1


def test_reopening_and_finishing_again_makes_the_next_edition(as_amina, project):
    finish = reverse("finish", args=[project.pk])
    as_amina.post(finish, {"accept_gaps": "1"})
    as_amina.post(reverse("reopen", args=[project.pk]))
    as_amina.post(finish, {"accept_gaps": "1"})

    numbers = Edition.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_looking_at_the_address_of_reopening_changes_nothing(as_amina, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    assert as_amina.get(reverse("reopen", args=[project.pk])).status_code == 405
    project.refresh_from_db()
    assert project.is_finished


def test_an_edition_reads_as_it_was_frozen(as_amina, project, people, answer):
    answer("1.1", "<p>Premier texte.</p>")
    as_amina.post(reverse("finish", args=[project.pk]), {"accept_gaps": "1"})
    as_amina.post(reverse("reopen", args=[project.pk]))
    answer("1.1", "<p>Second texte.</p>", base=1)

    page = as_amina.get(reverse("edition", args=[project.pk, 1])).content.decode()

    assert "Premier texte." in page
    assert "Second texte." not in page
    assert as_amina.get(reverse("edition", args=[project.pk, 2])).status_code == 404


def test_a_team_sends_its_plan_to_review_and_takes_it_back(client, project, people):
    Membership.objects.create(project=project, user=people.paul, role="contributor")
    client.force_login(people.amina)
    overview = reverse("project_overview", args=[project.pk])
    assert "Send to review" in client.get(overview).content.decode()

    page = client.post(reverse("submit", args=[project.pk]), follow=True)
    assert "The plan is in review." in page.content.decode()
    assert "Back to drafting" in page.content.decode()
    assert "Finish the plan" in page.content.decode()

    page = client.post(reverse("back_to_drafting", args=[project.pk]), follow=True)
    assert "The plan is being drafted again." in page.content.decode()


def test_somebody_alone_is_asked_for_no_review(client, project, people):
    client.force_login(people.amina)

    page = client.get(reverse("project_overview", args=[project.pk]))

    assert "Send to review" not in page.content.decode()
