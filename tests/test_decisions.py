"""The records of decisions bear status and date, and their index tells the same."""

import re
from datetime import date

from django.conf import settings

FOLDER = settings.BASE_DIR / "docs/decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
# How a record begins: its title, then for example *Accepted, 2026-11-22.*
HEAD = re.compile(
    r"# (?P<number>\d+)\. (?P<title>.+)\n\n"
    r"\*(?P<status>Accepted|Superseded by \d+), (?P<day>\d{4}-\d\d-\d\d)\.\*\n"
)


def head(record):
    match = HEAD.match(record.read_text())
    assert match, f"{record.name} does not begin with a title, a status and a date"
    return match


def test_every_record_begins_with_its_number_status_and_date():
    for record in RECORDS:
        date.fromisoformat(head(record)["day"])
        assert record.name.startswith(f"{int(head(record)['number']):04}-")


def test_no_two_records_have_the_same_number():
    numbers = [head(record)["number"] for record in RECORDS]
    assert len(set(numbers)) == len(RECORDS)


def test_the_index_tells_what_the_records_tell():
    rows = [
        "| {number} | [{title}]({name}) | {status} | {day} |".format(
            name=record.name, **head(record).groupdict()
        )
        for record in RECORDS
    ]
    lines = (FOLDER / "README.md").read_text().splitlines()
    assert [line for line in lines if re.match(r"\| \d", line)] == rows
