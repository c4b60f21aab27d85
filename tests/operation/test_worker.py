"""The worker shows that it lives, and outlives a database that is stopped and started.

A worker of a site in production, and the PostgreSQL that it works for, are processes
of their own.
"""

import json
import signal
import socket
import urllib.error
import urllib.request

import pytest
from django_tasks_db.models import DBTaskResult

from questionnaire.management import worker as worker_module
from questionnaire.models import WorkerBeat
from questionnaire.queries.workers import is_worker_alive
from tests.browser.own_site import kill
from tests.browser.waiting import wait_for_value, wait_until
from tests.operation.conftest import execute

TASKS = DBTaskResult._meta.db_table
QUEUE = f"""INSERT INTO {TASKS}
  (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name,
   backend_name, run_after, exception_class_path, traceback)
  VALUES (gen_random_uuid(), 'READY', now(), '{{"args": [], "kwargs": {{}}}}', 0,
   'questionnaire.actions.search_index.refresh_plans_of', '[]', 'default',
   'default', '9999-01-01 00:00:00+00', '', '')"""
STATES = f"SELECT status FROM {TASKS}"


@pytest.fixture
def working(postgresql_site, tmp_path):
    """A function that starts a worker; its process ends with the test."""
    started = []

    def start():
        worker = postgresql_site.start(
            "manage.py", "db_worker", "--no-startup-delay", "--interval", "0.2",
            log=tmp_path / "worker.log",
        )  # fmt: skip
        started.append(worker)
        return worker

    execute(postgresql_site, f"DELETE FROM {TASKS}")
    execute(postgresql_site, "DELETE FROM questionnaire_workerbeat")
    yield start
    for worker in started:
        kill(worker)


@pytest.fixture
def serving(postgresql_site, tmp_path):
    """The address of the site's web server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = postgresql_site.start(
        "-m", "gunicorn", "dmp_site.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "4", "--no-control-socket",
        log=tmp_path / "web.log",
    )  # fmt: skip
    yield f"http://127.0.0.1:{port}"
    kill(process)


def asked(url):
    """(status, content) of a probe; (None, {}) while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)
    except OSError:
        return None, {}


@pytest.mark.slow
def test_a_worker_goes_on_after_the_database_was_stopped_and_started(
    server, postgresql_site, working, serving
):
    def states():
        return execute(postgresql_site, STATES)

    def wrong():
        status, content = asked(f"{serving}/ready/")
        checks = content.get("checks", {})
        return status, {k: v for k, v in checks.items() if v != "ok"}

    wait_for_value(wrong, (503, {"worker": "none_alive"}))
    worker = working()
    wait_for_value(wrong, (200, {}))

    server.stop()
    wait_for_value(wrong, (503, {"database": "unreachable"}))
    assert asked(f"{serving}/health/") == (200, {"status": "ok"})
    assert worker.poll() is None
    server.start()

    wait_for_value(wrong, (200, {}))
    execute(postgresql_site, QUEUE)
    wait_for_value(states, [("FAILED",)])  # it was done, without its argument
    assert worker.poll() is None

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    wait_for_value(wrong, (503, {"worker": "none_alive"}))


@pytest.mark.slow
def test_a_worker_that_starts_before_its_database_waits_for_it(
    server, postgresql_site, working, tmp_path
):
    def is_waiting():
        return "this worker waits for it" in (tmp_path / "worker.log").read_text()

    def is_beating():
        beats = "SELECT COUNT(*) FROM questionnaire_workerbeat"
        return execute(postgresql_site, beats) == [(1,)]

    server.stop()
    try:
        worker = working()
        wait_until(is_waiting)
    finally:
        server.start()

    wait_until(is_beating)
    assert worker.poll() is None


# --- Without processes ------------------------------------------------------------


def test_a_worker_lives_as_long_as_it_beats(transactional_db, monkeypatch):
    monkeypatch.setattr(worker_module, "BEAT_SECONDS", 0.01)

    with worker_module.beating("one"):
        wait_until(is_worker_alive)
        first = WorkerBeat.objects.get().seen_at
        wait_until(lambda: WorkerBeat.objects.get().seen_at > first)

    assert not is_worker_alive()
