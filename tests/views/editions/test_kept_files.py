"""Sending a stored file takes little work, whatever its size."""

import hashlib
import os

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.projects.projects import (
    finish_plan,
    reopen_plan,
)
from questionnaire.exports.bulk.packages import package_content
from questionnaire.exports.store import sources
from questionnaire.exports.store.files import file_key
from questionnaire.lib import canonical
from questionnaire.models import Edition, EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.edition_changes import pair_of_records
from questionnaire.plan.record import read_record, record_digest
from questionnaire.vocabulary import FileState

SIZES = pytest.mark.parametrize("size", [1, 300_000, 3_000_000])


@pytest.fixture
def edition(project, people, answer):
    answer("1.1", "<p>Chaque nuit.</p>")
    return finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)


@pytest.fixture
def later_edition(edition, project, people, answer):
    reopen_plan(project_id=project.pk, by=people.amina, reason="Again.")
    answer("1.1", "<p>Chaque mois.</p>", base=1)
    return finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)


def keep(digest, content=b"%PDF", *, edition, project=None, **changes):
    """A stored file, as if it had been rendered."""
    fields = {
        "format": "pdf",
        "language": "fr",
        "options": ExportOptions().as_data(),
        "name": "plan.pdf",
        **changes,
    }
    key = file_key(digest, fields["format"], fields["language"], ExportOptions())
    return EditionFile.objects.create(
        key=key,
        project=project or edition.project,
        edition=edition,
        state=FileState.DONE,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        finished_at=timezone.now(),
        **fields,
    )


def url_of(edition, file_format="pdf"):
    path = reverse(
        "export_edition", args=[edition.project_id, edition.number, file_format]
    )
    return f"{path}?language=fr"


def url_of_comparison(old, new):
    path = reverse("export_comparison", args=[old.project_id, "pdf"])
    return f"{path}?from={old.number}&to={new.number}&language=fr"


@pytest.fixture
def _the_record_is_left_alone(monkeypatch):
    """Fail the test if the plan of an edition is read or hashed."""

    def refuse(*args, **kwargs):
        raise AssertionError("the record was read")

    monkeypatch.setattr(sources, "record_digest", refuse)
    monkeypatch.setattr(Edition._meta.get_field("plan"), "from_db_value", refuse)


@SIZES
def test_a_file_of_an_edition_costs_six_queries_and_its_plan_is_not_read(
    as_amina, edition, size, request, django_assert_num_queries
):
    content = os.urandom(size)
    keep(edition.sha256, content, edition=edition)
    request.getfixturevalue("_the_record_is_left_alone")

    # session, user, access, edition, file, content; on PostgreSQL the content of
    # more than a megabyte comes in as many queries as it has megabytes
    with django_assert_num_queries(6 + _further_pieces(size)):
        response = as_amina.get(url_of(edition))
        sent = response.getvalue()

    assert sent == content
    assert response["Content-Length"] == str(size)
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def _further_pieces(size):
    return 0 if connection.vendor == "sqlite" else (size - 1) // (1024 * 1024)


def test_a_comparison_of_editions_costs_seven_queries_and_their_plans_are_not_read(
    as_amina, edition, later_edition, request, django_assert_num_queries
):
    digest = canonical.digest({"old": edition.sha256, "new": later_edition.sha256})
    keep(digest, edition=later_edition)
    request.getfixturevalue("_the_record_is_left_alone")

    # session, user, access, editions, file, content
    with django_assert_num_queries(7):
        response = as_amina.get(url_of_comparison(edition, later_edition))
        assert response.getvalue() == b"%PDF"


def test_a_package_costs_six_queries_once_it_was_made(
    as_amina, edition, django_assert_num_queries
):
    for file_format, language in package_content():
        keep(
            edition.sha256, b"%PDF", edition=edition,
            format=file_format, language=language,
        )  # fmt: skip
    url = reverse("edition_package", args=[edition.project_id, edition.number])
    package = as_amina.get(url)
    content = package.getvalue()
    assert package["Content-Disposition"].endswith('_lichens_edition-1_package.zip"')

    # session, user, access, edition, package, content
    with django_assert_num_queries(6):
        assert as_amina.get(url).getvalue() == content


def test_a_package_names_the_contact_of_today(as_amina, edition, institution):
    for file_format, language in package_content():
        keep(
            edition.sha256, b"%PDF", edition=edition,
            format=file_format, language=language,
        )  # fmt: skip
    url = reverse("edition_package", args=[edition.project_id, edition.number])
    before = as_amina.get(url).getvalue()
    institution.contact_email = "library@example.org"
    institution.save()

    after = as_amina.get(url).getvalue()

    assert b"library@example.org" in after
    assert b"library@example.org" not in before


def test_the_record_of_a_live_plan_is_hashed_once(as_amina, project, monkeypatch):
    keep(record_digest(read_record(project.pk)), edition=None, project=project)
    hashed = []

    def watched(record):
        hashed.append(record)
        return record_digest(record)

    monkeypatch.setattr(sources, "record_digest", watched)
    url = reverse("export_plan", args=[project.pk, "pdf"]) + "?language=fr"

    assert as_amina.get(url).getvalue() == b"%PDF"
    assert len(hashed) == 1


def test_a_live_plan_is_never_sent_as_it_was_before_somebody_took_another_name(
    as_amina, project, people
):
    keep(record_digest(read_record(project.pk)), edition=None, project=project)
    url = reverse("export_plan", args=[project.pk, "pdf"]) + "?language=fr"
    assert as_amina.get(url).status_code == 200

    people.amina.name = "Amina Roy"
    people.amina.save()

    assert as_amina.get(url).status_code == 202


def test_a_client_that_has_the_file_gets_304_and_no_content(as_amina, edition):
    keep(edition.sha256, edition=edition)
    first = as_amina.get(url_of(edition))

    again = as_amina.get(url_of(edition), headers={"If-None-Match": first["ETag"]})
    other = as_amina.get(url_of(edition), headers={"If-None-Match": '"another"'})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "private, no-store"
    assert other.getvalue() == b"%PDF"


def test_a_head_request_for_a_file_gives_its_size_and_name(as_amina, edition):
    keep(edition.sha256, b"%PDF-1.7", edition=edition)

    head = as_amina.head(url_of(edition))

    assert head["Content-Length"] == "8"
    assert head["Content-Disposition"].endswith('"plan.pdf"')
    assert head.content == b""


def test_a_file_from_before_names_were_stored_gets_its_name(as_amina, edition):
    file = keep(edition.sha256, edition=edition, name="")

    for _time in range(2):
        response = as_amina.get(url_of(edition))
        assert response["Content-Disposition"].endswith('_lichens_edition-1_fr.pdf"')
    file.refresh_from_db()
    assert file.name.endswith("_lichens_edition-1_fr.pdf")


def test_a_comparison_made_by_an_earlier_release_is_still_handed_out(
    as_amina, edition, later_edition
):
    pair = pair_of_records(edition.plan, later_edition.plan)
    keep(canonical.digest(pair), b"%PDF of then", edition=later_edition, name="")

    response = as_amina.get(url_of_comparison(edition, later_edition))

    assert response.getvalue() == b"%PDF of then"
    assert response["Content-Disposition"].endswith(
        '_lichens_edition-1_edition-2_fr.pdf"'
    )
