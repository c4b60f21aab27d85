"""The archive of a bulk export: names, manifest, missing files."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.utils import timezone

from questionnaire.exports.bulk.archive import MISSING, read_archive, read_missing
from questionnaire.exports.bulk.work import work_on_export
from questionnaire.exports.store import files
from questionnaire.exports.store.rendering import RenderingFailed
from questionnaire.models import Edition, Institution, Project
from tests.bulk_exports import finished_editions, start


@pytest.fixture
def failing(monkeypatch):
    """Titles of the plans whose rendering fails."""
    titles = set()

    def render(slot, record, *job):
        if record["project"]["title"] in titles:
            raise RenderingFailed("broken")
        return repr((record["project"]["title"], *job[:2])).encode()

    monkeypatch.setattr(files, "render_in_slot", render)
    return titles


@pytest.fixture
def made(people, institution, small_template, failing):
    """A function that exports plans and returns the finished export."""

    def make(count=2, title="Lichens", **changes):
        editions = finished_editions(
            count,
            by=people.amina,
            template=small_template,
            institution=institution,
            title=title,
        )
        export = start(editions, by=people.louise, institution=institution, **changes)
        work_on_export.call(str(export.pk))
        export.items.filter(state="pending").update(
            state="failed", failure="error", reference="7F3K2A"
        )
        return export

    return make


def unpacked(export):
    with zipfile.ZipFile(
        io.BytesIO(b"".join(read_archive(export).chunks()))
    ) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_file_has_a_path_and_a_line_in_the_manifest(made, people):
    people.amina.orcid = "0000-0002-1825-0097"
    people.amina.save()
    export = made(formats=["pdf", "docx"], languages=["fr", "en"], with_packages=True)
    content = unpacked(export)

    day = timezone.localtime(export.items.first().edition.finished_at).date()
    stem = f"{day}_lichens-1_edition-1"
    assert {name for name in content if name.startswith(stem)} == {
        f"{stem}/{stem}_{ending}"
        for ending in ("fr.pdf", "en.pdf", "fr.docx", "en.docx", "package.zip")
    }
    lines = rows(content["manifest.csv"])
    assert len(lines) == 10
    for line in lines:
        file = content[line["path"]]
        assert hashlib.sha256(file).hexdigest() == line["sha256"]
        assert len(file) == int(line["size"])
    assert lines[0] | {"path": "", "size": "", "sha256": ""} == {
        "project_id": str(export.items.first().edition.project_id),
        "title": "Lichens 1",
        "principal_investigators": "Amina Diallo",
        "orcid": "0000-0002-1825-0097",
        "institution": "Université du Fleuve / Rivière University",
        "partners": "",
        "department": "Biologie",
        "funder": "CRSH",
        "grant_number": "435-2026-0123",
        "template": "Petit modèle / Small template",
        "template_version": "1",
        "edition": "1",
        "finished_at": timezone.localtime(
            export.items.first().edition.finished_at
        ).isoformat(timespec="seconds"),
        "format": "pdf",
        "language": "fr",
        "path": "",
        "size": "",
        "sha256": "",
    }
    data = json.loads(content["manifest.json"])
    assert [line["path"] for line in data["files"]] == [line["path"] for line in lines]
    assert MISSING not in content


def test_the_same_export_gives_the_same_bytes_of_the_announced_length(made):
    export = made()
    first, second = (read_archive(export) for _time in range(2))

    content = b"".join(first.chunks())
    assert content == b"".join(second.chunks())
    assert first.length == len(content)


def test_plans_with_the_same_name_do_not_collide(made, monkeypatch):
    export = made(2, title="=1+1; ../../Été « x »")
    Project.objects.update(title="Autre")
    names = [name for name in unpacked(export) if name.endswith(".pdf")]
    assert len(set(names)) == 2

    export = made(2, title="x" * 200)
    names = [name for name in unpacked(export) if name.endswith(".pdf")]

    assert len(set(names)) == 2
    for edition in Edition.objects.filter(bulk_export_items__export=export):
        assert any(str(edition.project_id) in name for name in names)


def test_names_are_safe_whatever_the_title(made):
    for name in unpacked(made(1, title="..\\..\\/étc/: «mot de passe» 数据")):
        assert name.isascii()
        assert ".." not in name and "\\" not in name and ":" not in name


def test_missing_files_are_listed_in_both_languages(made, failing):
    failing.add("Lichens 1")
    content = unpacked(made())

    assert len([name for name in content if name.endswith(".pdf")]) == 1
    [line] = rows(content[MISSING])
    assert line["title"] == "Lichens 1"
    assert line["reason (English)"] == "The file could not be made."
    assert line["raison (français)"] == "Le fichier n’a pas pu être produit."
    assert line["reference"] == "7F3K2A"


def test_an_export_that_failed_wholly_still_tells_what_and_why(made, failing):
    failing.update({"Lichens 1", "Lichens 2"})
    export = made()

    assert len(rows(read_missing(export))) == len(export.items.all())
    assert {line["reference"] for line in rows(read_missing(export))} == {"7F3K2A"}
    assert rows(unpacked(export)["manifest.csv"]) == []


def test_a_plan_that_left_the_institution_is_left_out_of_the_download(made):
    export = made()
    Project.objects.filter(title="Lichens 2").update(
        institution=Institution.objects.create(name_fr="Ailleurs", name_en="Afar")
    )

    content = unpacked(export)

    assert [line["title"] for line in rows(content["manifest.csv"])] == ["Lichens 1"]
    [line] = rows(content[MISSING])
    assert line["reason (English)"] == "You may no longer export this plan."


def test_reading_an_archive_costs_two_queries_however_many_files(
    made, django_assert_num_queries
):
    for count in (1, 5):
        export = made(count)
        # items, editions
        with django_assert_num_queries(2):
            read_archive(export)
