"""The worker of this site: it shows that it is alive, and outlives its database."""

import contextlib
import logging
import threading
import time
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from questionnaire.access import is_database_down
from questionnaire.models import WorkerBeat
from questionnaire.queries.workers import BEAT_SECONDS

logger = logging.getLogger(__name__)

# Between two tries to reach the database, at first and at most.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10
_FORGET_AFTER = timedelta(days=1)


class SiteWorker(Worker):
    """A worker that goes on when the database has come back.

    The task that was interrupted is queued again: all tasks of this site may be done
    twice, since a worker may be killed at any time.
    """

    _interrupted = None

    def run(self):
        with beating(self.worker_id):
            while not self._has_run():
                self._wait_for_the_database()

    def run_task(self, db_task_result):
        self._interrupted = db_task_result.pk
        super().run_task(db_task_result)
        self._interrupted = None

    def _has_run(self):
        """Run until asked to stop; False when the database was lost meanwhile."""
        try:
            self._queue_again()
            super().run()
        except Exception as error:
            if not is_database_down(error):
                raise
            logger.warning("The database is gone; this worker waits for it: %s", error)
            return False
        return True

    def _queue_again(self):
        if self._interrupted:
            DBTaskResult.objects.filter(
                pk=self._interrupted, status=TaskResultStatus.RUNNING
            ).update(status=TaskResultStatus.READY)
            self._interrupted = None

    def _wait_for_the_database(self):
        pause = _FIRST_PAUSE
        while not _is_database_there():
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        logger.warning("The database is back; this worker goes on.")


def _is_database_there():
    connections.close_all()
    try:
        connections["default"].ensure_connection()
    except (DatabaseError, InterfaceError):
        return False
    return True


@contextlib.contextmanager
def beating(worker):
    """Show every few seconds, from a thread, that the worker of this name is alive."""
    ended = threading.Event()
    thread = threading.Thread(
        target=_beat_until, args=(ended, worker), name="beat", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        with contextlib.suppress(DatabaseError, InterfaceError):
            WorkerBeat.objects.filter(worker=worker).delete()


def _beat_until(ended, worker):
    is_first = True
    while is_first or not ended.wait(BEAT_SECONDS):
        is_first = False
        # Without a database there is nobody to tell; the worker itself waits for it.
        with contextlib.suppress(DatabaseError, InterfaceError):
            now = timezone.now()
            WorkerBeat.objects.update_or_create(
                worker=worker, defaults={"seen_at": now}
            )
            WorkerBeat.objects.filter(seen_at__lt=now - _FORGET_AFTER).delete()
        connections.close_all()
