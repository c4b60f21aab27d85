"""The endpoints for scripts: every outcome has its status, and all is JSON."""

import hashlib
import json
import uuid

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from questionnaire.actions.projects.projects import finish_plan
from questionnaire.models import (
    AnswerVersion,
    Draft,
    Membership,
    RecoveredDraft,
)
from questionnaire.vocabulary import Role
from tests.questions import page_address


@pytest.fixture
def url(project):
    return page_address("draft", project, "1.1")


@pytest.fixture
def body(people):
    """A function that makes the JSON that the page sends."""

    def write(html="<p>Half</p>", **changes):
        return {
            "save_id": str(uuid.uuid4()),
            "base": 0,
            "revision": 0,
            "language": "fr",
            "user": people.amina.pk,
            "fields": {"part_answer-html": html},
            **changes,
        }

    return write


def send(client, url, data, **headers):
    return client.post(
        url,
        data,
        content_type="application/json",
        headers={"Accept": "application/json", **headers},
    )


def check(response, status, error=None):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    assert response.json().get("error") == error


def test_an_autosave_is_confirmed_with_its_digest_and_content(as_amina, url, body):
    sent = json.dumps(body())
    response = send(as_amina, url, sent)

    check(response, 200)
    reply = response.json()
    assert (reply["revision"], reply["base"]) == (1, 0)
    assert reply["received"] == hashlib.sha256(sent.encode()).hexdigest()
    assert reply["digest"] == Draft.objects.get().content_digest


def test_visitors_get_401_and_never_a_page(client, url, body):
    check(send(client, url, body()), 401, "signed_out")


def test_text_of_somebody_else_is_not_taken(as_amina, people, url, body):
    check(send(as_amina, url, body(user=people.paul.pk)), 401, "signed_out")
    assert not Draft.objects.exists()


def test_a_stale_token_gets_403_and_a_fresh_one_from_the_session(people, url, body):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.amina)
    check(send(client, url, body()), 403, "csrf_failure")

    session = client.get("/fr/session/").json()
    assert (session["signed_in"], session["user"]) == (True, people.amina.pk)
    check(send(client, url, body(), **{"X-CSRFToken": session["csrf"]}), 200)


def test_a_viewer_gets_403(client, people, project, url, body):
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    client.force_login(people.paul)
    response = send(client, url, body(user=people.paul.pk))

    check(response, 403, "permission_denied")


def test_a_stranger_gets_404(client, people, url, body):
    client.force_login(people.omar)
    check(send(client, url, body(user=people.omar.pk)), 404, "page_not_found")


def test_a_window_left_behind_gets_409_with_the_other_text(as_amina, url, body):
    send(as_amina, url, body("<p>First</p>"))
    response = send(as_amina, url, body("<p>Second</p>"))

    check(response, 409, "newer_text")
    assert response.json()["content"] == {"answer": "<p>First</p>"}


def test_a_finished_plan_gets_409_in_words(as_amina, people, project, url, body):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    response = send(as_amina, url, body())

    check(response, 409, "wrong_state")
    assert "finished" in response.json()["message"]


def test_a_body_beyond_five_megabytes_gets_413(as_amina, url, body):
    check(send(as_amina, url, body("x" * 5_300_000)), 413, "too_long")


@pytest.mark.parametrize(
    "sent",
    [
        "not JSON",
        "[]",
        "[" * 100_000,
        '{"base": ' + "9" * 5_000 + "}",
        b"\xff\xfe",
        '{"fields": {"part_answer-html": 3}}',
        '{"fields": []}',
    ],
)
def test_malformed_requests_get_422(as_amina, url, sent):
    check(send(as_amina, url, sent), 422, "unreadable")


@pytest.mark.parametrize(
    "changes",
    [
        {"save_id": "x"},
        {"base": -1},
        {"base": "first"},
        {"language": "de"},
        {"language": []},
        {"revision": 10**12},
        {"fields": {"part_answer-html": "a\0b"}},
        {"fields": {"part_answer-html": "a\ud800b"}},
        {"fields": {"part_answer-html": "x" * 1_000_001}},
    ],
)
def test_text_that_cannot_be_stored_gets_422_in_words(as_amina, url, body, changes):
    response = send(as_amina, url, json.dumps(body(**changes)))

    check(response, 422, "invalid")
    assert response.json()["message"]
    assert not Draft.objects.exists()


def test_a_save_reused_for_another_text_gets_422(as_amina, url, body):
    save_id = str(uuid.uuid4())
    check(send(as_amina, url, body(save_id=save_id)), 200)
    again = send(as_amina, url, body("<p>Other</p>", save_id=save_id))

    check(again, 422, "save_id_reused")


def test_a_database_that_is_down_gets_503(as_amina, url, body, monkeypatch):
    def fail(*arguments):
        raise OperationalError

    monkeypatch.setattr("questionnaire.views.answering.drafts.save_draft", fail)
    response = send(as_amina, url, body())

    check(response, 503, "database_down")
    assert response.headers["Retry-After"] == "5"


