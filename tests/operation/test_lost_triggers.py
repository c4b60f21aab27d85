"""A database that lost its guards is repaired by the command that its check names."""

import re

import pytest

from questionnaire.append_only import table_names
from tests.operation.conftest import execute

CHECK = ("check", "--database", "default")
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal",
}


@pytest.fixture(params=TRIGGERS)
def database(request):
    """(a site in production, the query of its triggers)."""
    site = request.getfixturevalue(f"{request.param}_site")
    return site, TRIGGERS[request.param]


@pytest.mark.parametrize("lost", ["one", "all"])
def test_the_command_that_the_check_names_repairs_the_database(database, lost):
    site, query = database
    whole = set(execute(site, query))
    dropped = sorted(whole) if lost == "all" else sorted(whole)[:1]
    on = " ON {}" if site.environment["DATABASE_URL"] else ""
    execute(
        site, *(f"DROP TRIGGER {name}{on.format(table)}" for table, name in dropped)
    )

    refused = site.manage(*CHECK)
    assert refused.returncode != 0
    assert "questionnaire.E001" in refused.stderr
    [command] = set(re.findall(r"Run `manage\.py (\w+)`", refused.stderr))

    repaired = site.manage(command)
    assert repaired.returncode == 0, repaired.stderr
    assert set(execute(site, query)) == whole
    assert {table for table, _name in whole} >= set(table_names())
    assert site.manage(*CHECK).returncode == 0
