"""What a form that waits to be sent says: each address that takes one has its words."""

from questionnaire.views.site.carried_actions import ACTIONS
from tests.test_addresses import ADDRESSES, address_of, administrator  # noqa: F401

# Signing in, up and out, and whatever has a password: never carried.
NEVER = {
    "account_change_password",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_delete",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_set_password",
    "account_signup",
    "start",
}


def test_every_address_that_takes_forms_says_in_words_what_they_do(
    address_of,  # noqa: F811
    administrator,  # noqa: F811
    client,
):
    client.force_login(administrator)
    silent = []
    for name in ADDRESSES:
        response = client.generic("PROBE", address_of(name))
        takes_forms = "POST" in response.get("Allow", "")
        if takes_forms and name not in NEVER | set(ACTIONS) | {"carried_forms"}:
            silent.append(name)

    assert silent == []


def test_no_words_are_kept_for_an_address_that_is_gone():
    assert set(ACTIONS) - set(ADDRESSES) == set()
