"""manage.py db_worker: the worker of django-tasks-db, made to last (worker.py)."""

import os

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django_tasks_db.management.commands import db_worker

from questionnaire.management.worker import SiteWorker


class Command(db_worker.Command):
    def handle(
        self, *, verbosity, queue_name, exclude_queues, reload, batch, **options
    ):
        """The same options as the original's, with a worker of our own."""
        self.configure_logging(verbosity)
        worker = SiteWorker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            batch=batch,
            **{
                name: options[name]
                for name in (
                    "interval", "backend_name", "startup_delay", "max_tasks",
                    "worker_id",
                )
            },
        )  # fmt: skip
        if not reload or batch:
            worker.configure_signals()
            worker.run()
            return
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            # Only the child process should handle signals.
            worker.configure_signals()
        run_with_reloader(worker.run)
