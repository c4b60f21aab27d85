"""Rendering in a child process, under limits."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from questionnaire.actions.projects.projects import create_project
from questionnaire.exports.store import rendering
from questionnaire.exports.store.rendering import (
    RenderingFailed,
    RenderingTooLong,
    render_in_child,
)
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.edition_changes import pair_of_records
from questionnaire.plan.record import read_record
from tests.exports.reading import docx_lines, pdf_pages


@pytest.fixture
def record(small_template, people):
    project = create_project(
        by=people.amina, template=small_template, title="Lichens", language="en"
    )
    return read_record(project.pk)


@pytest.fixture
def children(monkeypatch):
    """Every process that a rendering starts."""
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(rendering.subprocess, "Popen", Watched)
    return started


def all_gone(children):
    return bool(children) and not any(
        Path(f"/proc/{child.pid}").exists() for child in children
    )


def test_a_child_renders_the_record(record, children):
    content = render_in_child(record, "docx", "en", ExportOptions())

    assert "Title | Lichens" in list(docx_lines(content))
    assert all_gone(children)


def test_a_child_that_computes_too_long_is_stopped(record, children, settings):
    settings.EXPORT_CPU_SECONDS = 1
    # More than a second's work on any machine.
    long = {**record["project"], "summary": "lichen " * 100_000}

    with pytest.raises(RenderingTooLong):
        render_in_child({**record, "project": long}, "pdf", "en", ExportOptions())
    assert all_gone(children)


def test_a_child_that_takes_too_long_is_stopped(record, children, settings):
    settings.EXPORT_WALL_SECONDS = 0.2

    with pytest.raises(RenderingTooLong):
        render_in_child(record, "pdf", "en", ExportOptions())
    assert children[0].returncode == -signal.SIGKILL
    assert all_gone(children)


def test_a_child_without_memory_fails(record, children, settings):
    settings.EXPORT_MEMORY_MEGABYTES = 60

    with pytest.raises(RenderingFailed):
        render_in_child(record, "pdf", "en", ExportOptions())
    assert all_gone(children)


def test_a_child_that_fails_reports_its_error(record, children):
    with pytest.raises(RenderingFailed, match="UnknownRecordFormat") as caught:
        render_in_child({**record, "format": 99}, "pdf", "en", ExportOptions())

    assert not isinstance(caught.value, RenderingTooLong)


def test_a_slot_is_free_again_after_a_failure(record, settings):
    settings.EXPORT_WALL_SECONDS = 0.1
    for _attempt in range((os.cpu_count() or 1) + 1):
        with pytest.raises(RenderingTooLong):
            render_in_child(record, "pdf", "en", ExportOptions())


def test_no_more_children_run_than_there_are_cores(monkeypatch):
    monkeypatch.setattr(rendering.os, "cpu_count", lambda: 1)

    with rendering.rendering_slot():
        assert rendering.free_slot() is None
    with rendering.rendering_slot() as slot:
        assert not slot.closed


def test_a_child_gets_no_secret(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://studio:canary@db/studio")
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("EMAIL_URL", "smtp://studio:canary@mail")
    monkeypatch.setenv("CLOUD_TOKEN", "canary")

    assert "canary" not in json.dumps(rendering._environment())


def test_a_child_starts_whatever_hosts_a_file_of_settings_names():
    """It is a trial, which serves no other hosts; `.env` must not say otherwise."""
    assert rendering._environment()["ALLOWED_HOSTS"] == ""


def test_a_child_renders_the_comparison_of_two_records(record, children):
    older = {**record, "edition": 1}
    pair = pair_of_records(older, record)
    content = render_in_child(pair, "pdf", "en", ExportOptions())

    assert "From edition 1 to the draft of" in pdf_pages(content)[0]
    assert all_gone(children)
