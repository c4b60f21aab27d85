"""Answers in tables, without script and with it: saved, refused, combined, compared."""

import json
import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.answering.copying import copy_version
from questionnaire.models import Answer, AnswerVersion, Draft, Project
from questionnaire.vocabulary import ProjectStatus
from tests.questions import page_address

LOG = {"dataset": "Journaux", "volume": "1.2"}
TALKS = {"dataset": "Entrevues", "personal": True}
PHOTOS = {"dataset": "Photos", "formats": ["tiff"]}


@pytest.fixture
def url(tables_project):
    return page_address("question", tables_project, "datasets")


def posted(**more):
    return {
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "revision": 0,
        "language": "fr",
        "then": "stay",
        **more,
    }


def cells(*rows):
    """The fields that a form without script sends."""
    return {
        f"part_datasets:{number}:{key}": value
        for number, row in enumerate(rows)
        for key, value in row.items()
    }


def newest():
    return AnswerVersion.objects.order_by("-id").first().content["datasets"]


def test_a_page_without_script_has_a_control_in_every_cell_and_two_spare_rows(
    as_amina, url, rows_saved
):
    rows_saved([LOG])
    page = as_amina.get(f"{url}?in=fr").content.decode()

    assert page.count("<tr role=") == 1 + 3 + 1  # heads, rows, the blank in a template
    assert (
        'name="part_datasets:0:volume" id="id_part_datasets:0:volume" value="1.2"'
        in page
    )
    assert 'aria-label="Volume (GB), row 3"' in page
    assert re.search(r"My answer to 1\.1\s*</legend>", page)


def test_cells_are_saved_without_script(as_amina, url):
    typed = cells(
        {"dataset": "Journaux", "volume": "1,234.5", "formats": ["text", "csv"]},
        {"dataset": "", "personal": ""},
        {"dataset": "Entrevues", "personal": "true", "ready": "22 nov. 2026"},
    )
    response = as_amina.post(url, posted(**typed))

    assert response.status_code == 302
    assert newest() == [
        {"dataset": "Journaux", "volume": "1234.5", "formats": ["csv", "text"]},
        {"dataset": "Entrevues", "personal": True, "ready": "2026-11-22"},
    ]


def test_refused_cells_keep_what_was_typed_and_get_a_message(as_amina, url):
    typed = cells({}, {"dataset": "Journaux", "volume": "beaucoup"})
    response = as_amina.post(url.replace("/en/", "/fr/"), posted(**typed))
    page = response.content.decode()

    assert response.status_code == 422
    assert 'value="beaucoup"' in page
    assert 'id="id_part_datasets:1:volume:error"' in page
    assert "Ligne 2, Volume (Go)\N{NO-BREAK SPACE}: «" in page
    assert 'href="#id_part_datasets:0:dataset"' in page
    assert not Answer.objects.exists()


def test_numbers_come_back_as_the_reader_writes_them(as_amina, url, rows_saved):
    rows_saved([{"dataset": "x", "volume": "1234.5"}])

    assert 'value="1,234.5"' in as_amina.get(f"{url}?in=fr").content.decode()
    french = as_amina.get(url.replace("/en/", "/fr/")).content.decode()
    assert 'value="1\N{NO-BREAK SPACE}234,5"' in french


def test_saving_again_what_the_page_shows_changes_nothing(as_amina, url, rows_saved):
    rows_saved([{**LOG, "volume": "1234.5", "cost": "10.5", "personal": False}])
    shown = {"dataset": "Journaux", "volume": "1,234.5", "cost": "10.5"}
    as_amina.post(url, posted(**cells({**shown, "personal": "false"}), base=1))

    assert AnswerVersion.objects.count() == 1


def test_rows_given_by_the_template_are_shown_to_be_filled_in(as_amina, tables_project):
    url = page_address("question", tables_project, "backups")
    page = as_amina.get(url).content.decode()
    assert page.count('<option value="office" selected>') == 1
    assert page.count('<option value="cloud" selected>') == 1

    typed = {
        "part_copies:0:place": "office",
        "part_copies:1:place": "cloud",
        "part_copies:1:often": "daily",
        "part_why": "",
    }
    as_amina.post(url, posted(**typed))
    content = AnswerVersion.objects.get().content
    assert content == {"copies": [{"place": "cloud", "often": "daily"}]}
    assert as_amina.get(url).content.decode().count('"office" selected') == 1


# --- What the script sends ----------------------------------------------------


