"""What gunicorn reads by itself when it starts here; its command line adds to it."""

import multiprocessing
import sys

# A thread is given to a request that has arrived, not to one that may never do so.
worker_class = "dmp_site.patient_worker.PatientWorker"


def on_starting(server):
    """Say once, instead of in each worker, what keeps the site from starting.

    The settings are read in a process of its own, so that workers which are started
    after a reload read them anew.
    """
    reading = multiprocessing.get_context("fork").Process(target=_read_settings)
    reading.start()
    reading.join()
    if reading.exitcode:
        sys.exit(reading.exitcode)


def _read_settings():
    from dmp_site.production import refusal_in_words

    with refusal_in_words():
        import dmp_site.settings  # noqa: F401
