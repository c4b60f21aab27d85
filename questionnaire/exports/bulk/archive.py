"""The archive of a bulk export: its files, a manifest, and a list of missing files.

The manifest is written from the frozen editions, so that an export gives the same
bytes whenever it is downloaded.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.db.models.functions import Length
from django.utils import translation
from django.utils.text import slugify

from questionnaire.exports import FORMATS
from questionnaire.exports.bulk.zips import Entry, entry, zip_chunks, zip_length
from questionnaire.exports.filenames import both_names, edition_name
from questionnaire.lib.csv_tables import csv_bytes
from questionnaire.lib.dates import plan_time
from questionnaire.models import BulkExport, Edition, EditionFile
from questionnaire.queries.library.bulk_exports import failure_text
from questionnaire.vocabulary import (
    FileFormat,
    ItemFailure,
    ItemState,
    Language,
    Role,
)

_PACKAGE_SUFFIX = "package.zip"
MANIFEST_CSV, MANIFEST_JSON = "manifest.csv", "manifest.json"
MISSING = "missing-files_fichiers-manquants.csv"
COLUMNS = (
    "project_id",
    "title",
    "principal_investigators",
    "orcid",
    "institution",
    "partners",
    "department",
    "funder",
    "grant_number",
    "template",
    "template_version",
    "edition",
    "finished_at",
    "format",
    "language",
    "path",
    "size",
    "sha256",
)


# What `values()` reads: an item of the export with its file, or an edition with its
# plan; and a line of the manifest, which has the COLUMNS.
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Archive:
    """What will be sent; `length` is None when it is not known in advance."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def length(self) -> int | None:
        return zip_length(self.entries)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, read from the database file by file."""
        return zip_chunks(self.entries)


def read_archive(export: BulkExport) -> Archive:
    """The Archive of an export. Two queries; no content is read yet.

    Plans whose project was deleted or has left the institution since are listed as
    missing.
    """
    rows = list(
        export.items.order_by("position").values(
            "edition_id",
            "format",
            "language",
            "state",
            "failure",
            "reference",
            "file_id",
            "file__sha256",
            "edition__project__institution_id",
            "edition__project__deleted_at",
            size=Length("file__content"),
        )
    )
    plans = _plans(export)
    included = [row for row in rows if _is_included(row, export)]
    lines = [_line(row, plans[row["edition_id"]]) for row in included]
    moment = max(
        (plan["finished_at"] for plan in plans.values()), default=export.created_at
    )
    entries = [
        entry(MANIFEST_CSV, _manifest_csv(lines), moment),
        entry(MANIFEST_JSON, _manifest_json(lines, export), moment),
    ]
    missing = [row for row in rows if not _is_included(row, export)]
    if missing:
        entries.append(entry(MISSING, _missing_csv(missing, plans), moment))
    entries.extend(
        Entry(
            line["path"],
            row["size"],
            plans[row["edition_id"]]["finished_at"],
            _reader(row["file_id"]),
        )
        for row, line in zip(included, lines, strict=True)
    )
    return Archive(_archive_name(export), tuple(entries))


def read_manifest(export: BulkExport) -> bytes:
    """The manifest alone, as CSV."""
    return _entry(export, MANIFEST_CSV) or b""


def read_missing(export: BulkExport) -> bytes:
    """The list of missing files alone, as CSV; a header alone if nothing is missing."""
    return _entry(export, MISSING) or _missing_csv((), {})


def _entry(export: BulkExport, path: str) -> bytes | None:
    entries = read_archive(export).entries
    return next((each.read() for each in entries if each.path == path), None)


def _reader(key: str) -> Callable[[], bytes]:
    def read() -> bytes:
        content = EditionFile.objects.values_list("content", flat=True).get(pk=key)
        return bytes(cast("bytes | memoryview", content))

    return read


def _is_included(row: Row, export: BulkExport) -> bool:
    return bool(
        row["state"] == ItemState.DONE
        and row["edition__project__institution_id"] == export.institution_id
        and row["edition__project__deleted_at"] is None
    )


def _plans(export: BulkExport) -> dict[int, Row]:
    """{edition id: what the lists say about its plan, with the name of its folder}."""
    editions = Edition.objects.filter(pk__in=export.items.values("edition"))
    found = {
        row["pk"]: row
        for row in editions.values(
            "pk",
            "number",
            "finished_at",
            "project__department",
            "plan__project",
            "plan__people",
            "plan__template",
        ).order_by("pk")
    }
    stems = {
        key: edition_name(
            row["finished_at"],
            row["plan__project"]["acronym"] or row["plan__project"]["title"],
            row["plan__project"]["id"],
            row["number"],
        )
        for key, row in found.items()
    }
    uses = Counter(stems.values())
    return {
        key: {
            **row,
            "folder": stems[key]
            if uses[stems[key]] == 1
            else f"{stems[key]}_{row['plan__project']['id']}",
        }
        for key, row in found.items()
    }


def _line(row: Row, plan: Row) -> dict[str, Any]:
    project = plan["plan__project"]
    suffix = (
        _PACKAGE_SUFFIX
        if row["format"] == FileFormat.PACKAGE
        else f"{row['language']}.{FORMATS[row['format']].extension}"
    )
    template = plan["plan__template"]
    leaders = [each for each in plan["plan__people"] if each["role"] == Role.PI]
    return dict(
        zip(
            COLUMNS,
            (
                project["id"],
                project["title"],
                "; ".join(each["name"] for each in leaders),
                "; ".join(each["orcid"] for each in leaders if each["orcid"]),
                both_names(project["institution"]),
                "; ".join(
                    both_names(each["name"]) for each in project.get("partners", ())
                ),
                plan["project__department"],
                project["funder"],
                project["grant_number"],
                both_names(template["title"]),
                template["version"],
                plan["number"],
                plan_time(plan["finished_at"]).isoformat(timespec="seconds"),
                row["format"],
                row["language"],
                f"{plan['folder']}/{plan['folder']}_{suffix}",
                row["size"],
                row["file__sha256"],
            ),
            strict=True,
        )
    )


def _manifest_csv(lines: Iterable[Row]) -> bytes:
    return csv_bytes([COLUMNS, *(line.values() for line in lines)])


def _manifest_json(lines: Sequence[Row], export: BulkExport) -> bytes:
    data = {
        "export": export.number,
        "institution": {
            "fr": export.institution.name_fr,
            "en": export.institution.name_en,
            "ror": export.institution.ror,
        },
        "created_at": plan_time(export.created_at).isoformat(timespec="seconds"),
        "formats": export.formats,
        "languages": export.languages,
        "options": export.options,
        "files": lines,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _missing_csv(rows: Iterable[Row], plans: Mapping[int, Row]) -> bytes:
    header = (
        "project_id",
        "title",
        "edition",
        "format",
        "language",
        "raison (français)",
        "reason (English)",
        "reference",
    )
    lines = (
        (
            plans[row["edition_id"]]["plan__project"]["id"],
            plans[row["edition_id"]]["plan__project"]["title"],
            plans[row["edition_id"]]["number"],
            row["format"],
            row["language"],
            *(_reason(row, language) for language in Language.values),
            row["reference"],
        )
        for row in rows
    )
    return csv_bytes([header, *lines])


def _reason(row: Row, language: str) -> str:
    with translation.override(language):
        return failure_text(row["failure"] or ItemFailure.NOT_ALLOWED)


def _archive_name(export: BulkExport) -> str:
    day = plan_time(export.created_at).date().isoformat()
    with translation.override(export.institution.language):
        institution = slugify(export.institution.name)[:60].strip("-_")
    return (
        "_".join(filter(None, (day, institution, f"export-{export.number}"))) + ".zip"
    )
