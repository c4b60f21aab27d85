"""Making the files of an export of many plans, by workers that may die.

The task takes turns of a few seconds, so that mail is not held up behind an
export. A second task, asleep in the queue, looks now and then whether anybody is
still at work: the queue itself never takes up a task whose worker was killed.
"""

import logging
import os
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_tasks import default_task_backend, task

from questionnaire.actions.library import bulk_items
from questionnaire.exports.bulk.packages import package_content, store_package
from questionnaire.exports.store.files import (
    kept_file,
    put_back,
    render_claimed,
    take_file,
)
from questionnaire.exports.store.rendering import RenderingFailed, rendering_slot
from questionnaire.exports.store.sources import frozen_plan
from questionnaire.models import BulkExport
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import (
    BulkExportState,
    FileFormat,
    FileState,
    ItemFailure,
)

logger = logging.getLogger(__name__)

# How long a worker stays at one export before others in the queue have their turn.
TURN_SECONDS = 15
# A file that somebody else is making is looked at again after so long.
_SOMEBODY_ELSE = 3
# A little more than files.py shows a failure for before it tries again.
_AFTER_FAILURE = 12
# Below mail, which takes no time.
_PRIORITY = -10


class AlreadyInProgress(Exception):
    """Another process is rendering the very file that is wanted."""


@task(priority=_PRIORITY)
def work_on_export(export_id):
    """Make files of an export for one turn, then queue up again while any is left.

    May run any number of times at once, and again after it was killed.
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
def watch_export(export_id):
    """Call workers to an export that nobody is at; look again until its end."""
    if resume_if_stalled(export_id):
        logger.warning("nobody was at export %s; workers are called again", export_id)
    if BulkExport.objects.filter(pk=export_id, state=BulkExportState.RUNNING).exists():
        _watch_later(export_id)


def begin_work(export_id):
    """Call workers to an export that was just started, or is to be tried again."""
    _watch_later(export_id)
    _enqueue_workers(export_id)


def resume_if_stalled(export_id):
    """Call workers if the export runs and nobody is at it; whether it was so."""
    stalled = bulk_items.claim_stalled(export_id)
    if stalled:
        _enqueue_workers(export_id)
    return stalled


def resume_exports():
    """`resume_if_stalled` for every export that runs; returns how many stalled."""
    running = BulkExport.objects.filter(state=BulkExportState.RUNNING)
    return sum(resume_if_stalled(key) for key in running.values_list("pk", flat=True))


def make_item(item):
    """Make one leased file and store what came of it; raises nothing of its own."""
    edition = item.edition
    if edition.project.institution_id != item.export.institution_id:
        bulk_items.fail_item(item, ItemFailure.NOT_ALLOWED)
        return
    if item.file is not None:
        # The worker that had the lease before died over this rendering.
        put_back(item.file)
    try:
        with _kept_alive(item):
            if item.format == FileFormat.PACKAGE:
                file = _package(item)
            else:
                options = ExportOptions(**item.export.options)
                file = _file(item, item.format, item.language, options)
    except AlreadyInProgress:
        bulk_items.put_item_off(item, _SOMEBODY_ELSE)
    except RenderingFailed as error:
        bulk_items.fail_item(
            item,
            getattr(error, "failure", ItemFailure.ERROR),
            getattr(error, "reference", ""),
            again_after=_AFTER_FAILURE,
        )
    else:
        bulk_items.finish_item(item, file)


def _file(item, file_format, language, options):
    """The EditionFile, done: from the store, or rendered here and now.

    Raises RenderingFailed, and AlreadyInProgress.
    """
    wanted = file_format, language, options
    source = frozen_plan(item.edition)
    if file := kept_file(source.digest, *wanted):
        return file
    with rendering_slot() as slot:
        file, is_mine = take_file(source, *wanted)
        if is_mine:
            bulk_items.record_rendering(item, file)
            try:
                render_claimed(file, source.read(), slot)
            except RenderingFailed as error:
                file.refresh_from_db(fields=["failure", "reference"])
                error.failure, error.reference = file.failure, file.reference
                raise
            return file
    if file.state == FileState.FAILED:
        # Shown as failed to somebody a moment ago: no reason to try again at once.
        error = RenderingFailed(file.failure)
        error.failure, error.reference = file.failure, file.reference
        raise error
    if file.state != FileState.DONE:
        raise AlreadyInProgress
    return file


def _package(item):
    """The package of the edition, from files that are made first if they must be."""
    for file_format, language in package_content():
        _file(item, file_format, language, ExportOptions())
    return store_package(item.edition)


@contextmanager
def _kept_alive(item):
    """Lengthen the lease from a thread for as long as the block takes."""
    ended = threading.Event()

    def beat():
        try:
            while not ended.wait(settings.BULK_EXPORT_LEASE_SECONDS / 3):
                if not bulk_items.renew_lease(item):
                    return
        except Exception:
            # The lease runs out, and the file is made once more by somebody else.
            logger.exception("the lease of item %s could not be kept", item.pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name=f"lease-{item.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _enqueue_workers(export_id):
    """As many turns as can be taken at once, if there are workers to take them."""
    for _turn in range(os.cpu_count() or 1):
        work_on_export.enqueue(str(export_id))


def _reschedule(export_id):
    """Have another look when the first of the files in other hands may be free."""
    moment = bulk_items.next_lease_expiry(export_id)
    if moment is not None and default_task_backend.supports_defer:
        work_on_export.using(run_after=moment).enqueue(export_id)


def _watch_later(export_id):
    if not default_task_backend.supports_defer:
        return
    moment = timezone.now() + timedelta(seconds=settings.BULK_EXPORT_LEASE_SECONDS)
    watch_export.using(run_after=moment).enqueue(str(export_id))
