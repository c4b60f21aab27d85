"""Run the tests on SQLite and on PostgreSQL, and say what was tested.

Arguments go to pytest: make test ARGS="-k export".
"""

import subprocess
import sys
from pathlib import Path

import environment
from environment import PYTHON, must_run, run, say, stop

# pytest's exit code when an expression selects no test at all.
NOTHING_SELECTED = 5
# tests/postgresql_plugin.py: no PostgreSQL could be had.
NO_POSTGRESQL = 69

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
FIND_CHROMIUM = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}


def main(arguments):
    environment.prepare("requirements-dev.txt")
    without_pdf = environment.missing_pdf_libraries()
    if without_pdf:
        stop(without_pdf)
    must_run("manage.py", "makemigrations", "--check", "--dry-run", **SETTINGS)
    has_browser = _has_chromium()
    selection = [] if has_browser else ["-m", "not browser"]

    say("\nTests on SQLite…")
    on_sqlite = _pytest("--database=sqlite", *selection, *arguments)
    say("\nTests on PostgreSQL…")
    # What the browser shows does not depend on the database.
    on_postgresql = _pytest("--database=postgresql", "-m", "not browser", *arguments)

    say("\n" + "=" * 72)
    say("SQLite: " + _verdict(on_sqlite))
    say("PostgreSQL: " + _verdict(on_postgresql))
    say("Browser: " + ("Chromium, with SQLite" if has_browser else "NOT TESTED"))
    if on_postgresql == NO_POSTGRESQL:
        say("ONLY SQLITE WAS TESTED: no PostgreSQL could be started (see above).")
    if not has_browser:
        say("NO BROWSER WAS TESTED: install Chromium, as sudo apt install chromium")
    say("=" * 72)
    return 1 if on_sqlite or on_postgresql not in (0, NO_POSTGRESQL) else 0


def _pytest(*arguments):
    code = run("-m", "pytest", "-q", "-n", "auto", *arguments)
    return 0 if code == NOTHING_SELECTED else code


def _verdict(code):
    return {0: "passed", NO_POSTGRESQL: "NOT TESTED"}.get(code, "FAILED")


def _has_chromium():
    """Whether a browser can be had: the system's, Playwright's, or one fetched now."""
    if SYSTEM_CHROMIUM.exists() or _has_own_chromium():
        return True
    say("No Chromium here: asking Playwright for one…")
    return run("-m", "playwright", "install", "chromium") == 0 and _has_own_chromium()


def _has_own_chromium():
    try:
        path = subprocess.check_output([str(PYTHON), "-c", FIND_CHROMIUM])
    except subprocess.SubprocessError:
        return False
    return Path(path.decode().strip()).exists()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
