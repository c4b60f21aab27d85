"""The page of statistics and its files."""

import csv
import datetime
import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from questionnaire.actions.projects.projects import create_project
from questionnaire.models import Membership, Project, User
from questionnaire.queries.library.statistics_panels import NAMES
from questionnaire.views.library import statistics
from questionnaire.vocabulary import Role


@pytest.fixture(autouse=True)
def _no_figures_kept():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def as_louise(client, people):
    client.force_login(people.louise)
    return client


@pytest.fixture
def team(template, institution):
    """A function that starts a plan with the given number of people."""
    numbers = iter(range(1_000))

    def start(people, **description):
        users = [
            User.objects.create_user(f"q{next(numbers)}@example.org", name="Q")
            for _place in range(people)
        ]
        project = create_project(
            by=users[0],
            template=template,
            institution=institution,
            title="Plan",
            language="fr",
            **description,
        )
        for user in users[1:]:
            Membership.objects.create(project=project, user=user, role=Role.VIEWER)
        return project

    return start


def page(client, institution, language="en"):
    with translation.override(language):
        return client.get(reverse("statistics", args=[institution.pk]))


def table(client, institution, figure, language="en"):
    with translation.override(language):
        response = client.get(reverse("statistics_csv", args=[institution.pk, figure]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("language", "heading", "message"),
    [
        (
            "en",
            "Plans by faculty or department",
            "Largest group: Sciences, 2 of 3 plans",
        ),
        (
            "fr",
            "Plans par faculté ou département",
            "Groupe le plus grand\xa0: Sciences, 2 plans sur 3",
        ),
    ],
)
def test_a_chart_has_its_message_in_words_and_its_numbers_in_a_table(
    as_louise, institution, team, language, heading, message
):
    team(5, department="Sciences")
    team(5, department="Sciences")
    team(5, department="Arts")

    content = page(as_louise, institution, language).content.decode()

    assert f'<title id="department-title">{heading}</title>' in content
    assert f'<desc id="department-desc">{message}' in content
    assert '<th scope="row">Sciences</th><td class="table__number">2</td>' in content


def test_lengths_in_french_pages_have_a_decimal_point(as_louise, institution, team):
    for department in ("Arts", "Arts", "Droit"):
        team(5, department=department)

    content = page(as_louise, institution, "fr").content.decode()

    # As long as its share: two plans of three.
    assert 'width="66.667%"' in content
    assert 'width="66,667%"' not in content
    assert 'width="100%" height="14"' in content


def test_small_groups_are_not_shown_on_the_page(as_louise, institution, team):
    team(30, department="Sciences")
    team(30, department="Arts")
    team(2, department="Théologie")

    content = page(as_louise, institution).content.decode()

    assert "Théologie" not in content
    assert "All others" in content


def test_with_too_few_people_the_page_says_so_and_draws_nothing(
    as_louise, institution, team
):
    team(3, department="Sciences")

    content = page(as_louise, institution).content.decode()

    assert content.count("nothing yet that tells about 5 people") == len(NAMES)
    assert 'role="img"' not in content


def test_a_table_is_a_file_in_the_language_of_the_page(as_louise, institution, team):
    team(5, department="=1+1")
    team(5)

    assert table(as_louise, institution, "department") == [
        ["Plans by faculty or department", "Plans", "Share (%)"],
        ["Not stated", "1", "50"],
        ["'=1+1", "1", "50"],
    ]
    assert table(as_louise, institution, "status", "fr") == [
        ["Plans par état", "Plans", "Part en pourcentage"],
        ["En rédaction", "2", "100"],
    ]


@pytest.mark.parametrize("figure", NAMES)
def test_every_figure_has_a_file_even_when_it_may_not_be_shown(
    as_louise, institution, figure
):
    assert table(as_louise, institution, figure) == [
        ["There is nothing yet that tells about 5 people or more."]
    ]


def test_an_unknown_figure_has_no_file(as_louise, institution):
    url = reverse("statistics_csv", args=[institution.pk, "status"])

    assert as_louise.get(url.replace("status.csv", "people.csv")).status_code == 404


def test_figures_slow_to_compute_are_cached(as_louise, institution, team, monkeypatch):
    monkeypatch.setattr(statistics, "LONG_SECONDS", 0)
    team(5, department="Sciences")
    page(as_louise, institution)
    team(5, department="Arts")

    assert "Arts" not in page(as_louise, institution).content.decode()


def test_figures_quick_to_compute_are_never_cached(
    as_louise, institution, team, monkeypatch
):
    monkeypatch.setattr(statistics, "LONG_SECONDS", 60)
    team(5, department="Sciences")
    page(as_louise, institution)
    team(5, department="Arts")

    assert "Arts" in page(as_louise, institution).content.decode()


def test_a_year_is_chosen_on_the_page_and_its_files_follow(
    as_louise, institution, team
):
    this_year, last_year = timezone.localtime().year, timezone.localtime().year - 1
    for department in ("Arts", "Arts"):
        team(5, department=department)
    for _number in range(3):
        project = team(5, department="Arts")
        Project.objects.filter(pk=project.pk).update(
            created_at=datetime.datetime(last_year, 5, 5, tzinfo=datetime.UTC)
        )
    url = reverse("statistics", args=[institution.pk])

    everything = as_louise.get(url).content.decode()
    assert f'href="{url}?year={last_year}"' in everything
    chosen = as_louise.get(url, {"year": last_year}).content.decode()

    assert f'href="{url}?year={this_year}"' in chosen
    file = f"{url}department.csv?year={last_year}"
    assert f'href="{file}"' in chosen
    rows = list(csv.reader(io.StringIO(as_louise.get(file).content.decode())))
    assert rows[1] == ["Arts", "3", "100"]
    for nonsense in ("x", "1066", "9" * 30, "\0"):
        assert as_louise.get(url, {"year": nonsense}).status_code == 200
