"""A database that cannot tell letters apart is refused before anything is in it."""

from contextlib import closing
from urllib.parse import urlsplit

import psycopg2

from tests.operation.own_production import OwnProduction


def test_a_database_that_is_not_in_unicode_is_refused(server, tmp_path):
    with closing(psycopg2.connect(server.url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(
            "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
        )
    url = urlsplit(server.url)._replace(path="/ascii").geturl()
    site = OwnProduction(tmp_path, DATABASE_URL=url)

    for command in (["migrate"], ["check", "--database", "default"]):
        refused = site.manage(*command)
        assert refused.returncode != 0
        assert "questionnaire.E003" in refused.stderr
        assert "is in SQL_ASCII, not in UTF8" in refused.stderr
        assert "createdb --encoding UTF8" in refused.stderr
