"""The desk's list and all answers as tables, for what the filters chose."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from questionnaire.actions.library.holdings import note_deposit
from questionnaire.actions.projects.projects import (
    create_project,
    describe_project,
    finish_plan,
    reopen_plan,
)
from questionnaire.models import Edition, Event, InstitutionRole, SiteEvent, User
from questionnaire.vocabulary import Verb
from tests.bulk_exports import complete, finished_editions, start

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def as_louise(client, people):
    client.force_login(people.louise)
    return client


@pytest.fixture
def finished(project, people, answer):
    """Amina's plan, finished, with answers that a spreadsheet would take for others."""
    describe_project(
        project_id=project.pk,
        by=people.amina,
        title="=HYPERLINK(1)",
        grant_number="435-2026-0123",
        funder="CRSH",
        department="+Lettres",
    )
    User.objects.filter(pk=people.amina.pk).update(orcid="0000-0002-1825-0097")
    answer("1.1", "<p>@Des caribous.</p><p>Deux lignes.</p>")
    answer("1.2", "<p>Only in English.</p>", language="en")
    return finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)


def address(institution, table, extension="csv", query=""):
    url = reverse(table, args=[institution.pk, extension])
    return f"{url}?{query}"


def read_csv(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(header, row, strict=True)) for row in rows]


def read_xlsx(response):
    content = b"".join(response.streaming_content)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    return [
        ["".join(cell.itertext()) for cell in row]
        for row in ElementTree.fromstring(sheet).iter(  # noqa: S314 (we wrote it)
            NAMESPACE + "row"
        )
    ]


def test_the_list_names_what_identifies_a_plan_and_who_holds_it(
    as_louise, institution, finished, people
):
    complete(start([finished], by=people.louise, institution=institution))
    note_deposit(
        institution_id=institution.pk,
        project_id=finished.project_id,
        number=1,
        by=people.louise,
        place="-Borealis",
        link="https://doi.org/10.5683/SP3/ABC",
    )

    rows = read_csv(as_louise.get(address(institution, "desk_list", query="show=all")))

    assert len(rows) == 1
    row = rows[0]
    assert row["Title"] == "'=HYPERLINK(1)"
    assert row["Principal investigators"] == "Amina Diallo"
    assert row["ORCID iDs"] == "0000-0002-1825-0097"
    assert row["Faculty or department"] == "'+Lettres"
    assert row["Funder"] == "CRSH"
    assert row["Grant number"] == "435-2026-0123"
    assert row["State"] == "Finished"
    assert row["Edition"] == "1"
    assert row["Exported by"] == "Louise Roy"
    assert row["Export"] == "1"
    assert row["Deposited elsewhere"] == "'-Borealis"
    assert row["Address or DOI"] == "https://doi.org/10.5683/SP3/ABC"


@pytest.mark.parametrize("table", ["desk_list", "desk_answers"])
def test_tables_hold_what_the_filters_chose(
    as_louise, institution, finished, people, template, table
):
    for title in ("Autre plan", "Encore un"):
        other = create_project(
            by=people.amina,
            template=template,
            title=title,
            language="en",
            institution=institution,
        )
        finish_plan(project_id=other.pk, by=people.amina, accept_gaps=True)

    def titles(query):
        rows = read_csv(as_louise.get(address(institution, table, query=query)))
        return [row["Title"] for row in rows]

    assert titles("show=all") == ["'=HYPERLINK(1)", "Autre plan", "Encore un"]
    assert titles("show=all&language=en") == ["Autre plan", "Encore un"]
    assert titles("show=exported") == []


def test_all_answers_have_a_row_for_each_plan_and_a_column_for_each_part(
    as_louise, institution, finished, template
):
    rows = read_csv(
        as_louise.get(
            address(institution, "desk_answers", query="show=all").replace(
                "/en/", "/fr/"
            )
        )
    )

    assert len(rows) == 1
    row = rows[0]
    (first,) = [row[name] for name in row if name.startswith("1.1 ")]
    assert first == "'@Des caribous.\n\nDeux lignes."
    second = next(row[name] for name in row if name.startswith("1.2 "))
    assert second == "Only in English."
    assert row["Réponses dans l’autre langue seulement"] == "1.2"
    parts = sum(question.parts.count() for question in _questions(template))
    assert len([name for name in row if name[0].isdigit()]) == parts


def _questions(template):
    return [
        question
        for section in template.sections.all()
        for question in section.questions.all()
    ]


def test_plans_of_several_templates_share_a_table(
    as_louise, institution, finished, people, small_template
):
    finished_editions(
        1, by=people.amina, template=small_template, institution=institution
    )

    rows = read_csv(
        as_louise.get(address(institution, "desk_answers", query="show=all"))
    )

    assert len(rows) == 2
    assert len({row["Template"] for row in rows}) == 2


def test_answers_are_those_of_the_newest_edition_of_finished_plans(
    as_louise, institution, finished, people, answer
):
    reopen_plan(project_id=finished.project_id, by=people.amina, reason="Corriger.")
    answer("1.1", "<p>En secret.</p>", base=1)
    url = address(institution, "desk_answers", query="show=all")
    assert read_csv(as_louise.get(url)) == []

    finish_plan(project_id=finished.project_id, by=people.amina, accept_gaps=True)
    (row,) = read_csv(as_louise.get(url))
    assert row["Edition"] == "2"
    assert "En secret." in row.values()


@pytest.mark.parametrize("table", ["desk_list", "desk_answers"])
def test_a_spreadsheet_holds_the_same_as_text(as_louise, institution, finished, table):
    response = as_louise.get(address(institution, table, "xlsx", "show=all"))

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    header, row = read_xlsx(response)
    assert "Title" in header
    assert "=HYPERLINK(1)" in row


def test_taking_all_answers_is_in_the_trail_and_an_administrator_in_that_of_each_plan(
    client, institution, finished, people
):
    ada = User.objects.create_user("ada@example.org", name="Ada", is_staff=True)
    client.force_login(ada)
    url = address(institution, "desk_answers", query="show=all")
    assert client.head(url).status_code == 200
    assert not SiteEvent.objects.exists()

    read_csv(client.get(url))

    event = SiteEvent.objects.get()
    assert (event.verb, event.actor, event.data["plans"]) == (
        "plans.answers_taken",
        ada,
        1,
    )
    assert Event.objects.filter(
        project=finished.project_id, verb=Verb.PROJECT_ADMIN_ACCESS, actor=ada
    ).exists()


def test_only_librarians_of_the_institution_get_its_tables(
    client, institution, finished, people
):
    InstitutionRole.objects.all().delete()
    client.force_login(people.louise)

    for table in ("desk_list", "desk_answers"):
        assert client.get(address(institution, table)).status_code == 404


def test_an_unknown_kind_of_table_is_not_found(as_louise, institution):
    assert as_louise.get(address(institution, "desk_list", "pdf")).status_code == 404


@pytest.mark.parametrize(("table", "queries"), [("desk_list", 8), ("desk_answers", 13)])
@pytest.mark.parametrize("count", [1, 30])
def test_a_table_takes_as_many_queries_for_many_plans(
    as_louise,
    institution,
    people,
    small_template,
    table,
    queries,
    count,
    django_assert_num_queries,
):
    finished_editions(
        count, by=people.amina, template=small_template, institution=institution
    )
    assert Edition.objects.count() == count
    url = address(institution, table, query="show=all")
    read_csv(as_louise.get(url))

    with django_assert_num_queries(queries):
        assert len(read_csv(as_louise.get(url))) == count
