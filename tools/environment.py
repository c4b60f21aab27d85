"""Prepare the Python environment in .venv, for `make run`, `make test` and others.

Uses only the standard library, and no syntax newer than Python 3.8, so that an old
Python can still run this and say what is missing.
"""

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
IS_WINDOWS = os.name == "nt"


def python_of(venv):
    """The Python of a virtual environment."""
    return venv / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")


PYTHON = python_of(VENV)

OLDEST_PYTHON = (3, 11)
# Tried in this order, after the Python that runs this.
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")

# The libraries that WeasyPrint loads: their names on Linux, macOS and Windows.
PDF_LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
)
HOMEBREW_LIBRARIES = Path("/opt/homebrew/lib")


def stop(sentence):
    """Exit with a sentence for the person who typed the command."""
    say(sentence)
    sys.exit(1)


def say(sentence):
    """Print a sentence at once, so that it keeps its order among others' output."""
    print(sentence, flush=True)


def prepare(requirements):
    """Install the packages of the lock file `requirements` in .venv, unless it is
    up to date."""
    os.chdir(str(ROOT))
    _speak_utf8()
    _make_venv()
    _install(ROOT / requirements)
    if platform.system() == "Darwin" and HOMEBREW_LIBRARIES.exists():
        # Where Homebrew installs Pango; macOS does not search there by default.
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", str(HOMEBREW_LIBRARIES))


def run(*arguments, **environment):
    """Run a Python module or script of .venv; return its exit code."""
    return subprocess.call(_command(arguments), env=dict(os.environ, **environment))


def start(*arguments, output=None, **environment):
    """Start it in parallel; return the process, which the caller must end.

    Its output goes to the file `output`, if one is given.
    """
    return subprocess.Popen(
        _command(arguments),
        env=dict(os.environ, **environment),
        stdout=output,
        stderr=output,
    )


def output_of(*arguments):
    """Run it; return its exit code and its output."""
    done = subprocess.run(
        _command(arguments), stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout


def must_succeed(*arguments):
    """Run it, showing only its error messages; stop if it fails."""
    code = subprocess.call(_command(arguments), stdout=subprocess.DEVNULL)
    if code:
        sys.exit(code)


def must_run(*arguments, **environment):
    """Run it, and stop if it fails; it has already said why."""
    code = run(*arguments, **environment)
    if code:
        sys.exit(code)


def missing_pdf_libraries():
    """A sentence that says what to install for PDF files, or None."""
    if all(any(map(_can_open, names)) for names in PDF_LIBRARIES):
        return None
    advice = {
        "Darwin": "brew install pango",
        "Windows": "see https://doc.courtbouillon.org/weasyprint/stable/first_steps.html",
    }.get(platform.system())
    if advice is None and shutil.which("dnf"):
        advice = "sudo dnf install pango"
    if advice is None:
        advice = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    return "PDF files need the Pango library, which is missing here: " + advice


def _command(arguments):
    return [str(PYTHON)] + [str(argument) for argument in arguments]


def _speak_utf8():
    """Print UTF-8 whatever the terminal declares, here and in child processes."""
    os.environ.setdefault("PYTHONUTF8", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _make_venv():
    if PYTHON.exists() and version_of(PYTHON) >= OLDEST_PYTHON:
        return
    python = _find_python()
    say("Making a Python environment in .venv…")
    # --clear also repairs one whose Python was removed or upgraded.
    if subprocess.call([python, "-m", "venv", "--clear", str(VENV)]):
        stop(
            "Python could not make an environment in .venv. On Debian and Ubuntu, "
            "install its module for this: sudo apt install python3-venv"
        )


def _find_python():
    for name in (sys.executable,) + OTHER_PYTHONS:
        path = shutil.which(name) if name else None
        if path and version_of(path) >= OLDEST_PYTHON:
            return path
    return stop(
        "DMP Studio needs Python 3.11 or newer; this is Python {}.{}. "
        "Install it from https://www.python.org/downloads/ or your system’s packages, "
        "then type the command again.".format(*sys.version_info[:2])
    )


def version_of(python):
    """(major, minor) of this Python; (0, 0) if it does not run."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.check_output(
            [str(python), "-c", code], stderr=subprocess.DEVNULL
        )
        return tuple(int(number) for number in answer.split())
    except (OSError, subprocess.SubprocessError, ValueError):
        return (0, 0)


def _install(requirements):
    """Install when the requirements, or the Python, changed since last time."""
    stamp = VENV / (requirements.stem + ".installed")
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing what {} lists (a minute or two, once)…".format(requirements.name))
    code = run(
        "-m", "pip", "install", "-qq", "--disable-pip-version-check",
        "--no-input", "--require-hashes", "--requirement", requirements,
    )  # fmt: skip
    if code:
        stop(
            "The packages could not be installed; pip said why above. Without a "
            "connection to a Python package index, nothing can be installed."
        )
    stamp.write_text(wanted)


def _fingerprint():
    """A digest that changes with any requirements file and with the Python of .venv."""
    digest = hashlib.sha256(repr(version_of(PYTHON)).encode())
    for path in sorted(ROOT.glob("requirements*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _can_open(library):
    paths = [library, str(HOMEBREW_LIBRARIES / library)]
    for path in paths:
        try:
            ctypes.CDLL(path)
        except OSError:
            continue
        return True
    return False


if __name__ == "__main__":
    prepare("requirements-dev.txt")
