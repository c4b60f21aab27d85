"""Databases of every earlier state of the code are brought up to date."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# In which other orders migrations were applied, while two branches were developed.
WITHOUT_CALENDAR = ["0005_template_moves", "0007_librarians", "0008_project_keys"]


@pytest.mark.parametrize("last", ["0007_librarians", "0008_project_keys"])
def test_a_database_that_skipped_the_calendar_at_first_is_consistent(monkeypatch, last):
    loader = MigrationLoader(None)
    known = [key for key in loader.graph.nodes if key[0] == "questionnaire"]
    until = WITHOUT_CALENDAR[: WITHOUT_CALENDAR.index(last) + 1]
    applied = {
        key: loader.graph.nodes[key]
        for key in loader.graph.nodes
        if key[0] != "questionnaire" or key[1] < "0005" or key[1] in until
    }
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: applied)

    loader.check_consistent_history(connection)

    assert ("questionnaire", "0006_calendar") in set(known) - applied.keys()
