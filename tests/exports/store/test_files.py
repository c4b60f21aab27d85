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
def request_pdf(project, django_capture_on_commit_callbacks):
    """Request the project's PDF in English; `options` are those of ExportOptions."""

    def request_pdf(how=request_file, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return how(live_plan(project), "pdf", "en", ExportOptions(**options))

    return request_pdf


@pytest.fixture
def queued(monkeypatch):
    """The keys of the files queued for the worker; none is rendered."""
    keys = []
    monkeypatch.setattr(queue, "render_file", SimpleNamespace(enqueue=keys.append))
    return keys


@pytest.fixture
def renderer(monkeypatch):
    """Stands for the child: `answer` is bytes or an exception; `calls` are counted."""

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
    """Move these times of the file by so many seconds into the past."""
    EditionFile.objects.filter(pk=file.pk).update(
        **{
            name: timezone.now() - timedelta(seconds=seconds)
            for name, seconds in times.items()
        }
    )


def test_requesting_the_same_content_twice_starts_one_rendering(request_pdf, queued):
    first, second = request_pdf(), request_pdf()

    assert first.state == second.state == FileState.WAITING
    assert queued == [first.key] == [second.key]


def test_different_options_make_a_different_file(request_pdf, queued):
    assert request_pdf().key != request_pdf(guidance=True).key
    assert len(queued) == 2


def test_the_first_file_of_an_edition_is_kept_across_releases(
    project, people, renderer, monkeypatch
):
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    def request_pdf(of_edition):
        renderer.answer = f"%PDF {files.RENDERER_VERSION}".encode()
        source = frozen_plan(edition) if of_edition else live_plan(project)
        return bytes(render_now(source, "pdf", "en", ExportOptions()).content)

    first = request_pdf(of_edition=True)
    monkeypatch.setattr(files, "RENDERER_VERSION", files.RENDERER_VERSION + 1)

    assert request_pdf(of_edition=True) == first
    assert request_pdf(of_edition=False) != first
    assert renderer.calls == 2


def test_the_key_depends_on_everything_that_the_bytes_depend_on(monkeypatch):
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


def test_a_file_is_rendered_once_and_kept(request_pdf, renderer):
    first, second = request_pdf(render_now), request_pdf(render_now)

    assert bytes(first.content) == bytes(second.content) == b"%PDF"
    assert first.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert first.state == FileState.DONE
    assert renderer.calls == 1


@pytest.mark.parametrize(
    ("error", "failure"),
    [(RenderingTooLong("late"), "too_long"), (RenderingFailed("broken"), "error")],
)
def test_a_failure_is_kept_with_a_reference_to_its_log_line(
    request_pdf, renderer, caplog, error, failure
):
    renderer.answer = error

    with pytest.raises(RenderingFailed):
        request_pdf(render_now)

    file = EditionFile.objects.get()
    assert (file.state, file.failure, file.content) == (FileState.FAILED, failure, None)
    assert file.reference
    assert file.reference in caplog.text


def test_a_failure_is_shown_before_another_attempt(request_pdf, queued, renderer):
    renderer.answer = RenderingFailed("broken")
    with pytest.raises(RenderingFailed):
        request_pdf(render_now)

    assert request_pdf().state == FileState.FAILED
    assert queued == []
    age(EditionFile.objects.get(), finished_at=11)
    again = request_pdf()
    assert (again.state, again.failure, again.reference) == (FileState.WAITING, "", "")
    assert queued == [again.key]


def test_a_rendering_abandoned_by_its_process_starts_again(
    request_pdf, queued, settings
):
    file = request_pdf()
    files.claim(file.key)

    age(file, started_at=settings.EXPORT_WALL_SECONDS + 20)
    assert request_pdf().state == FileState.RENDERING
    age(file, started_at=settings.EXPORT_WALL_SECONDS + 40)
    assert request_pdf().state == FileState.WAITING
    assert queued == [file.key, file.key]


def test_a_file_waiting_for_a_process_that_ended_starts_again(
    request_pdf, queued, settings
):
    file = request_pdf()

    age(file, requested_at=settings.EXPORT_WALL_SECONDS + 40)

    assert len([request_pdf(), request_pdf()]) == 2
    assert queued == [file.key, file.key]


def test_only_one_of_two_processes_gets_the_file(request_pdf, queued):
    file = request_pdf()

    assert files.claim(file.key).state == FileState.RENDERING
    assert files.claim(file.key) is None


def test_old_files_of_live_plans_are_pruned(request_pdf, renderer):
    old, young = request_pdf(render_now), request_pdf(render_now, guidance=True)
    age(old, requested_at=8 * 24 * 3600)

    assert prune_live_files(older_than_days=7) == 1
    assert list(EditionFile.objects.values_list("key", flat=True)) == [young.key]
