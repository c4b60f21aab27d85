"""The store of exported files."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.exports.store import files, queue
from questionnaire.exports.store.files import (
    file_key,
    prune_live_files,
    render_now,
)
from questionnaire.exports.store.queue import request_file
from questionnaire.exports.store.rendering import RenderingFailed, RenderingTooLong
from questionnaire.exports.store.sources import frozen_plan, live_plan
from questionnaire.models import EditionFile
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import FileState


@pytest.fixture
def project(small_template, people):
    return create_project(
        by=people.amina, template=small_template, title="Lichens", language="en"
    )


@pytest.fixture
def ask(project, django_capture_on_commit_callbacks):
    """Ask for the project's PDF in English; `options` as of ExportOptions."""

    def ask(asking=request_file, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return asking(live_plan(project), "pdf", "en", ExportOptions(**options))

    return ask


@pytest.fixture
def begun(monkeypatch):
    """The keys of the files to which the worker was called; none is rendered."""
    keys = []
    monkeypatch.setattr(queue, "render_file", SimpleNamespace(enqueue=keys.append))
    return keys


@pytest.fixture
def renderer(monkeypatch):
    """What a child answers: bytes, or an exception; counts how often it is asked."""

    class Renderer:
        answer = b"%PDF"
        calls = 0

        def __call__(self, *_args):
            self.calls += 1
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

    renderer = Renderer()
    monkeypatch.setattr(files, "render_in_slot", renderer)
    return renderer


def age(file, **times):
    """Move moments of the file so many seconds into the past."""
    EditionFile.objects.filter(pk=file.pk).update(
        **{
            name: timezone.now() - timedelta(seconds=seconds)
            for name, seconds in times.items()
        }
    )


def test_asking_twice_for_one_content_begins_one_rendering(ask, begun):
    first, second = ask(), ask()

    assert first.state == second.state == FileState.WAITING
    assert begun == [first.key] == [second.key]


def test_other_options_make_another_file(ask, begun):
    assert ask().key != ask(guidance=True).key
    assert len(begun) == 2


def test_an_edition_is_handed_out_as_it_was_first_made_whatever_the_release(
    project, people, renderer, monkeypatch
):
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    def ask(of_edition):
        renderer.answer = f"%PDF {files.RENDERER_VERSION}".encode()
        source = frozen_plan(edition) if of_edition else live_plan(project)
        return bytes(render_now(source, "pdf", "en", ExportOptions()).content)

    first = ask(of_edition=True)
    monkeypatch.setattr(files, "RENDERER_VERSION", files.RENDERER_VERSION + 1)

    assert ask(of_edition=True) == first
    assert ask(of_edition=False) != first
    assert renderer.calls == 2


def test_all_that_shapes_the_bytes_shapes_the_key(monkeypatch):
    key = file_key("digest", "pdf", "fr", ExportOptions())

    others = {
        file_key("other", "pdf", "fr", ExportOptions()),
        file_key("digest", "docx", "fr", ExportOptions()),
        file_key("digest", "pdf", "en", ExportOptions()),
        file_key("digest", "pdf", "fr", ExportOptions(guidance=True)),
    }
    monkeypatch.setattr(files, "RENDERER_VERSION", files.RENDERER_VERSION + 1)
    others.add(file_key("digest", "pdf", "fr", ExportOptions()))
    assert len(others - {key}) == 5


def test_a_file_is_rendered_once_and_kept(ask, renderer):
    first, second = ask(render_now), ask(render_now)

    assert bytes(first.content) == bytes(second.content) == b"%PDF"
    assert first.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert first.state == FileState.DONE
    assert renderer.calls == 1


@pytest.mark.parametrize(
    ("error", "failure"),
    [(RenderingTooLong("late"), "too_long"), (RenderingFailed("broken"), "error")],
)
def test_a_failure_is_kept_with_a_reference_to_its_log_line(
    ask, renderer, caplog, error, failure
):
    renderer.answer = error

    with pytest.raises(RenderingFailed):
        ask(render_now)

    file = EditionFile.objects.get()
    assert (file.state, file.failure, file.content) == (FileState.FAILED, failure, None)
    assert file.reference
    assert file.reference in caplog.text


def test_a_failure_is_shown_before_it_is_tried_again(ask, begun, renderer):
    renderer.answer = RenderingFailed("broken")
    with pytest.raises(RenderingFailed):
        ask(render_now)

    assert ask().state == FileState.FAILED
    assert begun == []
    age(EditionFile.objects.get(), finished_at=11)
    again = ask()
    assert (again.state, again.failure, again.reference) == (FileState.WAITING, "", "")
    assert begun == [again.key]


def test_a_rendering_that_its_process_left_behind_begins_again(ask, begun, settings):
    file = ask()
    files.claim(file.key)

    age(file, started_at=settings.EXPORT_WALL_SECONDS + 20)
    assert ask().state == FileState.RENDERING
    age(file, started_at=settings.EXPORT_WALL_SECONDS + 40)
    assert ask().state == FileState.WAITING
    assert begun == [file.key, file.key]


def test_a_file_that_waits_for_a_process_that_ended_begins_again(ask, begun, settings):
    file = ask()

    age(file, requested_at=settings.EXPORT_WALL_SECONDS + 40)

    assert len([ask(), ask()]) == 2
    assert begun == [file.key, file.key]


def test_of_two_processes_one_gets_the_file(ask, begun):
    file = ask()

    assert files.claim(file.key).state == FileState.RENDERING
    assert files.claim(file.key) is None


def test_old_files_of_live_plans_are_pruned(ask, renderer):
    old, young = ask(render_now), ask(render_now, guidance=True)
    age(old, requested_at=8 * 24 * 3600)

    assert prune_live_files(older_than_days=7) == 1
    assert list(EditionFile.objects.values_list("key", flat=True)) == [young.key]
