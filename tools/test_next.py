"""Run the tests on the newest Python here and the newest Django 6, to look ahead.

Uses a separate environment, .venv-next, with the newest versions that the
requirements*.in files allow; the site itself stays on the locked ones. Only SQLite
is used. Arguments go to pytest: make test-next ARGS="-m 'not browser'".
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import environment
from environment import ROOT, say, stop

VENV = ROOT / ".venv-next"
PYTHON = environment.python_of(VENV)
NEXT_DJANGO = "Django>=6,<7"

WHAT_IS_TESTED = (
    "import platform, django;"
    "print('Python', platform.python_version(), 'with Django', django.__version__)"
)


def main(arguments):
    os.chdir(str(ROOT))
    _make_venv()
    say("Installing the newest of everything…")
    if not _install():
        stop("Not all of it goes with {}; pip said why above.".format(NEXT_DJANGO))
    _run("-c", WHAT_IS_TESTED)
    return _run("-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *arguments)


def _make_venv():
    newest = max(_pythons(), key=environment.version_of)
    if environment.version_of(PYTHON) == environment.version_of(newest):
        return
    if subprocess.call([newest, "-m", "venv", "--clear", str(VENV)]):
        stop("{} could not make an environment in {}.".format(newest, VENV.name))


def _pythons():
    """The Python that runs this, the versioned ones on PATH, and pyenv's."""
    names = ["python3.{}".format(minor) for minor in range(11, 30)]
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    return [
        sys.executable,
        *filter(None, map(shutil.which, names)),
        *map(str, pyenv.glob("versions/3.*/bin/python3")),
    ]


def _install():
    """Install; return whether pip found compatible versions."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("\n".join(_requirements()), encoding="utf-8")
        code = _run(
            "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input",
            "--upgrade", "--upgrade-strategy", "eager", "--requirement", wanted,
        )  # fmt: skip
    return code == 0


def _requirements():
    """The requirements of the .in files, with the next Django instead of ours."""
    yield NEXT_DJANGO
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith(("#", "-r ", "-c ", "Django>")):
                yield line


def _run(*arguments):
    return subprocess.call([str(PYTHON)] + [str(argument) for argument in arguments])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
