"""The process that renders one file: a job on stdin, the bytes on stdout.

Started by rendering.py as `python -m questionnaire.exports.store.child`. It bounds
itself before it reads a word of the plan's text for good, and needs no database.
"""

import ctypes
import json
import os
import resource
import sys

# Linux: a network namespace of one's own, in which there is no network.
_CLONE_NEWNET = 0x40000000


def main():
    """Render the job on stdin to stdout; exits with 3 when memory runs out."""
    answer = _keep_stdout_clean()
    job = json.load(sys.stdin)
    _limit(job["cpu_seconds"], job["memory_megabytes"])
    _leave_the_network()
    try:
        content = render(job)
    except MemoryError:
        from questionnaire.exports.store.rendering import OUT_OF_MEMORY

        sys.exit(OUT_OF_MEMORY)
    with answer:
        answer.write(content)


def render(job):
    """The bytes that `job` asks for."""
    import django

    django.setup()

    from questionnaire.exports.store.records import render_record
    from questionnaire.plan.document import ExportOptions

    return render_record(
        job["record"], job["format"], job["language"], ExportOptions(**job["options"])
    )


def _keep_stdout_clean():
    """A file for the answer; whatever libraries print goes to stderr."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def _limit(cpu_seconds, memory_megabytes):
    # Past the soft limit the kernel sends SIGXCPU, past the hard one SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    memory = memory_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_the_network():
    """Cut this process off where the system lets it; the fetcher refuses anyway."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_CLONE_NEWNET)


if __name__ == "__main__":
    main()
