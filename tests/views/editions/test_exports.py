"""Choosing an export, waiting for it, downloading it, and seeing a failure."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.projects.projects import finish_plan
from questionnaire.exports.bulk.packages import package_content
from questionnaire.exports.store.files import file_key
from questionnaire.models import EditionFile, WorkerBeat
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import read_record, record_digest
from questionnaire.vocabulary import FileState


@pytest.fixture
def stored(project):
    """A function that stores the live plan's French PDF in some state."""

    def store(state, **fields):
        options = ExportOptions()
        key = file_key(record_digest(read_record(project.pk)), "pdf", "fr", options)
        return EditionFile.objects.create(
            key=key,
            project=project,
            format="pdf",
            language="fr",
            options=options.as_data(),
            state=state,
            started_at=timezone.now(),
            finished_at=timezone.now(),
            **fields,
        )

    return store


@pytest.fixture
def url(project):
    return reverse("export_plan", args=[project.pk, "pdf"]) + "?language=fr"


def test_the_choices_lead_to_the_file(as_amina, project):
    chosen = {
        "edition": "",
        "format": "docx",
        "language": "fr",
        "unanswered": "on",
    }

    response = as_amina.get(reverse("export", args=[project.pk]), chosen)

    address = reverse("export_plan", args=[project.pk, "docx"])
    query = (
        "language=fr&guidance=0&unanswered=1&contributors=0"
        "&provenance=0&review_record=0"
    )
    assert response.url == f"{address}?{query}"


def test_a_finished_plan_offers_its_edition_first(as_amina, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    form = as_amina.get(reverse("export", args=[project.pk])).context["form"]

    assert form["edition"].value() == 1


@pytest.mark.parametrize(
    "forged",
    [{"format": "exe"}, {"language": "de"}, {"edition": "9"}, {"edition": "x"}],
)
def test_forged_choices_are_refused_in_words(as_amina, project, forged):
    chosen = {"edition": "", "format": "pdf", "language": "fr"} | forged

    response = as_amina.get(reverse("export", args=[project.pk]), chosen)

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


def test_a_file_that_is_being_made_shows_a_page_that_waits(as_amina, url, stored):
    stored(FileState.RENDERING)

    response = as_amina.get(url)

    assert response.status_code == 202
    page = response.content.decode()
    assert "Preparing the file" in page
    assert '<meta http-equiv="refresh"' in page


def test_a_file_that_is_ready_is_downloaded_under_a_name_that_says_what_it_is(
    as_amina, url, stored
):
    stored(FileState.DONE, content=b"%PDF-1.7")

    response = as_amina.get(url)

    assert response.getvalue() == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith('_lichens_ebauche_fr.pdf"')
    assert "no-store" in response["Cache-Control"]


def test_the_waiting_page_learns_that_the_file_is_ready(as_amina, url, stored):
    stored(FileState.DONE, content=b"%PDF-1.7")

    part = as_amina.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "Your file is ready" in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("failure", "words"),
    [("too_long", "too long or too deeply nested"), ("error", "reference 7F3K2A")],
)
def test_a_failure_is_explained_and_no_file_is_offered(
    as_amina, url, stored, failure, words
):
    stored(FileState.FAILED, failure=failure, reference="7F3K2A")

    response = as_amina.get(url)

    assert response.status_code == 503
    page = response.content.decode()
    assert words in page
    assert "data-download" not in page


@pytest.mark.parametrize(
    "ending", ["export/plan.exe", "export/plan.pdf?language=de", "editions/1/plan.pdf"]
)
def test_what_does_not_exist_is_not_found(as_amina, project, ending):
    assert as_amina.get(f"/en/projects/{project.pk}/{ending}").status_code == 404


@pytest.fixture
def finished(project, people):
    return finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)


def store_edition_files(edition, state=FileState.DONE, **fields):
    """All files that a package of the edition contains, as if they were rendered."""
    for file_format, language in package_content():
        options = ExportOptions()
        EditionFile.objects.create(
            key=file_key(edition.sha256, file_format, language, options),
            project=edition.project,
            edition=edition,
            format=file_format,
            language=language,
            options=options.as_data(),
            state=state,
            started_at=timezone.now(),
            finished_at=timezone.now(),
            **fields,
        )


def test_an_edition_is_downloaded_as_a_preservation_package(
    as_amina, project, finished
):
    store_edition_files(finished, content=b"%PDF-1.7")
    url = reverse("edition_package", args=[project.pk, 1])
    page = as_amina.get(reverse("editions", args=[project.pk])).content.decode()
    assert f'href="{url}"' in page

    response = as_amina.get(url)

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].endswith('_lichens_edition-1_package.zip"')
    package = response.getvalue()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert any(name.endswith("/bagit.txt") for name in archive.namelist())
    assert as_amina.get(url).getvalue() == package


def test_a_package_waits_for_its_files_and_says_so(as_amina, project, finished):
    store_edition_files(finished, FileState.RENDERING)

    response = as_amina.get(reverse("edition_package", args=[project.pk, 1]))

    assert response.status_code == 202
    page = response.content.decode()
    assert "Edition 1 as Preservation package (BagIt)" in page
    assert "Preparing the file" in page


def test_a_package_is_not_made_without_one_of_its_files(as_amina, project, finished):
    store_edition_files(finished, content=b"%PDF-1.7")
    EditionFile.objects.filter(format="docx", language="en").update(
        state=FileState.FAILED, failure="error", reference="7F3K2A"
    )

    response = as_amina.get(reverse("edition_package", args=[project.pk, 1]))

    assert response.status_code == 503
    assert "reference 7F3K2A" in response.content.decode()


def test_there_is_no_package_of_a_missing_edition(as_amina, project):
    url = reverse("edition_package", args=[project.pk, 7])

    assert as_amina.get(url).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_file_that_no_worker_makes_says_that_it_waits_for_one(
    as_amina, url, stored, headers
):
    stored(FileState.WAITING, requested_at=timezone.now())

    assert "Waiting for a worker" in as_amina.get(url, headers=headers).content.decode()

    WorkerBeat.objects.create(worker="one")
    page = as_amina.get(url, headers=headers).content.decode()
    assert "Waiting for a worker" not in page
    assert "Preparing the file" in page


def test_a_file_that_is_being_made_waits_for_nobody(as_amina, url, stored):
    stored(FileState.RENDERING)

    assert "Waiting for a worker" not in as_amina.get(url).content.decode()
