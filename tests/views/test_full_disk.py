"""A full disk: nothing is half written, the error is explained, no restart needed."""

import uuid

import pytest
from django.db import connection
from django.test import Client

from questionnaire.models import AnswerVersion, Event
from tests.questions import page_address

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="only SQLite can be limited in size"
    ),
]


@pytest.fixture
def fill_disk():
    """A function that forbids the database to grow, or allows it again."""

    def pragma(name, value=None):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}" + (f" = {value}" if value else ""))
            return cursor.fetchone()[0]

    usual = pragma("max_page_count")
    with connection.cursor() as cursor:
        # Pages that earlier tests left free would still take text in.
        cursor.execute("VACUUM")

    def fill(is_full=True):
        pragma("max_page_count", pragma("page_count") if is_full else usual)

    yield fill
    fill(is_full=False)


def test_a_full_disk_stores_nothing_half_and_is_forgotten(project, people, fill_disk):
    client = Client(raise_request_exception=False)
    client.force_login(people.amina)
    url = page_address("question", project, "1.1")
    save = {
        "part_answer-html": f"<p>{'Borealis. ' * 20_000}</p>",
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "language": "fr",
    }
    before = Event.objects.count()

    fill_disk()
    refused = client.post(url, save)

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert not AnswerVersion.objects.exists()
    assert Event.objects.count() == before

    fill_disk(is_full=False)
    assert client.post(url, save).status_code == 302
    assert AnswerVersion.objects.get().save_id == uuid.UUID(save["save_id"])
