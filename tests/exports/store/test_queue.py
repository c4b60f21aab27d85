"""Who renders a file that somebody waits for, and how many run at a time."""

import itertools
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.exports.store import rendering
from questionnaire.exports.store.queue import (
    WORKER_SECONDS,
    render_file,
    render_here,
    request_file,
)
from questionnaire.exports.store.sources import frozen_plan, live_plan
from questionnaire.models import EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import FileFormat, FileState, Language
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SWITCHES = ("guidance", "unanswered", "contributors", "provenance", "review_record")
# Everything that can be requested of one plan: 2 formats × 2 languages × 2⁵ options.
CHOICES = [
    (file_format, language, ExportOptions(*switches))
    for file_format in (FileFormat.PDF.value, FileFormat.DOCX.value)
    for language in Language.values
    for switches in itertools.product((False, True), repeat=len(SWITCHES))
]
BURST = 100


@pytest.fixture
def queued(settings):
    """Tasks wait for a worker in the database, as on a real site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects


@pytest.fixture
def project(small_template, people):
    return create_project(
        by=people.amina, template=small_template, title="Lichens", language="en"
    )


@pytest.fixture
def children(monkeypatch):
    """Stands for the child processes: `children.jobs` are those they were given.

    They all wait for `children.may_end`; at most `children.most` ran in parallel.
    """

    class Children:
        def __init__(self):
            self.jobs, self.running, self.most = [], 0, 0
            self.may_end, self._lock = threading.Event(), threading.Lock()

        def __call__(self, job, slot):
            with self._lock:
                self.jobs.append(job)
                self.running += 1
                self.most = max(self.most, self.running)
            self.may_end.wait(60)
            with self._lock:
                self.running -= 1
            return job["record"]["project"]["title"].encode()

    children = Children()
    monkeypatch.setattr(rendering, "run_child", children)
    yield children
    children.may_end.set()
    wait_until(lambda: not export_threads())


def export_threads():
    return [each for each in threading.enumerate() if each.name.startswith("export-")]


def let_the_worker_be_late():
    moment = timezone.now() - timedelta(seconds=WORKER_SECONDS + 1)
    EditionFile.objects.filter(state=FileState.WAITING).update(requested_at=moment)


def states():
    return sorted(EditionFile.objects.values_list("state", flat=True))


def test_a_burst_of_requests_is_queued_and_starts_no_rendering(
    project, queued, children
):
    source = live_plan(project)

    for choice in CHOICES[:BURST]:
        assert request_file(source, *choice).state == FileState.WAITING

    assert EditionFile.objects.count() == queued.count() == BURST
    assert children.jobs == []
    assert export_threads() == []


def test_a_burst_without_a_worker_renders_on_no_more_than_all_cores(
    project, queued, children, monkeypatch
):
    monkeypatch.setattr(rendering.os, "cpu_count", lambda: 2)
    source = live_plan(project)
    for choice in CHOICES[:BURST]:
        request_file(source, *choice)
    let_the_worker_be_late()

    for choice in CHOICES[:BURST]:
        request_file(source, *choice)
    assert len(export_threads()) == 2
    assert states() == [FileState.RENDERING] * 2 + [FileState.WAITING] * (BURST - 2)

    children.may_end.set()
    for choice in itertools.cycle(CHOICES[:BURST]):
        # As waiting pages do, one after the other.
        if EditionFile.objects.filter(state=FileState.DONE).count() >= 8:
            break
        request_file(source, *choice)
        # Between two requests the rendering threads get their turn.
        time.sleep(0.01)
    assert children.most <= 2


def test_the_worker_renders_waiting_files(project, queued, children):
    children.may_end.set()
    file = request_file(live_plan(project), "pdf", "en", ExportOptions())

    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)

    file.refresh_from_db()
    assert (file.state, bytes(file.content)) == (FileState.DONE, b"Lichens")
    assert file.name.endswith("_lichens_draft_en.pdf")
    assert file.source is None


def test_the_worker_gets_a_few_seconds_before_the_web_server_helps(
    project, queued, children
):
    source = live_plan(project)

    request_file(source, *CHOICES[0])
    request_file(source, *CHOICES[0])
    assert children.jobs == []

    let_the_worker_be_late()
    request_file(source, *CHOICES[0])
    wait_until(lambda: len(children.jobs) == 1)


def test_a_content_is_rendered_once_whoever_is_first(project, queued, children):
    children.may_end.set()
    file = request_file(live_plan(project), *CHOICES[0])

    for _server in range(3):
        render_here(file.pk)
    for _worker in range(2):
        render_file.call(file.pk)
    wait_until(lambda: states() == [FileState.DONE])

    assert len(children.jobs) == 1


def test_the_slot_is_freed_when_another_process_has_the_file(project, monkeypatch):
    monkeypatch.setattr(rendering.os, "cpu_count", lambda: 1)

    render_here("no such file")

    with rendering.free_slot() as slot:
        assert slot is not None


def test_the_plan_is_rendered_as_it_was_when_requested(
    project, people, queued, children
):
    children.may_end.set()
    file = request_file(live_plan(project), *CHOICES[0])
    type(project).objects.filter(pk=project.pk).update(title="Mousses")

    render_file.call(file.pk)

    file.refresh_from_db()
    assert bytes(file.content) == b"Lichens"


def test_a_waiting_file_of_an_edition_has_no_copy_of_its_record(
    project, people, queued, children
):
    children.may_end.set()
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    file = request_file(frozen_plan(edition), *CHOICES[0])
    assert EditionFile.objects.get(pk=file.pk).source is None

    render_file.call(file.pk)

    [job] = children.jobs
    assert job["record"] == edition.plan


def test_a_failure_is_stored_and_does_not_fail_the_worker(project, queued, monkeypatch):
    def fail(job, slot):
        raise rendering.RenderingTooLong("late")

    monkeypatch.setattr(rendering, "run_child", fail)
    file = request_file(live_plan(project), *CHOICES[0])

    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)

    file.refresh_from_db()
    assert (file.state, file.failure) == (FileState.FAILED, "too_long")
    assert file.source is None
    assert [each.status for each in queued.all()] == ["SUCCESSFUL"]
