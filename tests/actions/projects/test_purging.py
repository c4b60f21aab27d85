"""Erasing deleted projects for good: nothing is left but what others rest on."""

import ast
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from questionnaire.actions.projects import purging
from questionnaire.actions.projects.deleting import delete_project, restore_project
from questionnaire.actions.projects.projects import finish_plan
from questionnaire.actions.projects.purging import purge_deleted_projects
from questionnaire.models import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Comment,
    Event,
    Holding,
    Project,
    SiteEvent,
)
from questionnaire.permissions import NoAccess, Permission, open_project
from questionnaire.vocabulary import HoldingKind, SiteVerb
from tests.full_project import (
    add_edition,
    delete_long_ago,
    fill,
    rows_of,
    ways_to_projects,
)


@pytest.fixture
def full(template, people, institution):
    return fill(template, people, institution)


def test_the_project_that_is_erased_here_has_a_row_in_every_table(full):
    """A new model is to be filled in tests/full_project.py, and erased with it."""
    rows = rows_of(full)

    assert [model.__name__ for model, count in rows.items() if not count] == ["Holding"]


def test_every_table_with_rows_of_projects_is_erased_by_name():
    by_name = {model for model, _lookup in purging.ERASED} | set(purging.ERASED_IN_PART)
    # Held editions stay, and with them who holds them; the searched text goes with its
    # index.
    others = {"Project", "Holding", "PlanText"}

    assert {model.__name__ for model in ways_to_projects()} == {
        model.__name__ for model in by_name
    } | others


def test_nothing_of_an_erased_project_is_left(full, template, people, institution):
    other = fill(template, people, institution)
    before = rows_of(other)
    delete_long_ago(full)

    assert purge_deleted_projects() == 1

    assert {
        model.__name__: count for model, count in rows_of(full).items() if count
    } == {}
    assert rows_of(other) == before


def test_a_project_can_be_restored_until_its_last_day(full, people):
    delete_project(project_id=full.pk, by=people.amina)
    day_29, day_31 = (timezone.now() + timedelta(days=days) for days in (29, 31))

    assert purge_deleted_projects(day_29) == 0
    restore_project(project_id=full.pk, by=people.amina)
    assert purge_deleted_projects(day_31) == 0
    assert Project.objects.filter(pk=full.pk).exists()


def test_the_worker_erases_a_project_only_if_it_is_due(full, people):
    delete_project(project_id=full.pk, by=people.amina)
    purging.purge_deleted.enqueue(str(full.pk))
    assert Project.objects.filter(pk=full.pk).exists()

    delete_long_ago(full)
    purging.purge_deleted.enqueue(str(full.pk))
    assert not Project.objects.filter(pk=full.pk).exists()


