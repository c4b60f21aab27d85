"""How autosave handles each response; field, page and server are stubs."""

import json

import pytest

pytestmark = pytest.mark.urls("tests.browser.scripts.module_urls")

# An Autosave whose author changed “old” into “new”; `responses` are what the server
# answers, in turn. Returns the line's states, what was posted, and what is left over.
SAVE = """async ({ Autosave }, responses, kind) => {
  const shown = [];
  const posted = [];
  const field = {
    value: "old", key: "1", question: "q", language: "en", base: 3, revision: 0,
    addresses: { draft: "/draft/", version: "/version/" },
    text() { return this.value; },
    read() { return { part_a: this.value }; },
    normalized(content) { return content?.part_a ?? this.value; },
    showRevision() {}, showStored() {}, showStates() {},
  };
  const line = {
    state: "clean",
    show(state) { this.state = state; shown.push(state); },
    noteVersion() {},
  };
  const kept = new Set();
  const drafts = {
    async put({ key }) { kept.add(key); },
    async remove(key) { kept.delete(key); },
  };
  const session = {
    user: 7,
    async renew() { return true; },
    outlivesPage() { return true; },
    async post(address, data) {
      posted.push([address, data.fields.part_a, data.base, data.save_id]);
      return responses.shift();
    },
  };
  const save = new Autosave({ field, line, drafts, session });
  field.value = "new";
  const isSaved = await save.save(kind);
  clearTimeout(save.retryTimer);
  return { isSaved, shown, posted, kept: kept.size, isDirty: save.isDirty };
}"""
SAVED = {"status": 200, "reply": {"base": 3, "revision": 1}}


def save(run, *responses, kind="draft"):
    return run("drafts/autosave", SAVE, json.loads(json.dumps(responses)), kind)


@pytest.mark.parametrize(
    ("reply", "kind", "state"),
    [
        ({}, "draft", "drafted"),
        ({"is_version": True}, "draft", "saved"),
        ({"base": 4}, "version", "saved"),
    ],
)
def test_only_what_is_a_version_is_called_saved(run, reply, kind, state):
    saved = {"status": 200, "reply": SAVED["reply"] | reply}

    assert save(run, saved, kind=kind)["shown"] == ["saving", state]


def test_text_that_the_server_confirmed_is_forgotten_here(run):
    result = save(run, SAVED)

    assert result["isSaved"]
    assert result["shown"] == ["saving", "drafted"]
    assert [post[:3] for post in result["posted"]] == [["/draft/", "new", 3]]
    assert (result["kept"], result["isDirty"]) == (0, False)


@pytest.mark.parametrize(
    ("response", "state"),
    [
        ({"status": 0, "reply": {}}, "retrying"),
        ({"status": 503, "reply": {}}, "retrying"),
        ({"status": 401, "reply": {}}, "signed-out"),
        ({"status": 403, "reply": {"error": "forbidden"}}, "rejected"),
        ({"status": 404, "reply": {"error": "not_found"}}, "rejected"),
        ({"status": 422, "reply": {"message": "Too long."}}, "rejected"),
    ],
)
def test_text_that_the_server_did_not_confirm_stays_on_the_device(run, response, state):
    result = save(run, response)

    assert not result["isSaved"]
    assert result["shown"] == ["saving", state]
    assert (result["kept"], result["isDirty"]) == (1, True)


def test_a_stale_token_is_renewed_and_the_same_request_sent_again(run):
    result = save(run, {"status": 403, "reply": {"error": "csrf_failure"}}, SAVED)

    assert result["isSaved"]
    first, second = result["posted"]
    assert first == second


def test_a_conflict_with_a_text_of_this_window_is_resolved_at_once(run):
    reply = {"error": "newer_text", "content": {"part_a": "old"}, "base": 4}

    result = save(run, {"status": 409, "reply": {**reply, "revision": 2}}, SAVED)

    assert result["isSaved"]
    assert [post[2] for post in result["posted"]] == [3, 4]


def test_a_conflict_with_another_windows_text_is_left_to_the_author(run):
    reply = {"error": "newer_text", "content": {"part_a": "theirs"}, "base": 4}

    result = save(run, {"status": 409, "reply": reply})

    assert not result["isSaved"]
    assert result["shown"] == ["saving", "conflict"]
    assert result["kept"] == 1
