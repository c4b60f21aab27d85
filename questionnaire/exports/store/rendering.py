"""Render one file in a process of its own, under limits.

A plan is untrusted text: a long one may take minutes and much memory, so it is
laid out by a child process (child.py) that has no database, no secrets and a time
limit. All processes of a machine together run at most as many children as it has
cores.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from django.conf import settings

if TYPE_CHECKING:
    # A child that runs out of memory imports this module, perhaps before Django is
    # set up.
    from questionnaire.plan.document import ExportOptions
    from questionnaire.plan.record import Record

# The exit status of a child that ran out of memory.
OUT_OF_MEMORY = 3

_POLL_SECONDS = 0.1
_INHERITED_VARIABLES = (
    "PATH",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "HOME",
    "XDG_CACHE_HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
)


# An open, locked file: the right to run one child.
Slot: TypeAlias = TextIO
# What a child is asked to do, as JSON: see `render_in_slot`.
Job: TypeAlias = dict[str, Any]


class RenderingFailed(Exception):
    """The child returned no file; the message has the end of what it printed."""


class RenderingTooLong(RenderingFailed):
    """The plan needed more time or memory than a rendering may take."""


def render_in_child(
    record: "Record", file_format: str, language: str, options: "ExportOptions"
) -> bytes:
    """The bytes of the plan `record` in `file_format` ("pdf", "docx") and `language`.

    A pair of records (see plan/edition_changes.py) gives their comparison. Waits for a
    free core. Raises RenderingTooLong or RenderingFailed.
    """
    with rendering_slot() as slot:
        return render_in_slot(slot, record, file_format, language, options)


def render_in_slot(
    slot: Slot,
    record: "Record",
    file_format: str,
    language: str,
    options: "ExportOptions",
) -> bytes:
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


def run_child(job: Job, slot: Slot | None = None) -> bytes:
    """Pass `job` to a child and return the bytes that it writes.

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
        content, messages = child.communicate(
            json.dumps(job).encode(), timeout=settings.EXPORT_WALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise RenderingTooLong("stopped by the time limit") from None
    finally:
        _kill(child)
    if child.returncode == 0 and content:
        return content
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL, OUT_OF_MEMORY):
        raise RenderingTooLong(f"stopped with {child.returncode}")
    output = messages.decode(errors="replace")[-4000:]
    raise RenderingFailed(f"ended with {child.returncode}\n{output}")


@contextmanager
def rendering_slot() -> Iterator[Slot]:
    """Take one of the machine's rendering slots, waiting until one is free."""
    while (slot := free_slot()) is None:
        time.sleep(_POLL_SECONDS)
    with slot:
        yield slot


def free_slot() -> Slot | None:
    """A rendering slot, or None when every one is taken; closing it frees it."""
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


def _environment() -> dict[str, str]:
    """What the child needs, and no secret; what is set here is not read from `.env`."""
    inherited = {
        name: os.environ[name] for name in _INHERITED_VARIABLES if name in os.environ
    }
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "VAR_DIR": str(settings.VAR_DIR),
        "TIME_ZONE": settings.TIME_ZONE,
        "SECRET_KEY": "",
        "ALLOWED_HOSTS": "",
        "DATABASE_URL": "",
        "EMAIL_URL": "dummymail://",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and every process that it started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            stream.close()