def send(client, project, people, rows, **changes):
    data = {
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "revision": 0,
        "language": "fr",
        "user": people.amina.pk,
        "fields": {
            "part_datasets": rows if isinstance(rows, str) else json.dumps(rows)
        },
        **changes,
    }
    return client.post(
        page_address("draft", project, "datasets"),
        json.dumps(data),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_a_draft_is_the_rows_as_they_would_be_saved(as_amina, tables_project, people):
    assert send(as_amina, tables_project, people, [LOG, {}]).status_code == 200

    draft = Draft.objects.get()
    assert draft.content == {"datasets": [LOG]}


@pytest.mark.parametrize(
    "rows", ["no JSON", "7", '{"a": 1}', "[[1]]", "[" * 5000, "NaN"]
)
def test_nonsense_is_refused_and_stores_nothing(as_amina, tables_project, people, rows):
    response = send(as_amina, tables_project, people, rows)

    assert response.status_code == 422
    assert not Draft.objects.exists()


def test_the_page_says_which_cell_keeps_a_draft_from_being_saved(
    as_amina, tables_project, people
):
    response = send(as_amina, tables_project, people, [LOG, {"ready": "03/04/2026"}])

    assert response.json()["message"].startswith("Row 2, Ready on: “03/04/2026”")


def test_a_draft_is_shown_again(as_amina, url, tables_project, people):
    send(as_amina, tables_project, people, [TALKS])

    assert "Entrevues</textarea>" in as_amina.get(f"{url}?in=fr").content.decode()


# --- Two windows, two people --------------------------------------------------


def test_two_windows_are_combined_row_by_row(as_amina, tables_project, rows_saved):
    rows_saved([LOG, TALKS])
    rows_saved([{**LOG, "volume": "9"}, TALKS], base=1)
    url = page_address("two_versions", tables_project, "datasets")
    data = posted(part_datasets=json.dumps([LOG, TALKS, PHOTOS]), base=1)
    page = as_amina.post(url, data)

    assert page.context["was_combined"]
    result = page.context["result"]["part_datasets"].value()
    assert result == [{**LOG, "volume": "9"}, TALKS, PHOTOS]
    carried = dict(page.context["carried"])
    assert json.loads(carried["part_datasets"]) == [LOG, TALKS, PHOTOS]

    decided = {
        **data,
        "decision": "result",
        "compared": page.context["saved"].content_digest,
        **{f"result-{name}": value for name, value in data.items()},
        "result-part_datasets": json.dumps(result),
    }
    assert as_amina.post(url, decided).status_code == 302
    assert newest() == result


def test_a_colleagues_rows_are_copied_after_mine(tables_project, people, rows_saved):
    rows_saved([LOG])
    theirs = rows_saved([LOG, PHOTOS], by=people.paul)
    saved, _source = copy_version(
        project_id=tables_project.pk,
        version_id=theirs.pk,
        by=people.amina,
        save_id=uuid.uuid4(),
    )

    assert saved.version.content == {"datasets": [LOG, PHOTOS]}
    assert list(saved.version.sources.all()) == [theirs]


def test_rows_of_two_members_are_combined_and_both_are_credited(
    as_amina, tables_project, people, rows_saved
):
    mine = rows_saved([LOG, TALKS])
    theirs = rows_saved([LOG, PHOTOS], by=people.paul)
    url = page_address("combine", tables_project, "datasets")
    page = as_amina.get(url, {"in": "fr"})

    (part,) = page.context["combination"].parts
    whose = {
        passage.value[0]["dataset"]: [str(author) for author in passage.authors]
        for passage in part.wordings
    }
    assert whose == {
        "Journaux": ["Amina Diallo", "Paul Martin"],
        "Photos": ["Paul Martin"],
        "Entrevues": ["Amina Diallo"],
    }
    names = {each.value[0]["dataset"]: each.name for each in part.wordings}
    take = [names["Photos"], names["Entrevues"]]
    built = as_amina.post(url, {"in": "fr", "take": take, "do": "build"})
    assert built.context["form"]["part_datasets"].value() == [PHOTOS, TALKS]

    edited = {
        f"result-{name}": value
        for name, value in cells(
            {**PHOTOS, "volume": "3"}, {"dataset": "Entrevues"}
        ).items()
    }
    saved = {
        "in": "fr",
        "take": take,
        "do": "save",
        "result-save_id": str(uuid.uuid4()),
    }
    saved |= {"result-base": 1, "result-language": "fr", **edited}
    response = as_amina.post(url, saved)

    assert response.status_code == 302, response.content.decode()
    assert newest() == [{**PHOTOS, "volume": "3"}, {"dataset": "Entrevues"}]
    version = AnswerVersion.objects.order_by("-id").first()
    assert set(version.sources.all()) == {mine, theirs}


def test_a_comparison_names_the_row_and_the_cell_in_every_view(
    as_amina, tables_project, rows_saved
):
    old = rows_saved([LOG, TALKS])
    new = rows_saved([TALKS, {**LOG, "volume": "1.5"}], base=1)
    url = page_address("versions_compare", tables_project, "datasets")
    for view in ("inline", "side", "list"):
        page = as_amina.get(url, {"from": old.pk, "to": new.pk, "view": view})
        text = " ".join(page.content.decode().split())
        assert "Row 2" in text
        label = "Volume (Go)</th>" if view == "inline" else "Volume (Go):"
        assert label in text
        assert "<del>1,2</del>" in text
        assert "<ins>1,5</ins>" in text


def test_a_plan_reads_as_a_table_and_counts_the_words_of_its_rows(
    as_amina, tables_project, rows_saved
):
    rows_saved([LOG, TALKS])
    page = as_amina.get(reverse("plan_read", args=[tables_project.pk]))
    text = page.content.decode()

    assert text.count('<table class="answer-table answer-table--many"') == 1
    assert page.context["plan"].words == 4  # Journaux 1,2 Entrevues Oui
    assert "<caption>Jeux de données</caption>" in text


def test_rows_for_a_plan_that_was_finished_meanwhile_are_shown_to_be_copied(
    as_amina, url, tables_project
):
    Project.objects.filter(pk=tables_project.pk).update(status=ProjectStatus.FINISHED)
    for sent in ({"part_datasets": json.dumps([LOG])}, cells(LOG)):
        page = as_amina.post(url, posted(**sent))

        assert page.status_code == 409
        assert "Journaux" in page.content.decode()
        assert "[{" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 300])
def test_a_long_table_costs_no_more_queries(
    as_amina, url, rows_saved, django_assert_num_queries, count
):
    rows_saved([{"dataset": f"Jeu {number}"} for number in range(count)])

    as_amina.get(url)

    with django_assert_num_queries(7):
        as_amina.get(url)
