"""The page on which librarians note where a plan is deposited."""

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import finish_plan
from questionnaire.models import Holding


@pytest.fixture
def page(project, people, institution):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    return reverse("desk_deposit", args=[institution.pk, project.pk, 1])


@pytest.fixture
def as_louise(client, people):
    client.force_login(people.louise)
    return client


def text_of(response):
    return response.content.decode()


def test_a_deposit_is_noted_shown_on_the_desk_and_withdrawn(
    as_louise, page, institution
):
    desk = reverse("desk", args=[institution.pk])
    assert f"{page}?show=new" in text_of(as_louise.get(desk))

    noted = as_louise.post(
        f"{page}?show=all&language=fr",
        {"place": "Borealis", "link": "doi:10.5683/SP3/EX0042"},
    )

    assert noted["Location"] == f"{desk}?show=all&language=fr#results"
    listed = text_of(as_louise.get(f"{desk}?show=deposited"))
    assert 'href="https://doi.org/10.5683/SP3/EX0042"' in listed
    assert "noted by Louise Roy" in listed
    as_louise.post(
        reverse(
            "desk_deposit_withdraw", args=[institution.pk, Holding.objects.get().pk]
        )
    )
    assert "Not exported yet" in text_of(as_louise.get(desk))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "borealis", "ftp://a.b/c"])
def test_a_link_that_leads_nowhere_is_refused_and_kept(as_louise, page, link):
    refused = as_louise.post(page, {"place": "Borealis", "link": link})

    assert refused.status_code == 422
    assert link in text_of(refused)
    assert not Holding.objects.exists()
