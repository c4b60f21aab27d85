"""Columns of facts on pages: typed, refused in words, read in two languages."""

import json
import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import AnswerVersion, PlanTemplate
from tests.conftest import ROOT, load_template
from tests.questions import page_address

TYPED = {
    "what": "Entrevues",
    "volume": "1,5 To",
    "kept": "7 ans",
    "source": "doi:10.5683/SP3/ABC",
    "personal": "unknown",
    "cost": "2026: 70 000 $; 2027: 50 000 $",
}
STORED = {
    "what": "Entrevues",
    "volume": {"value": "1.5", "unit": "TB"},
    "kept": {"value": 7, "unit": "year", "from": "project-end"},
    "source": {"scheme": "doi", "value": "10.5683/SP3/ABC"},
    "personal": "unknown",
    "cost": {"2026": "70000", "2027": "50000"},
}


@pytest.fixture
def project(db, people):
    load_template(ROOT / "tests/templates/facts.yaml")
    return create_project(
        by=people.amina,
        template=PlanTemplate.objects.get(slug="facts"),
        title="Faits du Nord",
        language="fr",
    )


@pytest.fixture
def url(project):
    return page_address("question", project, "holdings").replace("/en/", "/fr/")


def posted(row, base=0):
    cells = {f"part_holdings:0:{key}": value for key, value in row.items()}
    return {
        "save_id": str(uuid.uuid4()),
        "base": base,
        "revision": 0,
        "language": "fr",
        "then": "stay",
        **cells,
    }


def newest():
    return AnswerVersion.objects.latest("number").content["holdings"]


def test_facts_are_stored_in_one_form_and_come_back_as_their_reader_writes_them(
    as_amina, url
):
    assert as_amina.post(url, posted(TYPED)).status_code == 302
    assert newest() == [STORED]

    french = as_amina.get(url).content.decode()
    assert 'value="1,5\N{NO-BREAK SPACE}To"' in french
    assert 'value="7\N{NO-BREAK SPACE}ans après la fin du projet"' in french
    assert '<option value="unknown" selected>Je ne sais pas encore</option>' in french
    english = as_amina.get(url.replace("/fr/", "/en/") + "?in=fr").content.decode()
    assert 'value="1.5\N{NO-BREAK SPACE}TB"' in english
    assert 'value="7 years after the end of the project"' in english


def test_saving_what_either_page_shows_makes_no_version(as_amina, url):
    as_amina.post(url, posted(TYPED))
    shown = {
        **TYPED,
        "volume": "1.5 TB",
        "kept": "7 years after the end of the project",
        "source": "https://doi.org/10.5683/SP3/ABC",
        "cost": "2026: $70,000; 2027: $50,000",
    }
    as_amina.post(url.replace("/fr/", "/en/"), posted(shown, base=1))

    assert AnswerVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "typed", "reason"),
    [
        ("volume", "beaucoup", "n’est pas une quantité de données"),
        ("kept", "longtemps", "n’est pas une durée"),
        ("source", "0000-0002-1825-0097", "n’est pas un identifiant"),
        ("cost", "cher", "ne donne pas de montants par année"),
    ],
)
def test_a_cell_that_cannot_be_read_keeps_its_text_and_says_why(
    key, typed, reason, as_amina, url
):
    response = as_amina.post(url, posted({**TYPED, key: typed}))
    page = response.content.decode()

    assert response.status_code == 422
    assert f'value="{typed}"' in page
    assert reason in page
    assert not AnswerVersion.objects.exists()


def test_the_edition_says_them_in_the_language_of_the_answer(
    as_amina, url, project, people
):
    as_amina.post(url, posted(TYPED))
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    edition = reverse("edition", args=[project.pk, 1])
    spaced = "\N{NO-BREAK SPACE}"

    page = as_amina.get(edition.replace("/en/", "/fr/")).content.decode()
    assert f"1,5{spaced}To" in page
    assert "après la fin du projet" in page
    assert 'href="https://doi.org/10.5683/SP3/ABC"' in page
    assert "Je ne sais pas encore" in page
    assert f"120{spaced}000{spaced}$" in page


def test_what_a_script_sends_as_stored_is_taken_as_it_is(
    as_amina, url, project, people
):
    data = {
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "revision": 0,
        "language": "fr",
        "user": people.amina.pk,
        "fields": {"part_holdings": json.dumps([STORED])},
    }
    address = reverse("save", args=[project.pk, "holdings"])
    reply = as_amina.post(address, json.dumps(data), content_type="application/json")

    assert reply.status_code == 200
    assert newest() == [STORED]
