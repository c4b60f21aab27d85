"""The store of exported files: each content is rendered once and kept.

A file is named by the digest of all that shapes its bytes, so asking again for
the same content is answered from the database.
"""

import hashlib
import logging
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from questionnaire.exports import FORMATS
from questionnaire.exports.filenames import file_name
from questionnaire.exports.store.rendering import (
    RenderingTooLong,
    render_in_slot,
    rendering_slot,
)
from questionnaire.lib.canonical import digest
from questionnaire.models import EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import FileState

# Bump it whenever the same plan would give other bytes: new layout, new wording,
# new fonts.
RENDERER_VERSION = 5

# A failure is shown for this long before asking again starts another attempt: the
# page that waits for a file must get to see why there is none.
_FAILURE_SHOWN = timedelta(seconds=10)

logger = logging.getLogger(__name__)


def file_key(content_digest, file_format, language, options, renderer=None):
    """The name of the file: SHA-256 over all that shapes its bytes.

    `renderer` is the RENDERER_VERSION that made it, this one's when None.
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


def kept_file(content_digest, file_format, language, options):
    """The file that was first made of an edition’s content, or None.

    A record is handed out as it was archived, also after a release that would lay
    it out otherwise.
    """
    rows = _rows(content_digest, file_format, language, options)
    return _first_made(rows.filter(state=FileState.DONE))


def find_or_create(source, file_format, language, options):
    """(the EditionFile of this content, whether it is new and waits to be rendered)."""
    content = source.digest, file_format, language, options
    key = file_key(*content)
    if source.edition is None:
        found = _light_rows().filter(pk=key).first()
    else:
        rows = list(_rows(*content))
        found = _first_made(rows) or next((row for row in rows if row.pk == key), None)
        if found is None and source.read_former_digest:
            found = kept_file(source.read_former_digest(), *content[1:])
    if found is not None:
        return found, False
    return _light_rows().get_or_create(
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


def wait_again(file, source):
    """Put a failed or abandoned file back in line; whether this caller did it."""
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
    taken = stuck_file.update(**fresh, source=_copy(source))
    if taken:
        for name, value in fresh.items():
            setattr(file, name, value)
    return bool(taken)


def claim(key):
    """Take a waiting file; of all processes that try, one gets it, others None."""
    taken = EditionFile.objects.filter(pk=key, state=FileState.WAITING).update(
        state=FileState.RENDERING, started_at=timezone.now()
    )
    return EditionFile.objects.defer("content").get(pk=key) if taken else None


def record_of(file):
    """The record, or pair of records, that a file which waits is made from."""
    return file.source or file.edition.plan


def render_now(source, file_format, language, options):
    """The EditionFile of this content, done; renders it here if it must be.

    Raises RenderingTooLong or RenderingFailed.
    """
    file, _is_new = find_or_create(source, file_format, language, options)
    if file.state != FileState.DONE:
        with rendering_slot() as slot:
            render_claimed(file, source.read(), slot)
        file.refresh_from_db()
    return file


def render_if_waiting(source, file_format, language, options):
    """Render this content here, unless it is done or somebody else is at it.

    Raises RenderingTooLong or RenderingFailed.
    """
    file, _is_new = find_or_create(source, file_format, language, options)
    if file.state == FileState.DONE:
        return
    with rendering_slot() as slot:
        file, is_mine = take_file(source, file_format, language, options)
        if is_mine:
            render_claimed(file, source.read(), slot)


def take_file(source, file_format, language, options):
    """The EditionFile of this content, and whether this caller is to render it.

    It is when nobody did and nobody else is at it: `render_claimed` must follow, by
    a caller that has a rendering slot.
    """
    file, _is_new = find_or_create(source, file_format, language, options)
    if file.state == FileState.DONE:
        return file, False
    wait_again(file, source)
    claimed = claim(file.pk)
    if claimed is None:
        file.refresh_from_db(fields=["state", "failure", "reference"])
    return claimed or file, claimed is not None


def put_back(file):
    """Free a file whose rendering died with its process, as its caller knows."""
    EditionFile.objects.filter(pk=file.pk, state=FileState.RENDERING).update(
        state=FileState.WAITING
    )


def render_claimed(file, record, slot):
    """Render and store a file; a failure is stored, logged and raised again.

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


def name_of(file, source):
    """What a file that is done is called when it is downloaded.

    Files made before names were stored are given theirs when first asked for.
    """
    if not file.name:
        file.name = _name(file, source.read())
        EditionFile.objects.filter(pk=file.pk).update(name=file.name)
    return file.name


def prune_live_files(older_than_days):
    """Delete files of live plans asked for before then; returns how many.

    Files of editions are kept.
    """
    before = timezone.now() - timedelta(days=older_than_days)
    _count, by_model = EditionFile.objects.filter(
        edition=None, requested_at__lt=before
    ).delete()
    return by_model.get(EditionFile._meta.label, 0)


def _light_rows():
    """Files without what makes them heavy."""
    return EditionFile.objects.defer("content", "source")


def _rows(content_digest, *wanted):
    """What editions have of a content, by whichever release it was laid out."""
    keys = [
        file_key(content_digest, *wanted, renderer)
        for renderer in range(1, RENDERER_VERSION + 1)
    ]
    return _light_rows().filter(pk__in=keys).exclude(edition=None)


def _first_made(rows):
    done = [row for row in rows if row.state == FileState.DONE]
    return min(done, key=lambda row: row.finished_at, default=None)


def _copy(source):
    """What a file waits with for whoever renders it: a copy of the record.

    None for an edition’s own record, which can be read from there at any time.
    """
    return None if source.is_frozen else source.read()


def _name(file, record):
    return file_name(record, file.language, FORMATS[file.format].extension)


def _store(file, **fields):
    EditionFile.objects.filter(pk=file.pk).update(
        finished_at=timezone.now(), source=None, **fields
    )
