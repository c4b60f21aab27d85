"""Every value of every request that scripts send, of any type and with any character.

The addresses are those that answer scripts in JSON; a retry, a lost connection and the
like are tested beside their views.
"""

import json
import uuid

import pytest
from django.test import Client

from questionnaire.actions.drafts.form_drafts import FormPlace
from questionnaire.forms.drafts import sign_place
from questionnaire.models import AnswerVersion, Draft, FormDraft, RecoveredDraft
from questionnaire.vocabulary import FormName
from tests.hostile_input.site import addresses, client_of, undone
from tests.hostile_input.test_every_form import OF_SCRIPTS
from tests.hostile_input.values import HEAVY, STRANGE, UNKEEPABLE

JSON = {"content_type": "application/json", "headers": {"Accept": "application/json"}}
OTHER_TYPES = [None, True, 1.5, 7, -1, 10**18, [], ["Gardez"], {}, {"a": {"b": [1]}}]
TEXTS = [
    *("a\0b", "a\ud83db", "a\ufffeb", "a\ufffdb", "\ud800"),
    *(each.value for each in STRANGE),
]
# What no JSON library writes, yet a body may hold.
BODIES = {
    "broken UTF-8": b'{"fields": {"part_datasets": "Gardez\xff"}}',
    "nesting": b"[" * 200_000,
    "nested objects": b'{"a":' * 100_000,
    "NaN": b'{"base": NaN, "fields": {}}',
    "a huge integer": b'{"base": ' + b"9" * 6_000 + b', "fields": {}}',
    "nothing": b"",
    "UTF-16": '{"fields": {}}'.encode("utf-16"),
    "more than the site takes": b" " * 6_000_000,
}


def request_of(world):
    """What a page sends: all of it is right."""
    amina = world["people"]["amina"]
    place = FormPlace(amina.pk, FormName.COMMENT, "/projects/#comment", "/projects/")
    return {
        "form": sign_place(place),
        "save_id": str(uuid.uuid4()),
        "base": 2,
        "revision": 1,
        "language": "fr",
        "user": amina.pk,
        "note": "Une note",
        "follows": str(uuid.uuid4()),
        "typed_at": 1_790_000_000_000,
        "question": "datasets",
        "fields": {"part_datasets": '[{"dataset": "Gardez"}]'},
    }


@pytest.fixture
def sent(world):
    """A function that sends a body to an address of scripts, as Amina."""
    client = client_of(world, "amina")

    def send(name, body):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return undone(lambda: client.post(addresses(world)[name], body, **JSON))

    return send


@pytest.fixture(params=sorted(OF_SCRIPTS))
def name(request):
    return request.param


def is_an_answer(outcome):
    """Whether a script can tell from it what became of the text."""
    status = outcome.response.status_code
    if status == 200:
        return "received" in outcome.text
    error = json.loads(outcome.text)
    return status in (401, 409, 413, 422) and not outcome.writes and error["error"]


def test_what_a_page_sends_is_taken(sent, name, world):
    assert sent(name, request_of(world)).response.status_code == 200


def test_what_is_sent_after_the_session_ended_says_so_and_is_taken_later(
    sent, name, world
):
    address, body = addresses(world)[name], json.dumps(request_of(world))
    refused = undone(lambda: Client().post(address, body, **JSON))

    assert refused.response.status_code == 401
    assert json.loads(refused.text) == {"error": "signed_out"}
    assert refused.writes == []
    assert sent(name, body.encode()).response.status_code == 200


def test_what_is_sent_again_in_the_other_language_as_its_reply_was_lost_is_stored_once(
    name, world
):
    """The page was reloaded in the other language meanwhile, and sends it anew."""
    client, body = client_of(world, "amina"), json.dumps(request_of(world))
    address = addresses(world)[name]
    kept = (AnswerVersion, Draft, RecoveredDraft, FormDraft)

    def counts():
        return [model.objects.count() for model in kept]

    assert client.post(address, body, **JSON).status_code == 200
    once = counts()
    again = client.post(address.replace("/fr/", "/en/"), body, **JSON)

    assert "received" in again.content.decode()
    assert counts() == once


def test_any_value_of_any_type_gets_an_answer(sent, name, world):
    faults = []
    for field in [*request_of(world), "part_datasets", "part_other"]:
        for value in [*OTHER_TYPES, *TEXTS]:
            data = request_of(world)
            place = data["fields"] if field.startswith("part_") else data
            place[field] = value
            if not is_an_answer(outcome := sent(name, data)):
                faults.append((field, str(value)[:40], outcome.response.status_code))

    assert not faults, faults


@pytest.mark.parametrize("field", ["note", "part_datasets"])
@pytest.mark.parametrize("sign", ["\0", "\ud83d", "\ufffe", "\ufffd"])
def test_a_character_that_cannot_be_stored_is_named(sent, name, world, field, sign):
    data = request_of(world)
    if name.startswith("form_"):
        data["fields"] = {"body": f"Gardez{sign}"}
        field = "note"
    data["note"] = f"Gardez{sign}" if field == "note" else ""
    if field != "note":
        data["fields"][field] = json.dumps([{"dataset": f"Gardez{sign}"}])

    outcome = sent(name, data)

    assert outcome.response.status_code == 422
    assert f"U+{ord(sign):04X}" in json.loads(outcome.text)["message"]
    assert "caractère" in json.loads(outcome.text)["message"]
    assert outcome.writes == []


@pytest.mark.parametrize("value", [[], ["Gardez"], {"a": 1}, 7, True])
@pytest.mark.parametrize("name", ["draft", "save", "draft_stash"])
def test_a_note_of_another_type_is_not_saved_as_its_own_text(sent, name, world, value):
    outcome = sent(name, request_of(world) | {"note": value})

    assert outcome.response.status_code == 422
    assert json.loads(outcome.text)["error"] == "invalid"
    assert outcome.writes == []


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_such_request_gets_an_answer(sent, name, body):
    outcome = sent(name, body)

    assert outcome.response.status_code in (401, 413, 422)
    assert outcome.writes == []


def test_a_day_that_no_page_can_show_is_not_kept(sent, world, client):
    """The page of recovered drafts once failed for good with the year 1."""
    address = addresses(world)["draft_stash"]
    client.force_login(world["people"]["amina"])
    data = request_of(world) | {"typed_at": -62_135_596_800_000}
    client.post(address, json.dumps(data), **JSON)

    assert RecoveredDraft.objects.latest("pk").typed_at.year > 2000
    assert client.get(addresses(world)["recovered"]).status_code == 200


@pytest.mark.parametrize("hostile", [*UNKEEPABLE, *HEAVY], ids=lambda each: each.name)
def test_what_is_no_json_is_refused(sent, name, hostile):
    value = hostile.value
    body = value if isinstance(value, bytes) else value.encode()

    assert sent(name, body).response.status_code in (413, 422)
