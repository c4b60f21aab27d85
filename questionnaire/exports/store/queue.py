"""Who renders the files that people wait for.

The row of a file is its place in the queue. The worker is called to it; where
none comes, because the site has no worker or all of them are busy, the web server
renders it itself as soon as a core is free. Whoever claims the row first does it.
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
    wait_again,
)
from questionnaire.exports.store.rendering import (
    RenderingFailed,
    free_slot,
    rendering_slot,
)
from questionnaire.vocabulary import FileState

# A worker that is there and free has begun by then.
WORKER_SECONDS = 5
# Before mail and exports of many plans: somebody is looking at the page.
_PRIORITY = 10

logger = logging.getLogger(__name__)


def request_file(source, file_format, language, options):
    """The EditionFile of this content, whose rendering is begun if it must be.

    Returns at once: its state says whether it is waiting, being rendered, done or
    failed. Asking again for a failed file, or for one whose rendering was cut off
    by the end of its process, starts it again.
    """
    file, is_new = find_or_create(source, file_format, language, options)
    if is_new or wait_again(file, source):
        transaction.on_commit(lambda: render_file.enqueue(file.pk))
    elif _is_left_waiting(file):
        transaction.on_commit(lambda: render_here(file.pk))
    return file


@task(priority=_PRIORITY)
def render_file(key):
    """Render a file that waits, unless somebody else has begun. For the worker."""
    with rendering_slot() as slot:
        file = claim(key)
        if file is None:
            return
        try:
            render_claimed(file, record_of(file), slot)
        except RenderingFailed:
            # It is logged, and stored with the file.
            return


def render_here(key):
    """Render a file that waits in a thread of this process, if a core is free.

    A thread starts with a rendering slot in hand, so that all processes of a machine
    together have no more of them than it has cores. Without a slot, the page that
    waits asks again in a second.
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
            # The slot is the thread's now.
            stack.pop_all()


def _is_left_waiting(file):
    patience = timedelta(seconds=WORKER_SECONDS)
    return (
        file.state == FileState.WAITING
        and file.requested_at < timezone.now() - patience
    )


def _work(file, slot):
    """What the thread does: render, store, and give the slot back."""
    try:
        with slot:
            record = record_of(file)
            # No connection waits while the child is at work.
            connections.close_all()
            render_claimed(file, record, slot)
    except Exception:
        # Whatever it was is logged, and stored with the file where that was possible.
        logger.info("export %s ended without a file", file.pk)
    finally:
        connections.close_all()
