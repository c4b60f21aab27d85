"""The store of exported files: each content is rendered once and kept.

A file is identified by the digest of everything that its bytes depend on, so a
second request for the same content is answered from the database.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from questionnaire.exports import FORMATS
from questionnaire.exports.filenames import file_name
from questionnaire.exports.store.rendering import (
    RenderingTooLong,
    Slot,
    render_in_slot,
    rendering_slot,
)
from questionnaire.exports.store.sources import Source
from questionnaire.lib.canonical import digest
from questionnaire.models import Edition, EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import Record
from questionnaire.vocabulary import FileState

# Bump it whenever the same plan would give different bytes: new layout, new wording,
# new fonts.
RENDERER_VERSION = 6

# A failure is shown for this long before a new request starts another attempt: the
# page that waits for a file must get to see why there is none.
_FAILURE_SHOWN = timedelta(seconds=10)

logger = logging.getLogger(__name__)


def file_key(
    content_digest: str,
    file_format: str,
    language: str,
    options: ExportOptions,
    renderer: int | None = None,
) -> str:
    """The key of the file: SHA-256 over everything that its bytes depend on.

    `renderer` is the RENDERER_VERSION that made it, the current one when None.
    """
    return digest(
        {
            "record": content_digest,
            "format": file_format,
            "language": language,
            "options": options.as_data(),
            "renderer": renderer or RENDERER_VERSION,
        }
    )


def kept_file(
    content_digest: str, file_format: str, language: str, options: ExportOptions
) -> EditionFile | None:
    """The file that was made first from an edition’s content, or None.

    A plan is handed out as it was archived, even after a release that would lay it
    out differently.
    """
    rows = _rows(content_digest, file_format, language, options)
    return _made_first(rows.filter(state=FileState.DONE))


def find_or_create(
    source: Source, file_format: str, language: str, options: ExportOptions
) -> tuple[EditionFile, bool]:
    """(the EditionFile of this content, whether it is new and waits to be rendered)."""
    key = file_key(source.digest, file_format, language, options)
    if source.edition is None:
        found = _without_content().filter(pk=key).first()
    else:
        rows = list(_rows(source.digest, file_format, language, options))
        found = _made_first(rows) or next((row for row in rows if row.pk == key), None)
        if found is None and source.read_former_digest:
            former = source.read_former_digest()
            found = kept_file(former, file_format, language, options)
    if found is not None:
        return found, False
    return _without_content().get_or_create(
        key=key,
        defaults={
            "project": source.project,
            "edition": source.edition,
            "format": file_format,
            "language": language,
            "options": options.as_data(),
            "source": _copy(source),
        },
    )


def requeue(file: EditionFile, source: Source) -> bool:
    """Queue a failed or abandoned file again; whether this caller did."""
    now = timezone.now()
    patience = timedelta(seconds=settings.EXPORT_WALL_SECONDS + 30)
    if file.state == FileState.DONE:
        return False
    stuck = (
        Q(state=FileState.FAILED, finished_at__lt=now - _FAILURE_SHOWN)
        | Q(state=FileState.RENDERING, started_at__lt=now - patience)
        | Q(state=FileState.WAITING, requested_at__lt=now - patience)
    )
    fresh = {
        "state": FileState.WAITING,
        "requested_at": now,
        "failure": "",
        "reference": "",
    }
    stuck_file = EditionFile.objects.filter(stuck, pk=file.pk)
    requeued = stuck_file.update(**fresh, source=_copy(source))
    if requeued:
        for name, value in fresh.items():
            setattr(file, name, value)
    return bool(requeued)


def claim(key: str) -> EditionFile | None:
    """Take a waiting file; of all processes that try, one gets it, the others None."""
    taken = EditionFile.objects.filter(pk=key, state=FileState.WAITING).update(
        state=FileState.RENDERING, started_at=timezone.now()
    )
    return EditionFile.objects.defer("content").get(pk=key) if taken else None


def record_of(file: EditionFile) -> Record:
    """The record, or pair of records, that a waiting file is made from."""
    record: Record = file.source or cast(Edition, file.edition).plan
    return record


def render_now(
    source: Source, file_format: str, language: str, options: ExportOptions
) -> EditionFile:
    """The EditionFile of this content, done; renders it here if need be.

    Raises RenderingTooLong or RenderingFailed.
    """
    file, _is_new = find_or_create(source, file_format, language, options)
    if file.state != FileState.DONE:
        with rendering_slot() as slot:
            render_claimed(file, source.read(), slot)
        file.refresh_from_db()
    return file


def render_if_waiting(
    source: Source, file_format: str, language: str, options: ExportOptions
) -> None:
    """Render this content here, unless it is done or being rendered elsewhere.

    Raises RenderingTooLong or RenderingFailed.
    """
    file, _is_new = find_or_create(source, file_format, language, options)
    if file.state == FileState.DONE:
        return
    with rendering_slot() as slot:
        file, is_mine = take_file(source, file_format, language, options)
        if is_mine:
            render_claimed(file, source.read(), slot)


def take_file(
    source: Source, file_format: str, language: str, options: ExportOptions
) -> tuple[EditionFile, bool]:
    """The EditionFile of this content, and whether this caller is to render it.

    It is when the file is not done and no other process is rendering it. A caller
    with a rendering slot must then call `render_claimed`.
    """
    file, _is_new = find_or_create(source, file_format, language, options)
    if file.state == FileState.DONE:
        return file, False
    requeue(file, source)
    claimed = claim(file.pk)
    if claimed is None:
        file.refresh_from_db(fields=["state", "failure", "reference"])
    return claimed or file, claimed is not None


def release(file: EditionFile) -> None:
    """Free a file whose rendering, as the caller knows, died with its process."""
    EditionFile.objects.filter(pk=file.pk, state=FileState.RENDERING).update(
        state=FileState.WAITING
    )


def render_claimed(file: EditionFile, record: Record, slot: Slot) -> None:
    """Render and store a file; a failure is stored, logged and re-raised.

    Raises RenderingTooLong or RenderingFailed.
    """
    options = ExportOptions(**file.options)
    try:
        content = render_in_slot(slot, record, file.format, file.language, options)
    except Exception as error:
        reference = secrets.token_hex(3).upper()
        logger.exception("export %s failed, reference %s", file.pk, reference)
        _store(
            file,
            state=FileState.FAILED,
            failure="too_long" if isinstance(error, RenderingTooLong) else "error",
            reference=reference,
        )
        raise
    _store(
        file,
        state=FileState.DONE,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        name=_name(file, record),
        failure="",
        reference="",
    )


def name_of(file: EditionFile, source: Source | None) -> str:
    """The name under which a file that is done is downloaded.

    Files made before names were stored get theirs on the first request, for which
    their `source` is needed.
    """
    if not file.name:
        file.name = _name(file, cast(Source, source).read())
        EditionFile.objects.filter(pk=file.pk).update(name=file.name)
    return file.name


def prune_live_files(older_than_days: int) -> int:
    """Delete files of live plans requested before then; returns how many.

    Files of editions are kept.
    """
    before = timezone.now() - timedelta(days=older_than_days)
    _count, by_model = EditionFile.objects.filter(
        edition=None, requested_at__lt=before
    ).delete()
    return by_model.get(EditionFile._meta.label, 0)


def _without_content() -> QuerySet[EditionFile]:
    """Files without their large columns."""
    return EditionFile.objects.defer("content", "source")


def _rows(
    content_digest: str, file_format: str, language: str, options: ExportOptions
) -> QuerySet[EditionFile]:
    """The files that editions have of a content, whichever release laid it out."""
    keys = [
        file_key(content_digest, file_format, language, options, renderer)
        for renderer in range(1, RENDERER_VERSION + 1)
    ]
    return _without_content().filter(pk__in=keys).exclude(edition=None)


def _made_first(rows: Iterable[EditionFile]) -> EditionFile | None:
    done = [row for row in rows if row.state == FileState.DONE]
    return min(done, key=lambda row: cast(datetime, row.finished_at), default=None)


def _copy(source: Source) -> Record | None:
    """The copy of the record that a file is rendered from later.

    None for the record of an edition, which can be read from there at any time.
    """
    return None if source.is_frozen else source.read()


def _name(file: EditionFile, record: Record) -> str:
    return file_name(record, file.language, FORMATS[file.format].extension)


def _store(file: EditionFile, **fields: Any) -> None:
    EditionFile.objects.filter(pk=file.pk).update(
        finished_at=timezone.now(), source=None, **fields
    )
