"""What monitors and load balancers ask, and by which addresses they may ask."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from questionnaire import append_only
from questionnaire.models import Event, WorkerBeat
from questionnaire.queries.workers import ALIVE_SECONDS
from questionnaire.serving.probes import LATE

PROBES = ("/health/", "/ready/")


@pytest.fixture
def worker(db):
    """A worker that is alive."""
    return WorkerBeat.objects.create(worker="one")


def queued(age, **fields):
    task = DBTaskResult.objects.create(
        **{"run_after": get_date_max(), "priority": 0, **fields},
        task_path="questionnaire.mail.send_notices",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - age)


def checks(client):
    response = client.get("/ready/")
    wrong = {k: v for k, v in response.json()["checks"].items() if v != "ok"}
    assert response.status_code == (503 if wrong else 200)
    assert response.json()["status"] == ("not_ready" if wrong else "ok")
    assert "no-store" in response["Cache-Control"]
    return wrong


@pytest.mark.parametrize("path", PROBES)
@pytest.mark.parametrize("host", ["10.0.3.7:8000", "", "a" * 300, "pod-1.internal"])
def test_a_probe_is_answered_over_plain_http_by_any_name(worker, settings, path, host):
    settings.SECURE_SSL_REDIRECT = True

    response = Client(headers={"Host": host}).get(path)

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert not response.cookies


@pytest.mark.parametrize("path", PROBES)
def test_a_probe_only_reads(worker, path):
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200


def test_a_site_whose_database_is_gone_is_alive_but_not_ready(db, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", fail)
    client = Client()

    assert client.get("/health/").status_code == 200
    assert checks(client) == {"database": "unreachable"}
    monkeypatch.undo()


def test_a_site_that_has_all_it_needs_is_ready(client, worker):
    assert checks(client) == {}


def test_a_site_whose_migrations_were_forgotten_is_not_ready(client, worker):
    MigrationRecorder(connection).record_unapplied("questionnaire", "0019_operation")

    assert checks(client) == {"migrations": "missing"}


def test_a_site_that_lost_its_guards_is_not_ready(client, worker):
    table = Event._meta.db_table
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_update{on}")

    assert checks(client) == {"triggers": "missing"}
    append_only.install()
    assert checks(client) == {}


@pytest.mark.parametrize("age", [None, ALIVE_SECONDS + 1])
def test_a_site_without_a_living_worker_is_not_ready(client, db, age):
    if age:
        seen_at = timezone.now() - timedelta(seconds=age)
        WorkerBeat.objects.create(worker="one", seen_at=seen_at)

    assert checks(client) == {"worker": "none_alive"}


def test_work_that_waits_too_long_is_told(client, worker):
    queued(LATE - timedelta(minutes=1))
    assert checks(client) == {}

    queued(LATE + timedelta(seconds=5))
    assert checks(client) == {"queue": "late"}


@pytest.mark.parametrize(
    "fields",
    [
        {"priority": -10},
        {"run_after": timezone.now() + timedelta(days=1)},
        {"status": "RUNNING"},
        {"status": "FAILED"},
        {"status": "SUCCESSFUL"},
    ],
)
def test_work_that_is_to_wait_is_not_late(client, worker, fields):
    queued(timedelta(days=1), **fields)

    assert checks(client) == {}


def test_being_ready_is_asked_in_few_queries(client, worker, django_assert_num_queries):
    client.get("/ready/")

    with django_assert_num_queries(5):
        client.get("/ready/")
    with django_assert_num_queries(0):
        client.get("/health/")
