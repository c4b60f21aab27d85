"""Downloading what changed between two editions."""

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import finish_plan, reopen_plan
from questionnaire.models import EditionFile, Membership
from questionnaire.vocabulary import FileState, Role


@pytest.fixture
def twice_finished(project, people, answer):
    """Question 1.1 said “nuit” in edition 1, and says “mois” in edition 2."""
    answer("1.1", "<p>Copiés chaque nuit.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    reopen_plan(project_id=project.pk, by=people.amina, reason="Again.")
    answer("1.1", "<p>Copiés chaque mois.</p>", base=1)
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    return project


def address(project, query, file_format="pdf"):
    path = reverse("export_comparison", args=[project.pk, file_format])
    return f"{path}?{query}"


def finish_waiting():
    for file in EditionFile.objects.filter(state=FileState.WAITING):
        file.state, file.content = FileState.DONE, b"%PDF"
        file.save()


def test_the_comparison_is_offered_in_the_language_of_the_page(
    as_amina, twice_finished
):
    page = as_amina.get(
        reverse("editions_compare", args=[twice_finished.pk]) + "?from=1&to=2"
    ).content.decode()

    link = address(twice_finished, "from=1&amp;to=2&amp;language=en")
    assert f'href="{link}"' in page


def test_a_comparison_is_waited_for_then_downloaded_under_its_name(
    as_amina, twice_finished
):
    url = address(twice_finished, "from=1&to=2&language=fr")
    waiting = as_amina.get(url)
    assert waiting.status_code == 202
    assert "Comparison as PDF" in waiting.content.decode()
    assert "?from=1&amp;to=2" in waiting.content.decode()

    finish_waiting()
    done = as_amina.get(url)
    assert done.getvalue() == b"%PDF"
    assert done["Content-Disposition"].endswith('_lichens_edition-1_edition-2_fr.pdf"')
    assert done["Cache-Control"] == "private, no-store"


def test_a_comparison_is_kept_by_its_content_and_the_direction_counts(
    as_amina, twice_finished
):
    for query in ("from=1&to=2", "from=1&to=2", "from=2&to=1"):
        as_amina.get(address(twice_finished, f"{query}&language=fr"))

    assert EditionFile.objects.count() == 2


def test_a_comparison_with_now_is_no_file_of_an_edition(as_amina, twice_finished):
    as_amina.get(address(twice_finished, "from=1&to=now&language=fr"))

    assert EditionFile.objects.get().edition is None


@pytest.mark.parametrize(
    "query",
    ["", "from=1", "from=1&to=9", "from=x&to=2", "from=1&to=2&language=de"],
)
def test_an_invalid_comparison_is_not_found(as_amina, twice_finished, query):
    assert as_amina.get(address(twice_finished, query)).status_code == 404


def test_a_format_without_marks_for_changes_is_not_found(as_amina, twice_finished):
    url = address(twice_finished, "from=1&to=2", "docx")
    assert as_amina.get(url).status_code == 404


def test_a_librarian_compares_editions_but_not_a_draft_with_them(
    client, twice_finished, people
):
    reopen_plan(project_id=twice_finished.pk, by=people.amina, reason="Again.")
    client.force_login(people.louise)

    assert client.get(address(twice_finished, "from=1&to=2")).status_code == 202
    assert client.get(address(twice_finished, "from=1&to=now")).status_code == 409


def test_a_stranger_finds_no_comparison(client, twice_finished, people):
    client.force_login(people.omar)
    assert client.get(address(twice_finished, "from=1&to=2")).status_code == 404


def test_a_viewer_may_have_the_comparison(client, twice_finished, people):
    Membership.objects.create(
        project=twice_finished, user=people.paul, role=Role.VIEWER
    )
    client.force_login(people.paul)
    assert client.get(address(twice_finished, "from=1&to=now")).status_code == 202
