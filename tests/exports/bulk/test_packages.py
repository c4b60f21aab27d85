"""Preservation packages, checked as an archive that receives one would."""

import hashlib
import io
import json
import zipfile

import bagit
import pytest

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.exports import FORMATS
from questionnaire.exports.bulk.packages import (
    package_content,
    package_name,
    store_package,
)
from questionnaire.exports.store import files
from questionnaire.exports.store.files import render_now
from questionnaire.exports.store.sources import frozen_plan
from questionnaire.lib.canonical import canonical_json
from questionnaire.models import EditionFile
from questionnaire.plan.document import ExportOptions


@pytest.fixture
def edition(small_template, people, institution):
    institution.ror = "https://ror.org/0161xgx34"
    institution.contact_name = "Louise Roy"
    institution.contact_email = "louise@example.org"
    institution.save()
    people.amina.orcid = "0000-0002-1825-0097"
    people.amina.save()
    project = create_project(
        by=people.amina,
        template=small_template,
        title="Récits de lichens :\nmémoires du Nord",
        acronym="../Lichens & cie",
        language="fr",
        institution=institution,
        funder="CRSH",
    )
    return finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)


@pytest.fixture
def package(edition, monkeypatch):
    """The stored package; its files contain format and language of their jobs."""
    monkeypatch.setattr(
        files, "render_in_slot", lambda slot, record, *job: repr(job[:2]).encode()
    )
    make_files(edition)
    return store_package(edition)


def make_files(edition):
    for file_format, language in package_content():
        render_now(frozen_plan(edition), file_format, language, ExportOptions())


def unpack(file, folder):
    """The only folder in the package, unpacked into `folder`."""
    with zipfile.ZipFile(io.BytesIO(bytes(file.content))) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    [bag] = folder.iterdir()
    return bag


def test_the_package_is_a_valid_bag(edition, package, tmp_path):
    folder = unpack(package, tmp_path)
    bag = bagit.Bag(str(folder))

    bag.validate()
    assert folder.name == package_name(edition)
    assert bag.version == "1.0"
    assert set(bag.algorithms) == {"sha256", "sha512"}
    assert (
        bag.info["Source-Organization"] == "Université du Fleuve / Rivière University"
    )
    assert bag.info["Organization-Identifier"] == "https://ror.org/0161xgx34"
    assert bag.info["Contact-Email"] == "louise@example.org"
    assert bag.info["External-Identifier"] == f"urn:uuid:{edition.project_id}"
    assert bag.info["External-Description"] == ("Récits de lichens : mémoires du Nord")
    assert bag.info["Payload-Oxum"] == ".".join(
        map(
            str,
            (
                sum(path.stat().st_size for path in (folder / "data").iterdir()),
                len(list((folder / "data").iterdir())),
            ),
        )
    )


def test_a_bag_that_was_changed_is_not_valid(package, tmp_path):
    folder = unpack(package, tmp_path)
    record = folder / "data/record.json"
    record.write_bytes(record.read_bytes().replace(b"CRSH", b"CRSX"))

    assert not bagit.Bag(str(folder)).is_valid()


def test_the_package_contains_every_format_and_language_the_record_and_metadata(
    edition, package, tmp_path
):
    data = unpack(package, tmp_path) / "data"

    stem = package_name(edition).removesuffix("_package")
    exports = {
        f"{stem}_{language}.{each.extension}"
        for each in FORMATS.values()
        for language in ("fr", "en")
    }
    assert {path.name for path in data.iterdir()} == {
        *exports, "record.json", "metadata.json",
    }  # fmt: skip
    record = (data / "record.json").read_bytes()
    assert record == canonical_json(edition.plan)
    assert hashlib.sha256(record).hexdigest() == edition.sha256
    metadata = json.loads((data / "metadata.json").read_text(encoding="utf-8"))
    assert metadata["creator"] == [
        {
            "name": "Amina Diallo",
            "identifier": "https://orcid.org/0000-0002-1825-0097",
            "affiliation": "",
            "role": "pi",
        }
    ]
    assert metadata["publisher"]["identifier"] == "https://ror.org/0161xgx34"
    for each in metadata["hasFormat"]:
        content = (data / each["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]


def test_the_same_edition_gives_the_same_bytes(edition, package):
    content = bytes(package.content)
    assert store_package(edition) == package

    EditionFile.objects.filter(pk=package.pk).delete()
    assert bytes(store_package(edition).content) == content


def test_names_in_a_package_are_safe_everywhere(package):
    with zipfile.ZipFile(io.BytesIO(bytes(package.content))) as archive:
        names = archive.namelist()

    for name in names:
        assert name.isascii()
        assert ".." not in name and "\\" not in name and not name.startswith("/")


def test_a_format_added_later_is_in_the_package(
    edition, package, monkeypatch, tmp_path
):
    json_format = FORMATS["pdf"].__class__(
        "json", "JSON", "application/json", "json", lambda plan, options: b"{}"
    )
    monkeypatch.setitem(FORMATS, "json", json_format)
    make_files(edition)

    names = [
        path.name
        for path in (unpack(store_package(edition), tmp_path) / "data").iterdir()
    ]

    assert len([name for name in names if name.endswith(("_fr.json", "_en.json"))]) == 2


def test_a_package_waits_for_its_files(edition):
    with pytest.raises(EditionFile.DoesNotExist):
        store_package(edition)
