"""The preservation package of an edition: everything an archive needs, in a bag.

It contains the edition in every format and language that the site has, its record
and its metadata. The same edition gives the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from questionnaire.bilingual import LANGUAGES
from questionnaire.exports import FORMATS
from questionnaire.exports.bulk.bags import BagInfoLine, bag_files
from questionnaire.exports.bulk.zips import entry, zip_chunks
from questionnaire.exports.filenames import both_names, edition_name
from questionnaire.exports.store.files import kept_file
from questionnaire.lib.canonical import canonical_json, digest
from questionnaire.lib.dates import plan_time
from questionnaire.models import Edition, EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import FileFormat, FileState, Role

# Bump it whenever the same edition would be packed differently.
PACKAGE_VERSION = 1
RECORD, METADATA = "record.json", "metadata.json"


def package_content() -> list[tuple[str, str]]:
    """[(format, language)] of the files of a package."""
    return [
        (file_format, language) for file_format in FORMATS for language in LANGUAGES
    ]


def package_name(edition: Edition) -> str:
    """The name of its folder, and of the archive that contains it."""
    project = edition.plan["project"]
    stem = edition_name(
        edition.finished_at,
        project["acronym"] or project["title"],
        project["id"],
        edition.number,
    )
    return f"{stem}_package"


def kept_package(edition: Edition) -> EditionFile | None:
    """The package that `store_package` stored before, or None; the plan is not read."""
    return (
        EditionFile.objects.defer("content", "source")
        .filter(
            edition=edition,
            format=FileFormat.PACKAGE,
            state=FileState.DONE,
            options__circumstances=_circumstances(edition),
        )
        .order_by("finished_at")
        .first()
    )


def store_package(edition: Edition) -> EditionFile:
    """The EditionFile of the edition's package, made from the files of the edition.

    Raises EditionFile.DoesNotExist when one of them is not done.
    """
    payload = _payload(edition)
    info = _bag_info(edition)
    key = digest(
        {
            "package": PACKAGE_VERSION,
            "name": package_name(edition),
            "info": [list(line) for line in info],
            "payload": {
                path: hashlib.sha256(content).hexdigest()
                for path, content in payload.items()
            },
        }
    )
    packages = EditionFile.objects.defer("content", "source")
    stored = {
        "name": f"{package_name(edition)}.zip",
        "options": {"circumstances": _circumstances(edition)},
    }
    if packages.filter(pk=key).update(**stored):
        return packages.get(pk=key)
    content = _zipped(edition, bag_files(payload, info))
    now = timezone.now()
    file, _is_new = packages.get_or_create(
        key=key,
        defaults={
            "project": edition.project,
            "edition": edition,
            "format": FileFormat.PACKAGE,
            "language": "",
            "state": FileState.DONE,
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "requested_at": now,
            "started_at": now,
            "finished_at": now,
            **stored,
        },
    )
    return file


def _circumstances(edition: Edition) -> str:
    """The digest of what a package depends on besides its unchanging edition."""
    institution = edition.project.institution
    return digest(
        {
            "package": PACKAGE_VERSION,
            "content": [list(pair) for pair in package_content()],
            "institution": institution
            and [institution.ror, institution.contact_name, institution.contact_email],
        }
    )


def _payload(edition: Edition) -> dict[str, bytes]:
    """{path: bytes} of everything that is preserved."""
    stem = package_name(edition).removesuffix("_package")
    files = {
        f"{stem}_{language}.{FORMATS[file_format].extension}": kept_file(
            edition.sha256, file_format, language, ExportOptions()
        )
        for file_format, language in package_content()
    }
    payload = {}
    for path, file in files.items():
        if file is None or file.content is None:
            raise EditionFile.DoesNotExist
        payload[path] = bytes(file.content)
    payload[RECORD] = canonical_json(edition.plan)
    payload[METADATA] = _json(_metadata(edition, payload))
    return payload


def _bag_info(edition: Edition) -> list[BagInfoLine]:
    """[(label, value)], the labels those of RFC 8493, 2.2.2."""
    project, institution = edition.plan["project"], edition.project.institution
    return [
        ("Source-Organization", both_names(project["institution"])),
        ("Organization-Identifier", institution.ror if institution else ""),
        ("Contact-Name", institution.contact_name if institution else ""),
        ("Contact-Email", institution.contact_email if institution else ""),
        ("External-Description", project["title"]),
        ("External-Identifier", f"urn:uuid:{project['id']}"),
        ("Internal-Sender-Identifier", f"{project['id']}/editions/{edition.number}"),
        ("Internal-Sender-Description", f"SHA-256 {edition.sha256}"),
        ("Bag-Group-Identifier", f"urn:uuid:{project['id']}"),
        ("Bagging-Date", plan_time(edition.finished_at).date().isoformat()),
    ]


def _metadata(edition: Edition, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What a catalogue asks for, by the names of Dublin Core (DCMI Metadata Terms)."""
    project, institution = edition.plan["project"], edition.project.institution
    template = edition.plan["template"]
    people = [_person(person) for person in edition.plan["people"]]
    return {
        "type": "Data management plan",
        "title": project["title"],
        "description": project["summary"],
        "identifier": f"urn:uuid:{project['id']}",
        "version": edition.number,
        "issued": edition.finished_at.isoformat(),
        "language": project["language"],
        "creator": [each for each in people if each["role"] == Role.PI],
        "contributor": [
            each for each in people if each["role"] not in (Role.PI, Role.VIEWER)
        ],
        "publisher": {
            "name": project["institution"],
            "identifier": institution.ror if institution else "",
        },
        "funder": {"name": project["funder"], "grant_number": project["grant_number"]},
        **_partners(project),
        "temporal": {"start": project["starts_on"], "end": project["ends_on"]},
        "conformsTo": {
            "title": template["title"],
            "version": template["version"],
            "identifier": template["doi"] and f"https://doi.org/{template['doi']}",
            "license": template["licence"],
        },
        "source": {"path": RECORD, "sha256": edition.sha256},
        "hasFormat": [
            {
                "path": path,
                "format": FORMATS[path.rsplit(".", 1)[1]].media_type
                if path.rsplit(".", 1)[1] in FORMATS
                else "",
                "extent": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for path, content in files.items()
        ],
    }


def _partners(project: Mapping[str, Any]) -> dict[str, Any]:
    """The institutions beside the lead; nothing, as in earlier records, without any."""
    named = [
        {"name": partner["name"], "identifier": partner["ror"]}
        for partner in project.get("partners", ())
    ]
    return {"partner": named} if named else {}


def _person(person: Mapping[str, Any]) -> dict[str, str]:
    orcid = person["orcid"]
    return {
        "name": person["name"],
        "identifier": f"https://orcid.org/{orcid}" if orcid else "",
        "affiliation": person["institution"],
        "role": person["role"],
    }


def _json(data: dict[str, Any]) -> bytes:
    # Sorted, since each database orders the keys of a record in its own way.
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _zipped(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    name = package_name(edition)
    return b"".join(
        zip_chunks(
            entry(f"{name}/{path}", content, edition.finished_at)
            for path, content in files.items()
        )
    )
