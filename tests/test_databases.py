"""The run tests the database that it says it tests."""

import os

import pytest
from django.db import connections

from questionnaire.models import User
from tests.conftest import empty_tables, template_models


@pytest.mark.django_db
def test_the_run_uses_the_database_it_was_asked_for():
    assert connections["default"].vendor == os.environ["TEST_DATABASE"]


def test_the_reader_sees_what_a_test_has_not_committed(people):
    assert User.objects.using("reader").count() == 4


def test_the_live_servers_tables_are_emptied_afterwards(transactional_db, people):
    assert User.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_nothing_behind():
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_shipped_template_whole(template):
    before = {model: list(model.objects.values()) for model in template_models()}
    empty_tables(None)

    for model, rows in before.items():
        assert rows, model
        assert list(model.objects.values()) == rows


@pytest.mark.django_db
def test_pages_wait_no_longer_for_a_query_than_before_the_migrations():
    """While they run, there is no such limit (see apps.py)."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no limit of its own")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("15s",)
