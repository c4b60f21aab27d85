"""Making the files of a bulk export, by workers that may die.

The task runs for a few seconds at a time, so that mail does not wait for an
export. A second, deferred task checks now and then whether a worker is still at
work: the queue itself never restarts a task whose worker was killed.
"""

import logging
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_tasks import default_task_backend, task

from questionnaire.actions.library import bulk_items
from questionnaire.actions.library.bulk_items import ExportId
from questionnaire.exports.bulk.packages import package_content, store_package
from questionnaire.exports.store.files import (
    kept_file,
    release,
    render_claimed,
    take_file,
)
from questionnaire.exports.store.rendering import RenderingFailed, rendering_slot
from questionnaire.exports.store.sources import frozen_plan
from questionnaire.models import BulkExport, BulkExportItem, EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import (
    BulkExportState,
    FileFormat,
    FileState,
    ItemFailure,
)

logger = logging.getLogger(__name__)

# How long a worker works on one export before other tasks have their turn.
TURN_SECONDS = 15
# How long to wait for a file that another process is rendering.
_BUSY_SECONDS = 3
# A little more than the time for which files.py shows a failure.
_FAILURE_SECONDS = 12
# Below mail, which takes no time.
_PRIORITY = -10


class AlreadyInProgress(Exception):
    """Another process is rendering this file."""


class FileFailed(Exception):
    """The file could not be made: why, and the reference of the log line."""

    def __init__(self, file: EditionFile) -> None:
        super().__init__(file.failure)
        self.failure = file.failure
        self.reference = file.reference


@task(priority=_PRIORITY)
def work_on_export(export_id: str) -> None:
    """Make files of an export for one turn, then queue again while any is left.

    May run any number of times in parallel, and again after it was killed.
    """
    until = time.monotonic() + TURN_SECONDS
    while time.monotonic() < until:
        item = bulk_items.take_item(export_id)
        if item is None:
            bulk_items.close_if_done(export_id)
            _reschedule(export_id)
            return
        make_item(item)
    bulk_items.touch_heartbeat(export_id)
    work_on_export.enqueue(export_id)


@task(priority=_PRIORITY)
def watch_export(export_id: str) -> None:
    """Queue workers for an export that has stalled; check again until it ends."""
    if resume_if_stalled(export_id):
        logger.warning("export %s had stalled; workers are queued again", export_id)
    if BulkExport.objects.filter(pk=export_id, state=BulkExportState.RUNNING).exists():
        _watch_later(export_id)


def begin_work(export_id: uuid.UUID) -> None:
    """Queue workers for an export that was just started, or is tried again."""
    _watch_later(export_id)
    _enqueue_workers(export_id)


def resume_if_stalled(export_id: ExportId) -> bool:
    """Queue workers for a running export that has none; returns whether it had none."""
    stalled = bulk_items.claim_stalled(export_id)
    if stalled:
        _enqueue_workers(export_id)
    return stalled


def resume_exports() -> int:
    """`resume_if_stalled` for every running export; returns how many had stalled."""
    running = BulkExport.objects.filter(state=BulkExportState.RUNNING)
    return sum(resume_if_stalled(key) for key in running.values_list("pk", flat=True))


def make_item(item: BulkExportItem) -> None:
    """Make one leased file and store the outcome; raises nothing of its own."""
    edition = item.edition
    if edition.project.institution_id != item.export.institution_id:
        bulk_items.fail_item(item, ItemFailure.NOT_ALLOWED)
        return
    if item.file is not None:
        # The worker that had the lease before died during this rendering.
        release(item.file)
    try:
        with _lease_renewed(item):
            if item.format == FileFormat.PACKAGE:
                file = _package(item)
            else:
                options = ExportOptions(**item.export.options)
                file = _file(item, item.format, item.language, options)
    except AlreadyInProgress:
        bulk_items.put_item_off(item, _BUSY_SECONDS)
    except FileFailed as error:
        bulk_items.fail_item(
            item, error.failure, error.reference, again_after=_FAILURE_SECONDS
        )
    else:
        bulk_items.finish_item(item, file)


def _file(
    item: BulkExportItem, file_format: str, language: str, options: ExportOptions
) -> EditionFile:
    """The EditionFile, done: from the store, or rendered here and now.

    Raises FileFailed, and AlreadyInProgress.
    """
    source = frozen_plan(item.edition)
    if kept := kept_file(source.digest, file_format, language, options):
        return kept
    with rendering_slot() as slot:
        file, is_mine = take_file(source, file_format, language, options)
        if is_mine:
            bulk_items.record_rendering(item, file)
            try:
                render_claimed(file, source.read(), slot)
            except RenderingFailed as error:
                file.refresh_from_db(fields=["failure", "reference"])
                raise FileFailed(file) from error
            return file
    if file.state == FileState.FAILED:
        # It failed a moment ago: no reason to try again at once.
        raise FileFailed(file)
    if file.state != FileState.DONE:
        raise AlreadyInProgress
    return file


def _package(item: BulkExportItem) -> EditionFile:
    """The package of the edition, from files that are made first if need be."""
    for file_format, language in package_content():
        _file(item, file_format, language, ExportOptions())
    return store_package(item.edition)


@contextmanager
def _lease_renewed(item: BulkExportItem) -> Iterator[None]:
    """Renew the lease from a thread until the block ends."""
    ended = threading.Event()

    def renew() -> None:
        try:
            while not ended.wait(settings.BULK_EXPORT_LEASE_SECONDS / 3):
                if not bulk_items.renew_lease(item):
                    return
        except Exception:
            # The lease runs out, and another worker makes the file again.
            logger.exception("the lease of item %s could not be renewed", item.pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=renew, name=f"lease-{item.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _enqueue_workers(export_id: ExportId) -> None:
    """Queue as many tasks as the machine has cores."""
    for _turn in range(os.cpu_count() or 1):
        work_on_export.enqueue(str(export_id))


def _reschedule(export_id: str) -> None:
    """Try again when the first of the files that others make may be free."""
    moment = bulk_items.next_lease_expiry(export_id)
    if moment is not None and default_task_backend.supports_defer:
        work_on_export.using(run_after=moment).enqueue(export_id)


def _watch_later(export_id: ExportId) -> None:
    if not default_task_backend.supports_defer:
        return
    moment = timezone.now() + timedelta(seconds=settings.BULK_EXPORT_LEASE_SECONDS)
    watch_export.using(run_after=moment).enqueue(str(export_id))
