"""Render one file in a process of its own, under limits.

A plan is somebody else's text: a long one may take minutes and much memory, so
it is laid out by a child process (child.py) that has no database, no secrets and
an end. Over all processes of a machine, as many children run as it has cores.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

# How a child that ran out of memory says so.
OUT_OF_MEMORY = 3

_PAUSE = 0.1
_KEPT_VARIABLES = (
    "PATH",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "HOME",
    "XDG_CACHE_HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
)


class RenderingFailed(Exception):
    """The child gave no file; the message holds the end of what it printed."""


class RenderingTooLong(RenderingFailed):
    """The plan did not fit into the time or memory that a rendering may take."""


def render_in_child(record, file_format, language, options):
    """Bytes of the plan `record` in `file_format` ("pdf", "docx") and `language`.

    A pair of records (see plan/edition_changes.py) gives their comparison. Waits for a
    free core. Raises RenderingTooLong or RenderingFailed.
    """
    with rendering_slot() as slot:
        return render_in_slot(slot, record, file_format, language, options)


def render_in_slot(slot, record, file_format, language, options):
    """`render_in_child` for a caller that already has a rendering slot."""
    job = {
        "record": record,
        "format": file_format,
        "language": language,
        "options": options.as_data(),
        "cpu_seconds": settings.EXPORT_CPU_SECONDS,
        "memory_megabytes": settings.EXPORT_MEMORY_MEGABYTES,
    }
    return run_child(job, slot)


def run_child(job, slot=None):
    """Hand `job` to a child and return the bytes it answers with.

    The child inherits the slot, so that it stays taken if this process dies.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "questionnaire.exports.store.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env=_environment(),
        pass_fds=(slot.fileno(),) if slot else (),
        start_new_session=True,
    )
    try:
        content, complaints = child.communicate(
            json.dumps(job).encode(), timeout=settings.EXPORT_WALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise RenderingTooLong("stopped by the clock") from None
    finally:
        _end(child)
    if child.returncode == 0 and content:
        return content
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL, OUT_OF_MEMORY):
        raise RenderingTooLong(f"stopped with {child.returncode}")
    said = complaints.decode(errors="replace")[-4000:]
    raise RenderingFailed(f"ended with {child.returncode}\n{said}")


@contextmanager
def rendering_slot():
    """Take one of the machine's rendering slots, waiting until one is free."""
    while (slot := free_slot()) is None:
        time.sleep(_PAUSE)
    with slot:
        yield slot


def free_slot():
    """An open, locked file, or None when every slot is taken; closing it frees it."""
    folder = settings.VAR_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(os.cpu_count() or 1):
        slot = (folder / f"rendering-{number}.lock").open("w")
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            slot.close()
        else:
            return slot
    return None


def _environment():
    """What the child needs, and no secret: settings read `.env` only where unset."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "VAR_DIR": str(settings.VAR_DIR),
        "TIME_ZONE": settings.TIME_ZONE,
        "SECRET_KEY": "",
        "DATABASE_URL": "",
        "EMAIL_URL": "dummymail://",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _end(child):
    """Leave no process behind, nor any that it started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()
    for stream in (child.stdin, child.stdout, child.stderr):
        stream.close()
