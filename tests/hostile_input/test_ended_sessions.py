"""The forms of rarer states, sent after the session has ended: they do the same.

Those of the demonstration are walked in tests/test_every_form_signed_out.py; these are
the ones that it has no state for.
"""

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.form_pages import PageForm
from tests.hostile_input.site import addresses, sites_forms
from tests.hostile_input.test_every_form import RARER
from tests.test_every_form_signed_out import ELSEWHERE, fault_of

PASSWORD = "correct horse"  # noqa: S105: that of the people of the tests
FILLED = {"json": "[]", "textarea": "Mots de rivière"}
# Its page itself asks a visitor to sign in, and what it takes has no words.
ASKS_ITSELF = {"invitation"}
# They have a button only, on rows that are made in tests of their own.
WITHOUT_A_WORD = {
    "bulk_export_cancel",
    "bulk_export_retry",
    "desk_deposit_withdraw",
    "form_draft_restore",
}
# A page of everybody’s that has a form, and so a token.
ANY_PAGE = "/en/account/profile/"


def forms_of_rarer_states(world):
    """[(PageForm, whose, what brings about its state)] of the addresses ELSEWHERE."""
    found, places = {}, addresses(world)
    for form in sites_forms(world):
        if form.method == "POST" and form.name in ELSEWHERE:
            sent = {}
            for name, value in form.data:
                sent.setdefault(name, []).append(value)
            found[form.name] = form.address, sent, form.person, form.prepare
    for name, (person, kinds) in RARER.items():
        sent = {each: [FILLED.get(kind, "1")] for each, kind in kinds.items()}
        found.setdefault(name, (places[name], sent, person, lambda: None))
    for name in ELSEWHERE - found.keys():
        found[name] = places.get(name), {}, "amina", lambda: None
    for name, (address, sent, person, prepare) in found.items():
        if name in ELSEWHERE - ASKS_ITSELF and address:
            action = address.partition("?")[0].replace("/fr/", "/en/", 1)
            yield name, PageForm(ANY_PAGE, action, fields=sent), person, prepare


@pytest.mark.slow
def test_forms_of_rarer_states_do_the_same_through_an_ended_session(world, settings):
    limits = ("carried_form", "login", "login_failed", "manage_email")
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(limits)
    faults, seen = [], set()
    for name, form, person, prepare in forms_of_rarer_states(world):
        cache.clear()
        with transaction.atomic():
            prepare()
            fault = fault_of(form, world["people"][person].email, PASSWORD)
            transaction.set_rollback(True)
        seen.add(name)
        if fault:
            faults.append((name, fault))

    assert faults == []
    assert ELSEWHERE - seen == ASKS_ITSELF | WITHOUT_A_WORD