def test_a_million_accents_are_kept(as_amina, url, body):
    html = f"<p>{'é' * 999_000}</p>"

    check(send(as_amina, url, json.dumps(body(html), ensure_ascii=False)), 200)
    assert Draft.objects.get().content == {"answer": html}


def test_a_version_is_made_without_leaving_the_page(as_amina, project, url, body):
    send(as_amina, url, body())
    save = page_address("save", project, "1.1")
    response = send(
        as_amina, save, body("<p>Whole</p>", revision=1, note="Before Monday")
    )

    check(response, 200)
    assert response.json()["base"] == 1
    assert AnswerVersion.objects.get().note == "Before Monday"
    assert not Draft.objects.exists()
    check(send(as_amina, save, body("<p>Late</p>")), 409, "newer_text")


def test_the_question_opens_with_the_draft_and_says_so(as_amina, project, url, body):
    send(as_amina, url, body("<p>Half written</p>"))
    page = as_amina.get(page_address("question", project, "1.1") + "?in=fr")

    assert "Half written" in page.content.decode()
    assert "This is your draft of" in page.content.decode()
    assert page.context["form"]["revision"].value() == 1


def test_a_draft_is_seen_by_its_author_alone(as_amina, people, project, url, body):
    send(as_amina, url, body("<p>Private</p>"))
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    as_amina.force_login(people.paul)

    for name in ("question", "versions"):
        page = as_amina.get(page_address(name, project, "1.1"))
        assert "Private" not in page.content.decode()


def test_leaving_a_draft_goes_back_to_the_version_and_keeps_the_text(
    as_amina, project, url, body, answer
):
    answer("1.1", "<p>Version.</p>")
    send(as_amina, url, body("<p>Half</p>", base=1))
    leave = page_address("draft_leave", project, "1.1")
    page = as_amina.post(leave, {"language": "fr"}, follow=True).content.decode()

    assert "Version." in page
    assert "Half" not in page
    assert "Half" in as_amina.get(reverse("recovered")).content.decode()


def test_recovered_text_is_restored_by_its_author_alone(
    as_amina, people, project, url, body
):
    stash = page_address("draft_stash", project, "1.1")
    check(send(as_amina, stash, body("<p>Found</p>", typed_at=1_700_000_000_000)), 200)
    kept = RecoveredDraft.objects.get()
    assert kept.typed_at.year == 2023
    restore = reverse("recovered_restore", args=[project.pk, kept.pk])
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)

    as_amina.force_login(people.paul)
    assert as_amina.post(restore).status_code == 404
    as_amina.force_login(people.amina)
    assert as_amina.post(restore).status_code == 302
    assert AnswerVersion.objects.get().content == {"answer": "<p>Found</p>"}


def test_two_versions_are_combined_where_only_one_side_changed(
    as_amina, project, answer
):
    answer("1.1", "<p>One.</p><p>Two.</p>")
    answer("1.1", "<p>One, saved.</p><p>Two.</p>", base=1)
    data = {
        "part_answer-html": "<p>One.</p><p>Two, mine.</p>",
        "save_id": str(uuid.uuid4()),
        "base": 1,
        "language": "fr",
    }
    page = as_amina.post(page_address("two_versions", project, "1.1"), data)

    assert page.context["was_combined"]
    result = page.context["result"]["part_answer"].value()
    assert result == "<p>One, saved.</p><p>Two, mine.</p>"


def test_two_versions_work_as_a_plain_form(as_amina, project, answer):
    answer("1.1", "<p>Saved.</p>")
    url = page_address("two_versions", project, "1.1")
    data = {
        "part_answer-html": "<p>Mine.</p>",
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "language": "fr",
    }
    rows = as_amina.post(url, data).context["parts"][0].rows
    choices = {row.name: "both" for row in rows}
    page = as_amina.post(url, {**data, **choices, "decision": "combine"})
    result = page.context["result"]
    assert result["part_answer"].value() == "<p>Saved.</p><p>Mine.</p>"

    decided = {
        **data,
        "decision": "result",
        "compared": page.context["saved"].content_digest,
        "result-part_answer-html": result["part_answer"].value(),
        "result-save_id": str(uuid.uuid4()),
        "result-base": 0,
        "result-language": "fr",
    }
    assert as_amina.post(url, decided).status_code == 302
    assert [version.content["answer"] for version in AnswerVersion.objects.all()] == [
        "<p>Saved.</p><p>Mine.</p>",
        "<p>Mine.</p>",
        "<p>Saved.</p>",
    ]


def test_a_reply_says_whether_a_version_has_the_note(as_amina, project):
    address = page_address("save", project, "1.1")
    sent = {
        "save_id": str(uuid.uuid4()),
        "base": 0,
        "revision": 0,
        "language": "fr",
        "user": int(as_amina.session["_auth_user_id"]),
        "fields": {"part_answer-html": "<p>Oui.</p>"},
        "note": "Relu.",
    }

    def reply(data):
        return as_amina.post(address, data, content_type="application/json").json()

    assert reply(sent)["has_note"] is True
    assert reply(sent)["has_note"] is True  # a retry
    again = {**sent, "save_id": str(uuid.uuid4()), "base": 1}
    assert reply({**again, "note": "Encore."})["has_note"] is False
