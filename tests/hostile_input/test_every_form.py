"""Every field of every form, sent what no browser of ours would send.

The forms are found by opening the pages of the site, so that a new field cannot
escape; that every address which takes a form was reached is a test as well.
"""

import time

import pytest

from tests.hostile_input.site import (
    LINES,
    TEXTS,
    Form,
    addresses,
    client_of,
    first_of_each,
    send,
    sites_forms,
)
from tests.hostile_input.values import HEAVY, STRANGE, TURNING, UNKEEPABLE, in_turn

# Addresses that take something else than a form; test_every_script_address.py.
OF_SCRIPTS = {"draft", "save", "draft_stash", "form_draft", "form_draft_stash"}
# Addresses whose forms have no field but the button, or need what takes long to make;
# what they take is a number, or is checked by a form that is reached elsewhere.
WITHOUT_A_FIELD = {
    "calendar_stop",
    "admin:person_reactivate",
    "comment_reopen",
    "comment_hide",
    "review_undo",
    "review_agree",
    "feedback_withdraw",
    "feedback_take",
    "project_restore",
    "project_unarchive",
    "invitation",
    "numbered_question",
    "account_set_password",
}
# A section saves the answers that it can; an administrator's look is recorded.
WRITE_SOMETHING = {"section", "admin:project_institution"}
# Of a processor; generous, as several tests share it.
MOST_SECONDS = 3
# Forms that only a rarer state offers: {name: (whose, {field: kind})}.
RARER = {
    "feedback_give": ("louise", {"reply": "textarea"}),
    "template_move": ("amina", {"template": "hidden", "seen": "hidden"}),
    "two_versions": ("amina", {"part_datasets": "json", "prefix": "hidden"}),
    "translation_confirm": ("amina", {"version": "hidden", "language": "hidden"}),
    "carried_forms": ("amina", {"discard": "hidden"}),
    "wording_fits": ("amina", {}),
    "unit_check": ("amina", {"choice": "hidden"}),
    "draft_send": ("amina", {"language": "hidden"}),
}


@pytest.fixture
def forms(world):
    found = sites_forms(world)
    places = addresses(world)
    for name, (person, kinds) in RARER.items():
        if name in places and name not in {each.name for each in found}:
            found.append(Form(person, "POST", places[name], name, kinds=kinds))
    return found


def fields(forms):
    """(form, name, kind) of every field, once the state that offers it is brought."""
    for form in forms:
        if form.name == "numbered_question":
            continue  # It sends the form on to `question`.
        form.prepare()
        for name, kind in first_of_each(form):
            yield form, name, kind


def is_failure(outcome):
    return outcome.response.status_code >= 500


def test_every_address_that_takes_a_form_is_reached(world, forms):
    reached = {form.name for form in forms if form.method == "POST"}
    client = client_of(world, "staff")
    takes = {
        name
        for name, address in addresses(world).items()
        if "POST" in client.generic("PROBE", address).get("Allow", "")
    }

    left = takes - reached - OF_SCRIPTS - WITHOUT_A_FIELD
    assert left == set()


@pytest.mark.slow
def test_what_cannot_be_stored_is_refused_in_words_and_given_back(world, forms):
    """Nothing is written, the character is named, and the words are still there."""
    faults = []
    for turn, (form, name, kind) in enumerate(fields(forms)):
        for hostile in in_turn(UNKEEPABLE + TURNING, turn):
            outcome = send(world, form, form.with_value(name, hostile.value))
            if is_failure(outcome):
                faults.append((str(form), name, hostile.name, "failed"))
            elif (
                kind not in TEXTS
                or form.name in RARER
                or (hostile.turns and not is_line(form, name))
            ):
                continue
            elif fault := not_refused(outcome, form, name, hostile):
                faults.append((str(form), name, hostile.name, fault))

    assert not faults, "\n".join(map(str, faults))


def is_line(form, name):
    """Whether it is a name or an address, which takes no control of direction."""
    return form.kinds[name] in LINES and ":" not in name


def not_refused(outcome, form, name, hostile):
    """What is wrong with the refusal of a character; "" if nothing."""
    if outcome.writes and form.name not in WRITE_SOMETHING:
        return f"written: {outcome.writes[-1][:200]}"
    if hostile.sign not in outcome.text:
        return f"not named ({outcome.response.status_code})"
    gives_back = form.kinds[name] != "password" and form.method == "POST"
    if gives_back and "Gardez" not in outcome.text:
        return "the words are lost"
    return ""


@pytest.mark.slow
def test_what_is_too_large_is_refused_at_once(world, forms):
    """Each form once for each heavy value, in the field that takes the most."""
    faults = []
    for turn, form in enumerate(forms):
        form.prepare()
        kinds = {kind: name for name, kind in form.kinds.items()}
        heaviest = ("html", "textarea", "json", "text", "email", "password", "hidden")
        name = next((kinds[each] for each in heaviest if each in kinds), None)
        if form.method == "GET" or name is None:
            continue
        for hostile in in_turn(HEAVY, turn):
            began = time.process_time()
            outcome = send(world, form, form.with_value(name, hostile.value))
            took = time.process_time() - began
            status = outcome.response.status_code
            if is_failure(outcome) or (status != 413 and hostile is HEAVY[-1]):
                faults.append((str(form), name, hostile.name, status))
            if took > MOST_SECONDS:
                faults.append((str(form), name, hostile.name, f"{took} s"))

    assert not faults, "\n".join(map(str, faults))


@pytest.mark.slow
def test_no_strange_value_makes_the_site_fail(world, forms):
    faults = [
        (str(form), name, hostile.name)
        for turn, (form, name, _kind) in enumerate(fields(forms))
        for hostile in in_turn(STRANGE, turn)
        if is_failure(send(world, form, form.with_value(name, hostile.value)))
    ]

    assert not faults, "\n".join(map(str, faults))