def test_the_worker_is_asked_when_a_project_is_deleted(
    full, people, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        deleted = delete_project(project_id=full.pk, by=people.amina)

    asked = DBTaskResult.objects.get(task_path__endswith="purge_deleted")
    assert asked.run_after == deleted.restorable_until


def test_the_trail_of_the_site_keeps_who_deleted_it_and_why(full, people):
    delete_project(project_id=full.pk, by=people.amina, reason="Projet abandonné")
    delete_long_ago(full)
    call_command("purge_projects", verbosity=0)

    event = SiteEvent.objects.get(verb=SiteVerb.PROJECT_PURGED)
    assert (event.target, event.actor) == (f"project:{full.pk}", None)
    assert event.data["title"] == full.title
    assert event.data["deleted_by"] == people.amina.pk
    assert event.data["reason"] == "Projet abandonné"


# --- What stays -------------------------------------------------------------


def hold(edition, by):
    return Holding.objects.create(
        edition=edition,
        institution=edition.project.institution,
        kind=HoldingKind.DEPOSITED,
        by=by,
        place="Borealis",
    )


def test_an_edition_that_an_institution_holds_outlives_its_project(full, people):
    held = add_edition(full, 2, people.amina)
    hold(held, people.louise)
    delete_long_ago(full)
    purge_deleted_projects()

    left = {model.__name__: count for model, count in rows_of(full).items() if count}
    assert left == {
        "Project": 1,
        "Edition": 1,
        "EditionFile": 1,
        "BulkExportItem": 1,
        "Holding": 1,
    }
    kept = Project.objects.get(pk=full.pk)
    assert kept.erased_at
    assert purge_deleted_projects() == 0
    open_project(people.louise, full.pk, Permission.EDITION_READ)
    for person in (people.amina, people.paul, people.omar):
        with pytest.raises(NoAccess):
            open_project(person, full.pk, Permission.EDITION_READ)


def test_librarians_still_read_the_edition_that_they_hold(
    client, project, people, answer
):
    answer("1.1", "<p>Des lichens.</p>")
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    hold(edition, people.louise)
    delete_long_ago(project)
    purge_deleted_projects()
    client.force_login(people.louise)

    page = client.get(f"/en/projects/{project.pk}/editions/1/")
    assert page.status_code == 200
    assert "Des lichens." in page.content.decode()
    gone = client.get(f"/en/projects/{project.pk}/")
    assert gone.status_code == 410
    assert f"/en/projects/{project.pk}/editions/" in gone.content.decode()
    assert "can be restored" not in gone.content.decode()
    assert client.get(f"/en/projects/{project.pk}/editions/").status_code == 200
    exports = reverse("bulk_exports", args=[project.institution_id])
    kept = client.get(exports).content.decode()
    assert "Editions kept of erased projects" in kept
    assert f'href="/en/projects/{project.pk}/editions/1/"' in kept
    assert "Borealis" in kept
    client.force_login(people.amina)
    assert client.get(f"/en/projects/{project.pk}/editions/1/").status_code == 404


def test_texts_that_another_project_was_made_from_keep_their_credit(
    full, template, people, institution
):
    """The version that was copied, and the one that it was itself copied from."""
    later = fill(template, people, institution)
    copied = AnswerVersion.objects.get(
        answer__project=full, answer__author=people.amina
    )
    made = AnswerVersion.objects.get(answer__project=later, answer__author=people.paul)
    AnswerVersionSource.objects.create(version=made, source=copied)
    delete_long_ago(full)
    purge_deleted_projects()

    assert {each.answer.author for each in made.sources.all()} == {people.amina}
    kept = AnswerVersion.objects.filter(answer__project=full)
    assert {each.answer.author for each in kept} == {people.amina, people.paul}
    # Of comments only the suggested wording that it took up, without other words.
    assert [
        (each.body, each.author) for each in Comment.objects.filter(project=full)
    ] == [("", people.amina)]
    assert not Event.objects.filter(project=full).exists()
    assert not Answer.objects.filter(project=full, versions=None).exists()


# --- The one way ------------------------------------------------------------


def test_append_only_rows_are_erased_in_one_place_only():
    package = settings.BASE_DIR / "questionnaire"
    callers = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "purging"
    }

    assert callers == {"actions/projects/purging.py"}


def test_a_deleted_project_cannot_be_erased_in_another_way(full):
    delete_long_ago(full)
    for erase in (
        lambda: Event.objects.filter(project=full).delete(),
        lambda: AnswerVersion.objects.filter(answer__project=full)._raw_delete(
            "default"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            erase()

    assert purge_deleted_projects() == 1


def test_an_erasure_that_fails_leaves_everything(full, monkeypatch):
    delete_long_ago(full)
    before = rows_of(full)

    def fail(**kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(purging, "write_site_event", fail)
    with pytest.raises(ZeroDivisionError):
        purge_deleted_projects()

    assert rows_of(full) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(project=full).delete()


def test_an_unknown_project_is_nothing_to_the_worker(db):
    purging.purge_deleted.enqueue(str(uuid.uuid4()))
