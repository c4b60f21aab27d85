"""Workers that share a bulk export, and may die at it."""

import os
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from questionnaire import mail as mail_tasks
from questionnaire.actions.library import bulk_items
from questionnaire.actions.library.bulk_exports import (
    cancel_bulk_export,
    retry_failed_items,
)
from questionnaire.exports.bulk import work as bulk_work
from questionnaire.exports.bulk.work import (
    make_item,
    resume_exports,
    resume_if_stalled,
    work_on_export,
)
from questionnaire.exports.store import files
from questionnaire.exports.store.files import render_now, take_file
from questionnaire.exports.store.rendering import RenderingFailed, RenderingTooLong
from questionnaire.exports.store.sources import frozen_plan
from questionnaire.models import (
    BulkExport,
    BulkExportItem,
    EditionFile,
    Institution,
    InstitutionRole,
    Project,
)
from questionnaire.plan.document import ExportOptions
from questionnaire.queries.library.bulk_exports import read_failures, read_progress
from questionnaire.vocabulary import BulkExportState, FileState, ItemState
from tests.bulk_exports import finished_editions, start


@pytest.fixture
def rendered(monkeypatch):
    """[(project, format, language)] of every rendering that was started.

    The bytes of a file are that tuple. `rendered.failing` is a list of exceptions
    that are raised first.
    """

    class Rendered(list):
        failing = []

        def __call__(self, slot, record, file_format, language, options):
            self.append((record["project"]["id"], file_format, language))
            if self.failing:
                raise self.failing.pop(0)
            return repr(self[-1]).encode()

    rendered = Rendered()
    rendered.failing = []
    monkeypatch.setattr(files, "render_in_slot", rendered)
    return rendered


@pytest.fixture
def editions(small_template, people, institution):
    return finished_editions(
        3, by=people.amina, template=small_template, institution=institution
    )


@pytest.fixture
def export(editions, people, institution):
    """Three plans, in PDF, in both languages: six files."""
    return start(
        editions, by=people.louise, institution=institution, languages=["fr", "en"]
    )


def work(export):
    work_on_export.call(str(export.pk))
    export.refresh_from_db()


def let_leases_run_out():
    """As if no worker had sent a heartbeat for a long time."""
    long_ago = timezone.now() - timedelta(hours=1)
    BulkExportItem.objects.exclude(leased_until=None).update(leased_until=long_ago)
    BulkExport.objects.update(called_at=long_ago)


def states(export):
    return list(export.items.values_list("state", flat=True))


