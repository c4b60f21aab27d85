"""Run the tests in a browser, on SQLite and on PostgreSQL, and report the results.

The tests on PostgreSQL run in parallel with the two others; their output is shown at
the end. Arguments are passed to pytest: make test ARGS="-k export". Without any, the
coverage of the run on SQLite is measured; pyproject.toml sets its minimum.
"""

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import environment
from environment import must_run, output_of, run, say, start, stop

PASSED = 0
# pytest's exit code when an expression selects no test at all.
NOTHING_SELECTED = 5
# tests/postgresql_plugin.py: no PostgreSQL could be found.
NOT_TESTED = 69
VERDICTS = {
    PASSED: "passed",
    NOTHING_SELECTED: "no test selected",
    NOT_TESTED: "NOT TESTED",
}

RUNS = ("Browser", "SQLite", "PostgreSQL")

# Work stealing keeps all processes busy to the end, even if the last tests are long.
PYTEST = ("-m", "pytest", "-q", "--dist", "worksteal")
ON_SQLITE = PYTEST + ("-n", "auto", "--database", "sqlite")
# Half of the cores, because it has as much time as the two others together. The cache
# of failed tests must not be shared with them.
ON_POSTGRESQL = PYTEST + (
    "-n", str(max(1, (os.cpu_count() or 1) // 2)), "--database", "postgresql",
    "-o", "cache_dir=.pytest_cache/postgresql",
)  # fmt: skip
IN_BROWSER = ("-m", "browser")
# What the browser shows does not depend on the database.
NOT_IN_BROWSER = ("-m", "not browser")
MEASURED = ("--cov", "--cov-report=", "--cov-fail-under=0")

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

    with tempfile.TemporaryDirectory() as folder:
        results = {name: Path(folder, name + ".xml") for name in RUNS}
        browser, sqlite, postgresql = (
            ("--junit-xml", str(results[name]), *arguments) for name in RUNS
        )
        with _beside(*ON_POSTGRESQL, *NOT_IN_BROWSER, *postgresql) as on_postgresql:
            codes = {
                "Browser": _test_in_browser(browser),
                "SQLite": _test_on_sqlite(sqlite, measured=not arguments),
                "PostgreSQL": _waited_for(on_postgresql),
            }
        failures = {name: _failures(path) for name, path in results.items()}
    # Some of the tests cover some of the code: only all of them tell.
    if not arguments and codes["SQLite"] == PASSED:
        codes["Coverage"] = _judge_coverage()

    say("\n" + "=" * 72)
    for name, code in codes.items():
        say(name + ": " + VERDICTS.get(code, "FAILED"))
        for failure in failures.get(name, ()):
            say("  " + failure)
    if codes["PostgreSQL"] == NOT_TESTED:
        say("ONLY SQLITE WAS TESTED: no PostgreSQL could be started (see above).")
    if codes["Browser"] == NOT_TESTED:
        say("NO BROWSER WAS TESTED: install Chromium, as sudo apt install chromium")
    say("=" * 72)
    return 0 if set(codes.values()) <= set(VERDICTS) else 1


@contextmanager
def _beside(*command):
    """Run a command in parallel; show its output at the end."""
    with tempfile.TemporaryFile() as output:
        process = start(*command, output=output)
        try:
            yield process
        finally:
            # Ctrl+C reached it, too, and it must stop its server.
            process.wait()
            say("\nTests on PostgreSQL, which ran beside:")
            output.seek(0)
            shutil.copyfileobj(output, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _test_in_browser(arguments):
    if not _has_chromium():
        return NOT_TESTED
    say("\nTests in a browser, on SQLite:")
    return run(*ON_SQLITE, *IN_BROWSER, *arguments)


def _test_on_sqlite(arguments, measured):
    say("\nTests on SQLite:")
    coverage = MEASURED if measured else ()
    return run(*ON_SQLITE, *NOT_IN_BROWSER, *coverage, *arguments)


def _waited_for(process):
    say("\nWaiting for the tests on PostgreSQL…")
    return process.wait()


def _failures(path):
    """The names of the tests that failed, each with the first line of why.

    They are repeated at the end: the output of a whole run is long, and is often cut.
    """
    if not path.exists():
        return []
    return [
        f"{case.get('classname')}::{case.get('name')}: {lines[0] if lines else ''}"
        for case in ElementTree.parse(path).iter("testcase")  # noqa: S314 - our own
        for problem in (*case.findall("failure"), *case.findall("error"))
        for lines in [problem.get("message", "").splitlines()]
    ]


def _judge_coverage():
    """Report the coverage and, if it is too low, what was not covered."""
    code, report = output_of("-m", "coverage", "report", "--skip-covered")
    lines = report.splitlines()
    total = next(line.split()[-1] for line in lines if line.startswith("TOTAL"))
    say("\nCoverage of lines and branches on SQLite: " + total)
    if code:
        say(report)
    return code


def _has_chromium():
    """Whether there is a browser: the system's, Playwright's, or one installed now."""
    if SYSTEM_CHROMIUM.exists() or _has_own_chromium():
        return True
    say("No Chromium here: asking Playwright for one…")
    return run("-m", "playwright", "install", "chromium") == 0 and _has_own_chromium()


def _has_own_chromium():
    code, path = output_of("-c", FIND_CHROMIUM)
    return code == 0 and Path(path.strip()).exists()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
