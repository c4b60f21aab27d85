"""Who renders the files that people wait for.

The row of a file is its place in the queue, and a task for the worker is queued
with it. When no worker comes, because the site has none or all of them are busy,
the web server renders the file itself as soon as a core is free. Whoever claims the
row first renders it.
"""

import logging
import threading
from contextlib import ExitStack
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone
from django_tasks import task

from questionnaire.exports.store.files import (
    claim,
    find_or_create,
    record_of,
    render_claimed,
    requeue,
)
from questionnaire.exports.store.rendering import (
    RenderingFailed,
    Slot,
    free_slot,
    rendering_slot,
)
from questionnaire.exports.store.sources import Source
from questionnaire.models import EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import FileState

# A worker that is free has begun by then.
WORKER_SECONDS = 5
# Before mail and exports of many plans: somebody is looking at the page.
_PRIORITY = 10

logger = logging.getLogger(__name__)


def request_file(
    source: Source, file_format: str, language: str, options: ExportOptions
) -> EditionFile:
    """The EditionFile of this content, whose rendering is started if need be.

    Returns at once: its state says whether it is waiting, being rendered, done or
    failed. Requesting a failed file again, or one whose rendering ended with its
    process, starts it again.
    """
    file, is_new = find_or_create(source, file_format, language, options)
    if is_new or requeue(file, source):
        transaction.on_commit(lambda: render_file.enqueue(file.pk))
    elif _is_overdue(file):
        transaction.on_commit(lambda: render_here(file.pk))
    return file


@task(priority=_PRIORITY)
def render_file(key: str) -> None:
    """Render a waiting file, unless another process has begun. For the worker."""
    with rendering_slot() as slot:
        file = claim(key)
        if file is None:
            return
        try:
            render_claimed(file, record_of(file), slot)
        except RenderingFailed:
            # Logged, and stored with the file.
            return


def render_here(key: str) -> None:
    """Render a waiting file in a thread of this process, if a core is free.

    A thread starts only with a rendering slot, so that all processes of a machine
    together have no more threads than it has cores. Without a slot, the waiting page
    asks again in a second.
    """
    slot = free_slot()
    if slot is None:
        return
    with ExitStack() as stack:
        stack.enter_context(slot)
        file = claim(key)
        if file is not None:
            threading.Thread(
                target=_work, args=(file, slot), name=f"export-{key[:8]}", daemon=True
            ).start()
            # The slot now belongs to the thread.
            stack.pop_all()


def _is_overdue(file: EditionFile) -> bool:
    patience = timedelta(seconds=WORKER_SECONDS)
    return (
        file.state == FileState.WAITING
        and file.requested_at < timezone.now() - patience
    )


def _work(file: EditionFile, slot: Slot) -> None:
    """What the thread does: render, store, and free the slot."""
    try:
        with slot:
            record = record_of(file)
            # No connection stays open while the child is at work.
            connections.close_all()
            render_claimed(file, record, slot)
    except Exception:
        # The reason is logged, and stored with the file where that was possible.
        logger.info("export %s ended without a file", file.pk)
    finally:
        connections.close_all()
