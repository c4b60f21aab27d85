"""A title that is typed before there is an account, and where pages begin."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from lxml import html

from questionnaire.models import Project

TITLE = "Chez nous ici"


@pytest.fixture(autouse=True)
def _reset_rate_limits():
    """Clear allauth's rate limits."""
    cache.clear()


def focused(response):
    page = html.fromstring(response.content)
    return page.xpath("//*[@autofocus]/@name")


def sign_up(client):
    return client.post(
        reverse("account_signup"),
        {"name": "Mei Chen", "email": "mei@example.org", "password1": "un cheval noir"},
    )


def test_a_new_account_goes_on_with_the_project_that_was_named(
    client, template, settings
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    client.post(reverse("start"), {"title": TITLE})

    response = sign_up(client)

    project = Project.objects.get()
    assert project.title == TITLE
    assert str(project.pk) in response.url
    assert response.url.endswith("#answer")


def test_an_account_that_was_there_is_asked_before_a_project_is_made(
    client, people, template
):
    client.post(reverse("start"), {"title": TITLE})

    response = client.post(
        reverse("account_login"),
        {"login": people.omar.email, "password": "correct horse"},
    )

    assert response.url == reverse("project_new")
    assert TITLE in client.get(response.url).content.decode()
    assert not Project.objects.exists()


def test_a_title_can_wait(client, template, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    client.post(reverse("start"), {"title": ""})

    assert sign_up(client).url == reverse("projects")


def test_a_title_that_is_none_is_refused_in_words(client, db):
    response = client.post(reverse("start"), {"title": "x" * 301})

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


def test_on_the_way_to_a_page_the_way_in_stands_alone(client, db):
    page = client.get(reverse("account_login"), {"next": "/en/account/"})

    assert "Start the plan" not in page.content.decode()
    assert focused(page) == ["login"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("project_new", "title"),
        ("profile", "name"),
        ("account_change_password", "oldpassword"),
        ("account_email", "email"),
    ],
)
def test_a_page_that_is_a_form_begins_in_it(as_amina, template, name, field):
    assert focused(as_amina.get(reverse(name))) == [field]


def test_a_form_with_errors_leaves_the_focus_to_their_summary(as_amina, template):
    assert focused(as_amina.post(reverse("project_new"), {"title": ""})) == []


def test_what_must_be_read_first_has_no_focus_in_its_form(as_amina, project):
    for address in (
        reverse("account_delete"),
        reverse("finish", args=[project.pk]),
    ):
        assert focused(as_amina.get(address)) == []
