"""The store of exported files: each content is rendered once and kept.

A file is named by the digest of all that shapes its bytes, so asking again for
the same content is answered from the database.
"""

import hashlib
import logging
import secrets
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from questionnaire.exports.store.rendering import (
    RenderingTooLong,
    render_in_slot,
    rendering_slot,
)
from questionnaire.lib.canonical import digest
from questionnaire.models import EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import record_digest
from questionnaire.vocabulary import FileState

# Raise it whenever the same plan would give other bytes: new layout, new wording,
# new fonts.
RENDERER_VERSION = 5

# A failure is shown for this long before asking again starts another attempt: the
# page that waits for a file must get to see why there is none.
_FAILURE_SHOWN = timedelta(seconds=10)

logger = logging.getLogger(__name__)


def file_key(digest_of_record, file_format, language, options, renderer=None):
    """The name of the file: SHA-256 over all that shapes its bytes.

    `renderer` is the RENDERER_VERSION that made it, this one's when None.
    """
    return digest(
        {
            "record": digest_of_record,
            "format": file_format,
            "language": language,
            "options": options.as_data(),
            "renderer": renderer or RENDERER_VERSION,
        }
    )


def kept_file(digest_of_record, file_format, language, options):
    """The file that was first made of an edition’s content, or None.

    A record is handed out as it was archived, also after a release that would lay
    it out otherwise.
    """
    keys = [
        file_key(digest_of_record, file_format, language, options, renderer)
        for renderer in range(1, RENDERER_VERSION + 1)
    ]
    return (
        EditionFile.objects.filter(pk__in=keys, state=FileState.DONE)
        .exclude(edition=None)
        .defer("content")
        .order_by("finished_at")
        .first()
    )


def request_file(project, record, *, edition, format, language, options):
    """The EditionFile of this content, whose rendering is begun if it must be.

    Returns at once: its state says whether it is waiting, being rendered, done or
    failed. Asking again for a failed file, or for one whose rendering was cut off
    by the end of its process, starts it again.
    """
    file, is_new = _get_or_create(project, record, edition, format, language, options)
    if is_new or _wait_again(file):
        transaction.on_commit(lambda: _render_in_background(file.pk, record))
    return file


def render_now(project, record, *, edition, format, language, options):
    """The EditionFile of this content, done; renders it here if it must be.

    Raises RenderingTooLong or RenderingFailed.
    """
    file, _is_new = _get_or_create(project, record, edition, format, language, options)
    if file.state != FileState.DONE:
        with rendering_slot() as slot:
            _render(file, record, slot)
        file.refresh_from_db()
    return file


def render_if_waiting(project, record, *, edition, format, language, options):
    """Render this content here, unless it is done or somebody else is at it.

    Raises RenderingTooLong or RenderingFailed.
    """
    file, _is_new = _get_or_create(project, record, edition, format, language, options)
    if file.state == FileState.DONE:
        return
    with rendering_slot() as slot:
        file, is_mine = take_file(
            project,
            record,
            edition=edition,
            format=format,
            language=language,
            options=options,
        )
        if is_mine:
            render_taken(file, record, slot)


def take_file(project, record, *, edition, format, language, options):
    """The EditionFile of this content, and whether this caller is to render it.

    It is when nobody did and nobody else is at it: `render_taken` must follow, by
    a caller that holds a rendering slot.
    """
    file, _is_new = _get_or_create(project, record, edition, format, language, options)
    if file.state == FileState.DONE:
        return file, False
    _wait_again(file)
    claimed = _claim(file.pk)
    if claimed is None:
        file.refresh_from_db(fields=["state", "failure", "reference"])
    return claimed or file, claimed is not None


def render_taken(file, record, slot):
    """Render and store a file that was taken.

    Raises RenderingTooLong or RenderingFailed.
    """
    _render(file, record, slot)


def put_back(file):
    """Free a file whose rendering died with its process, as its caller knows."""
    EditionFile.objects.filter(pk=file.pk, state=FileState.RENDERING).update(
        state=FileState.WAITING
    )


def prune_live_files(older_than_days):
    """Delete files of live plans asked for before then; returns how many.

    Files of editions are kept.
    """
    before = timezone.now() - timedelta(days=older_than_days)
    _count, by_model = EditionFile.objects.filter(
        edition=None, requested_at__lt=before
    ).delete()
    return by_model.get(EditionFile._meta.label, 0)


def _get_or_create(project, record, edition, file_format, language, options):
    content = record_digest(record), file_format, language, options
    if edition is not None and (kept := kept_file(*content)):
        return kept, False
    return EditionFile.objects.defer("content").get_or_create(
        key=file_key(*content),
        defaults={
            "project": project,
            "edition": edition,
            "format": file_format,
            "language": language,
            "options": options.as_data(),
        },
    )


def _wait_again(file):
    """Put a failed or abandoned file back in line; whether this caller did it."""
    now = timezone.now()
    patience = timedelta(seconds=settings.EXPORT_WALL_SECONDS + 30)
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
    taken = EditionFile.objects.filter(stuck, pk=file.pk).update(**fresh)
    if taken:
        for name, value in fresh.items():
            setattr(file, name, value)
    return bool(taken)


def _render_in_background(key, record):
    threading.Thread(
        target=_work, args=(key, record), name=f"export-{key[:8]}", daemon=True
    ).start()


def _work(key, record):
    """What the background thread does: wait for a core, claim, render, store."""
    try:
        with rendering_slot() as slot:
            file = _claim(key)
            # No connection waits while the child is at work.
            connections.close_all()
            if file is not None:
                _render(file, record, slot)
    except Exception:
        # Whatever it was is logged, and stored with the file where that was possible.
        logger.info("export %s ended without a file", key)
    finally:
        connections.close_all()


def _claim(key):
    """Take a waiting file; of all processes that try, one gets it, others None."""
    taken = EditionFile.objects.filter(pk=key, state=FileState.WAITING).update(
        state=FileState.RENDERING, started_at=timezone.now()
    )
    return EditionFile.objects.defer("content").get(pk=key) if taken else None


def _render(file, record, slot):
    """Render and store the file; a failure is stored, logged and raised again."""
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
        failure="",
        reference="",
    )


def _store(file, **fields):
    EditionFile.objects.filter(pk=file.pk).update(finished_at=timezone.now(), **fields)
