"""Starting and cancelling an export of many plans, and retrying what failed."""

import uuid

import pytest
from django.utils import timezone

from questionnaire.actions.library.bulk_exports import (
    RUNNING_EXPORTS,
    NothingToExport,
    TooManyExports,
    cancel_bulk_export,
    record_download,
    retry_failed_items,
)
from questionnaire.actions.projects.projects import reopen_plan
from questionnaire.models import BulkExport, Event, Institution, SiteEvent
from questionnaire.permissions import Forbidden, NoAccess
from questionnaire.vocabulary import BulkExportState, ItemState, Verb
from tests.bulk_exports import finished_editions, start


@pytest.fixture
def editions(small_template, people, institution):
    return finished_editions(
        3, by=people.amina, template=small_template, institution=institution
    )


@pytest.fixture
def export(editions, people, institution):
    return start(editions, by=people.louise, institution=institution)


def test_each_plan_is_exported_in_each_format_and_language_and_as_a_package(
    editions, people, institution
):
    export = start(
        editions,
        by=people.louise,
        institution=institution,
        formats=["pdf", "docx"],
        languages=["fr", "en"],
        with_packages=True,
    )

    kinds = [
        ("pdf", "fr"),
        ("pdf", "en"),
        ("docx", "fr"),
        ("docx", "en"),
        ("bagit", ""),
    ]
    items = export.items.values_list("edition", "format", "language")
    assert list(items) == [(each.pk, *kind) for each in editions for kind in kinds]
    assert list(export.items.values_list("position", flat=True)) == [*range(1, 16)]


def test_starting_twice_starts_one_export(editions, people, institution):
    save_id = uuid.uuid4()

    first, second = (
        start(editions, by=people.louise, institution=institution, save_id=save_id)
        for _time in range(2)
    )

    assert first == second
    assert BulkExport.objects.count() == 1
    assert first.items.count() == 3


def test_exports_are_numbered_for_each_institution(editions, people, institution):
    numbers = [
        start(editions, by=people.louise, institution=institution).number
        for _time in range(2)
    ]

    assert numbers == [1, 2]


def test_an_edition_that_was_chosen_stays_chosen_when_its_plan_is_reopened(
    editions, export, people
):
    reopen_plan(
        project_id=editions[0].project_id, by=people.amina, reason="Une erreur."
    )

    assert export.items.first().edition == editions[0]


def test_a_plan_that_is_reopened_or_of_another_institution_is_left_out(
    editions, people, institution
):
    away, back, stays = editions
    away.project.institution = Institution.objects.create(name_fr="A", name_en="B")
    back.project.status = "drafting"

    export = start(editions, by=people.louise, institution=institution)

    assert [item.edition for item in export.items.all()] == [stays]


def test_an_export_of_nothing_is_not_started(editions, people, institution):
    for editions_, formats in (([], ["pdf"]), (editions, [])):
        with pytest.raises(NothingToExport):
            start(editions_, by=people.louise, institution=institution, formats=formats)


def test_one_person_runs_a_few_exports_at_a_time(editions, people, institution):
    for _time in range(RUNNING_EXPORTS):
        start(editions, by=people.louise, institution=institution)

    with pytest.raises(TooManyExports):
        start(editions, by=people.louise, institution=institution)


def test_only_the_librarian_starts_one(editions, people, institution):
    with pytest.raises(NoAccess):
        start(editions, by=people.amina, institution=institution)


def test_an_export_is_recorded_in_the_trails(editions, export, people, institution):
    event = SiteEvent.objects.get(verb="plans.exported")
    assert (event.actor, event.target) == (
        people.louise,
        f"institution:{institution.pk}",
    )
    assert event.data == {"export": 1, "plans": 3}
    accesses = Event.objects.filter(verb=Verb.PROJECT_ADMIN_ACCESS)
    assert not accesses.exists()

    people.omar.is_staff = True
    people.omar.save()
    start(editions, by=people.omar, institution=institution)

    assert {event.project for event in accesses} == {each.project for each in editions}


def test_a_cancelled_export_stays_cancelled(export, people):
    for _time in range(2):
        cancel_bulk_export(export=export, by=people.louise)

    export.refresh_from_db()
    assert export.state == BulkExportState.CANCELLED
    cancelled = SiteEvent.objects.get(verb="plans.export_cancelled")
    assert (cancelled.actor, cancelled.data) == (people.louise, {"export": 1})


def test_nobody_cancels_or_retries_the_export_of_somebody_else(export, people):
    people.omar.is_staff = True
    people.omar.save()

    for action in (cancel_bulk_export, retry_failed_items, record_download):
        with pytest.raises(Forbidden):
            action(export=export, by=people.omar)


def test_failed_files_are_retried_and_finished_ones_are_not(export, people):
    failed = export.items.first()
    export.items.exclude(pk=failed.pk).update(state=ItemState.DONE)
    export.items.filter(pk=failed.pk).update(
        state=ItemState.FAILED, failure="error", attempts=2
    )
    BulkExport.objects.update(state=BulkExportState.DONE, mailed_at=timezone.now())

    assert retry_failed_items(export=export, by=people.louise) == 1

    export.refresh_from_db()
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.failure) == ("pending", 0, "")
    assert (export.state, export.mailed_at) == (BulkExportState.RUNNING, None)
    assert export.items.filter(state=ItemState.DONE).count() == 2
    retried = SiteEvent.objects.get(verb="plans.export_retried")
    assert retried.data == {"export": 1, "files": 1}