def test_a_worker_makes_every_file_and_notifies_the_owner_once(
    export, rendered, people, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        work(export)
        work(export)

    assert export.state == BulkExportState.DONE
    assert states(export) == [ItemState.DONE] * 6
    assert len(rendered) == len(set(rendered)) == 6
    assert all(item.file.state == FileState.DONE for item in export.items.all())
    [email] = mail.outbox
    assert email.to == [people.louise.email]
    assert email.subject == "Votre exportation est prête (3 sur 3)"
    assert f"/fr/library/{export.institution_id}/exports/{export.pk}/" in email.body


def test_a_file_that_exists_is_not_rendered_again(export, editions, rendered):
    for language in ("fr", "en"):
        render_now(frozen_plan(editions[0]), "pdf", language, ExportOptions())

    work(export)

    assert len(rendered) == 6


def test_two_workers_never_get_the_same_item(export):
    first, second = (bulk_items.take_item(export.pk) for _worker in range(2))

    assert (first.position, second.position) == (1, 2)


def test_a_worker_killed_during_a_rendering_loses_nothing(export, rendered):
    """Killed after it took the file and before it stored it."""
    item = bulk_items.take_item(export.pk)
    file, is_mine = take_file(
        frozen_plan(item.edition), item.format, item.language, ExportOptions()
    )
    assert is_mine
    bulk_items.record_rendering(item, file)

    work(export)
    assert states(export) == [ItemState.PENDING] + [ItemState.DONE] * 5

    let_leases_run_out()
    work(export)
    assert export.state == BulkExportState.DONE
    assert len(rendered) == len(set(rendered)) == 6


def test_a_worker_whose_lease_ran_out_changes_nothing(export, rendered):
    late = bulk_items.take_item(export.pk)
    let_leases_run_out()
    work(export)

    assert not bulk_items.renew_lease(late)
    bulk_items.fail_item(late, "error", "7F3K")
    assert not bulk_items.finish_item(late, EditionFile.objects.first())
    assert states(export) == [ItemState.DONE] * 6


def test_an_item_is_left_to_the_worker_that_took_it_over(export, rendered):
    late = bulk_items.take_item(export.pk)
    let_leases_run_out()
    item = bulk_items.take_item(export.pk)
    assert item.pk == late.pk
    source = frozen_plan(item.edition)
    file = render_now(source, item.format, item.language, ExportOptions())

    assert not bulk_items.renew_lease(late)
    assert not bulk_items.record_rendering(late, file)
    assert not bulk_items.finish_item(late, file)
    bulk_items.fail_item(late, "error", "7F3K")
    bulk_items.put_item_off(late, 3)

    assert bulk_items.finish_item(item, file)
    assert states(export) == [ItemState.DONE] + [ItemState.PENDING] * 5


def test_an_item_that_kills_its_worker_twice_fails(export, rendered):
    for _time in range(bulk_items.ATTEMPTS):
        assert bulk_items.take_item(export.pk).position == 1
        let_leases_run_out()

    work(export)

    assert export.state == BulkExportState.DONE
    first, *others = export.items.all()
    assert (first.state, first.failure) == (ItemState.FAILED, "error")
    assert {item.state for item in others} == {ItemState.DONE}


def test_a_worker_waits_for_a_file_that_another_process_is_rendering(
    export, editions, rendered
):
    theirs, is_theirs = take_file(
        frozen_plan(editions[0]), "pdf", "fr", ExportOptions()
    )
    assert is_theirs

    work(export)
    assert states(export) == [ItemState.PENDING] + [ItemState.DONE] * 5
    assert export.items.first().attempts == 0

    EditionFile.objects.filter(pk=theirs.pk).update(
        state=FileState.DONE, content=b"theirs", sha256="0"
    )
    let_leases_run_out()
    work(export)
    assert export.items.first().file == theirs
    assert len(rendered) == 5


@pytest.mark.parametrize(
    ("error", "failure"),
    [(RenderingTooLong("late"), "too_long"), (RenderingFailed("broken"), "error")],
)
def test_a_file_is_tried_twice_then_fails_with_a_reason(
    export, rendered, error, failure, monkeypatch
):
    monkeypatch.setattr(files, "_FAILURE_SHOWN", timedelta(0))
    rendered.failing = [error]
    work(export)
    assert states(export) == [ItemState.PENDING] + [ItemState.DONE] * 5

    rendered.failing = [error]
    let_leases_run_out()
    work(export)

    assert export.state == BulkExportState.DONE
    item = export.items.first()
    assert (item.state, item.failure) == (ItemState.FAILED, failure)
    assert item.reference == EditionFile.objects.get(state="failed").reference != ""
    progress = read_progress(export)
    assert (progress.plans, progress.done, progress.failed) == (3, 2, 1)
    assert len(rendered) == 7


def test_a_plan_whose_first_file_failed_is_left_until_the_others_are_made(
    export, rendered, monkeypatch
):
    first = export.items.first()
    export.items.filter(pk=first.pk).update(state=ItemState.FAILED, failure="error")

    progress = read_progress(export)
    assert (progress.failed, progress.processed, progress.left) == (0, 0, 3)

    work(export)
    progress = read_progress(export)
    assert (progress.failed, progress.processed, progress.left) == (1, 3, 0)


def test_the_mail_of_an_export_that_failed_wholly_promises_no_file(
    export, django_capture_on_commit_callbacks
):
    export.items.update(state=ItemState.FAILED, failure="error")
    with django_capture_on_commit_callbacks(execute=True):
        work(export)

    [email] = mail.outbox
    assert email.subject == "Votre exportation n’a pas pu être produite"
    assert "aucun fichier n’a pu être produit" in email.body
    assert "télécharger" not in email.body.lower()


def test_a_failed_file_is_made_on_retry(export, rendered, people, monkeypatch):
    monkeypatch.setattr(files, "_FAILURE_SHOWN", timedelta(0))
    for _time in range(2):
        rendered.failing = [RenderingFailed("broken")]
        work(export)
        let_leases_run_out()
    work(export)
    [failure] = read_failures(export)
    assert failure.files == ("PDF, Français",)

    retry_failed_items(export=export, by=people.louise)
    work(export)

    assert read_failures(export) == []
    assert export.state == BulkExportState.DONE


def test_work_on_a_cancelled_export_stops(export, rendered, people):
    make_item(bulk_items.take_item(export.pk))
    being_made = bulk_items.take_item(export.pk)
    cancel_bulk_export(export=export, by=people.louise)
    make_item(being_made)

    work(export)

    assert export.state == BulkExportState.CANCELLED
    assert len(rendered) == 2
    assert mail.outbox == []


@pytest.mark.parametrize("end", ["dismissed", "deactivated"])
def test_a_librarian_who_loses_the_role_gets_nothing_more(
    export, rendered, people, end, django_capture_on_commit_callbacks
):
    make_item(bulk_items.take_item(export.pk))
    if end == "dismissed":
        InstitutionRole.objects.filter(user=people.louise).delete()
    else:
        people.louise.is_active = False
        people.louise.save()

    with django_capture_on_commit_callbacks(execute=True):
        work(export)

    assert len(rendered) == 1
    assert set(export.items.values_list("state", "failure")) == {
        ("done", ""),
        ("failed", "not_allowed"),
    }
    assert mail.outbox == []


def test_a_plan_that_has_left_the_institution_is_not_exported(
    export, editions, rendered
):
    Project.objects.filter(pk=editions[1].project_id).update(
        institution=Institution.objects.create(name_fr="Ailleurs", name_en="Afar")
    )

    work(export)

    [failure] = read_failures(export)
    assert failure.title == "Lichens 2"
    assert failure.reasons == ("You may no longer export this plan.",)
    assert len(rendered) == 4


def test_a_lost_task_is_replaced_once_the_export_has_stalled(
    export, rendered, monkeypatch
):
    """The queue never restarts a task whose worker was killed."""
    queued = []
    monkeypatch.setattr(
        bulk_work.work_on_export.__class__, "enqueue", lambda *args: queued.append(args)
    )
    bulk_items.take_item(export.pk)

    assert not resume_if_stalled(export.pk)
    let_leases_run_out()
    assert resume_if_stalled(export.pk)
    assert not resume_if_stalled(export.pk)
    assert len(queued) == os.cpu_count()


def test_a_worker_lets_other_tasks_have_their_turn(export, rendered, monkeypatch):
    """Mail waits in the same queue."""
    queued = []
    monkeypatch.setattr(bulk_work, "TURN_SECONDS", 0.05)
    monkeypatch.setattr(
        bulk_work.work_on_export.__class__, "enqueue", lambda *args: queued.append(args)
    )

    def slow(*_job):
        time.sleep(0.1)
        return b"%PDF"

    monkeypatch.setattr(files, "render_in_slot", slow)

    work(export)

    assert states(export) == [ItemState.DONE] + [ItemState.PENDING] * 5
    assert [arguments for _task, *arguments in queued] == [[str(export.pk)]]
    assert bulk_work.work_on_export.priority < mail_tasks.send_notices.priority


def test_a_command_resumes_stalled_exports(export, rendered, capsys):
    let_leases_run_out()

    call_command("resume_exports")

    assert "1 export is taken up again." in capsys.readouterr().out
    export.refresh_from_db()
    assert export.state == BulkExportState.DONE
    assert resume_exports() == 0


def test_an_owner_who_wants_no_mail_gets_none(
    export, rendered, people, django_capture_on_commit_callbacks
):
    people.louise.mail_rhythm = "never"
    people.louise.save()

    with django_capture_on_commit_callbacks(execute=True):
        work(export)

    assert mail.outbox == []
    assert export.state == BulkExportState.DONE


def test_mail_that_a_dead_worker_left_unsent_is_sent_later(export, rendered):
    """The worker died between the last file and the mail."""
    BulkExport.objects.update(
        state=BulkExportState.DONE, finished_at=timezone.now() - timedelta(hours=1)
    )

    for _time in range(2):
        call_command("send_notices")

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_make_each_file_once(
    small_template, people, institution, rendered
):
    editions = finished_editions(
        4, by=people.amina, template=small_template, institution=institution
    )
    export = start(
        editions, by=people.louise, institution=institution, languages=["fr", "en"]
    )
    barrier = threading.Barrier(4)

    def run():
        try:
            barrier.wait()
            work_on_export.call(str(export.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        for outcome in [threads.submit(run) for _worker in range(4)]:
            outcome.result(timeout=60)

    export.refresh_from_db()
    assert export.state == BulkExportState.DONE
    assert len(rendered) == len(set(rendered)) == 8
    assert set(export.items.values_list("attempts", flat=True)) == {1}
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_starts_start_one_export(small_template, people, institution):
    editions = finished_editions(
        1, by=people.amina, template=small_template, institution=institution
    )
    save_id = uuid.uuid4()
    barrier = threading.Barrier(2)

    def run():
        try:
            barrier.wait()
            return start(
                editions, by=people.louise, institution=institution, save_id=save_id
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(run) for _window in range(2)]
        exports = {outcome.result(timeout=60) for outcome in both}

    assert len(exports) == BulkExport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_during_a_slow_rendering(
    small_template, people, institution, rendered, settings, monkeypatch
):
    settings.BULK_EXPORT_LEASE_SECONDS = 3
    editions = finished_editions(
        1, by=people.amina, template=small_template, institution=institution
    )
    export = start(editions, by=people.louise, institution=institution)
    taken_meanwhile = []

    def slow(*_job):
        for _look in range(4):
            time.sleep(1.2)
            taken_meanwhile.append(bulk_items.take_item(export.pk))
        return b"%PDF"

    monkeypatch.setattr(files, "render_in_slot", slow)
    make_item(bulk_items.take_item(export.pk))

    assert taken_meanwhile == [None] * 4
    assert states(export) == [ItemState.DONE]


def test_the_time_left_follows_what_happens(
    people, institution, small_template, monkeypatch
):
    editions = finished_editions(
        15, by=people.amina, template=small_template, institution=institution
    )
    export = start(editions, by=people.louise, institution=institution)
    now = timezone.now()
    for number, item in enumerate(export.items.order_by("position")[:5]):
        BulkExportItem.objects.filter(pk=item.pk).update(
            state=ItemState.DONE, finished_at=now - timedelta(seconds=40 - 10 * number)
        )

    def left(seconds_later):
        moment = now + timedelta(seconds=seconds_later)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return read_progress(export).seconds_left

    # Ten seconds a file; then nothing comes, and it takes longer, until nobody knows.
    assert left(0) == 100
    assert left(10) == 100
    assert left(60) == 200
    assert left(500) == 1080
    assert left(3_600) is None
