"""The process that renders one file: a job on stdin, the bytes on stdout.

Started by rendering.py as `python -m questionnaire.exports.store.child`. It limits
itself before it renders anything, and needs no database.
"""

import ctypes
import json
import os
import resource
import sys
from typing import IO, Any

# Linux: a new network namespace, which has no network.
_CLONE_NEWNET = 0x40000000


def main() -> None:
    """Render the job on stdin to stdout; exits with 3 when memory runs out."""
    output = _reserve_stdout()
    job = json.load(sys.stdin)
    _limit(job["cpu_seconds"], job["memory_megabytes"])
    _disable_network()
    try:
        content = render(job)
    except MemoryError:
        from questionnaire.exports.store.rendering import OUT_OF_MEMORY

        sys.exit(OUT_OF_MEMORY)
    with output:
        output.write(content)


def render(job: dict[str, Any]) -> bytes:
    """The bytes that `job` asks for."""
    import django

    django.setup()

    from questionnaire.exports.store.records import render_record
    from questionnaire.plan.document import ExportOptions

    return render_record(
        job["record"], job["format"], job["language"], ExportOptions(**job["options"])
    )


def _reserve_stdout() -> IO[bytes]:
    """The file for the output; whatever libraries print goes to stderr."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _limit(cpu_seconds: int, memory_megabytes: int) -> None:
    # Beyond the soft limit the kernel sends SIGXCPU, beyond the hard one SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    memory = memory_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _disable_network() -> None:
    """Disable the network where the system allows it; the fetcher refuses anyway."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_CLONE_NEWNET)


if __name__ == "__main__":
    main()
