"""Signing in, up and out, and the profile."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from questionnaire.models import Membership, User
from questionnaire.vocabulary import Role
from tests.questions import page_address

ADDRESS = re.compile(r"http://testserver(/\S+)")
PASSWORD = "correct horse"
NEW_PASSWORD = "battery staple here"


@pytest.fixture(autouse=True)
def _reset_rate_limits():
    """Clear allauth's rate limits."""
    cache.clear()


@pytest.fixture
def _mail_confirms_addresses(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def at(name, language="en", **kwargs):
    with translation.override(language):
        return reverse(name, kwargs=kwargs or None)


def sign_in(client, email, password=PASSWORD, **more):
    data = {"login": email, "password": password, **more}
    return client.post(at("account_login"), data)


def link_in(mail):
    return ADDRESS.search(mail.body).group(1)


# Arriving


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_site_greets_a_visitor_in_the_browser_s_language(client, language):
    response = client.get("/", headers={"Accept-Language": f"{language}-CA"})
    assert response.headers["Location"] == f"/{language}/"

    response = client.get(f"/{language}/")
    assert (
        response.headers["Location"] == f"/{language}/account/login/?next=/{language}/"
    )


def test_the_sign_in_page_takes_no_queries(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(at("account_login")).status_code == 200


def test_the_language_link_keeps_the_page_and_the_query(client, db):
    page = client.get("/fr/account/login/?next=/fr/help/").content.decode()

    # Where one goes on after signing in is in the language chosen, too.
    assert 'href="/en/account/login/?next=/en/help/" lang="en" hreflang="en"' in page


PAGES_FOR_VISITORS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
PAGES_FOR_PEOPLE = [
    "profile",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [*PAGES_FOR_VISITORS, *PAGES_FOR_PEOPLE])
def test_every_account_page_is_a_page_of_the_site(client, people, name, language):
    if name in PAGES_FOR_PEOPLE:
        client.force_login(people.amina)

    response = client.get(at(name, language))
    page = response.content.decode()

    assert response.status_code == 200
    assert f'<html lang="{language}-CA"' in page
    assert 'class="masthead"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "name", ["profile", "account_email", "account_change_password"]
)
def test_pages_of_an_account_are_for_its_owner(client, db, name):
    response = client.get(at(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(at("account_login"))


# Signing in


def test_a_person_signs_in_by_address_and_password(client, people):
    response = sign_in(client, "Amina@Example.org")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(people.amina.pk)


def test_a_first_sign_in_speaks_the_account_s_language(client, people):
    assert sign_in(client, "amina@example.org").headers["Location"] == "/fr/"


def test_a_refusal_does_not_reveal_whether_the_address_has_an_account(client, people):
    known = sign_in(client, "amina@example.org", "wrong password")
    unknown = sign_in(client, "nobody@example.org", "wrong password")

    assert (
        known.context["form"].non_field_errors()
        == unknown.context["form"].non_field_errors()
        == ["The address or the password is not right."]
    )


def test_guessing_is_slowed_down(client, people):
    for _try in range(5):
        sign_in(client, "amina@example.org", "wrong password")

    response = sign_in(client, "amina@example.org")

    assert "_auth_user_id" not in client.session
    [error] = response.context["form"].non_field_errors()
    assert error.startswith("Too many tries. Wait 5 minutes, or choose a new password")


def test_a_session_lasts_two_weeks(client, people):
    sign_in(client, "amina@example.org")

    assert client.session.get_expiry_age() == 60 * 60 * 24 * 14
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


def test_a_session_of_an_earlier_release_goes_on(client, people):
    client.force_login(people.amina, "questionnaire.accounts.StandingBackend")

    assert client.get(at("projects")).status_code == 200


def test_a_password_is_tried_once(client, people, monkeypatch):
    tried = []
    monkeypatch.setattr(User, "check_password", lambda self, password: tried.append(1))

    sign_in(client, people.amina.email, "not the password")

    assert tried == [1]


def test_on_a_shared_computer_the_session_ends_with_the_browser(client, people):
    sign_in(client, "amina@example.org", shared="on")

    assert client.session.get_expire_at_browser_close()
    assert not client.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_site(client, people, target):
    response = sign_in(client, "amina@example.org", next=target)

    assert response.headers["Location"] == "/fr/"


def test_signing_in_leads_where_one_was_going(client, people):
    response = sign_in(client, "amina@example.org", next="/fr/help/")

    assert response.headers["Location"] == "/fr/help/"


def test_a_closed_account_cannot_be_used(client, people):
    User.objects.filter(pk=people.amina.pk).update(is_active=False)

    sign_in(client, "amina@example.org")

    assert "_auth_user_id" not in client.session


def test_what_signed_in_people_see_is_not_cached(client, people):
    client.force_login(people.amina)

    assert "no-store" in client.get(at("help")).headers["Cache-Control"]


def test_a_link_to_sign_out_does_not_sign_out(client, people):
    client.force_login(people.amina)

    client.get(at("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(at("account_logout"))
    assert "_auth_user_id" not in client.session


# Signing up


def sign_up(client, email, language="en"):
    data = {"name": "Mei Chen", "email": email, "password1": PASSWORD}
    return client.post(at("account_signup", language), data)


def test_a_new_account_speaks_the_language_of_the_page(client, db):
    sign_up(client, "mei@example.org", language="fr")

    mei = User.objects.get(email="mei@example.org")
    assert (mei.name, mei.language) == ("Mei Chen", "fr")


def test_a_password_must_be_hard_to_guess(client, db):
    data = {"name": "Mei", "email": "mei@example.org", "password1": "password1234"}
    response = client.post(at("account_signup"), data)

    assert response.context["form"].errors.keys() == {"password1"}
    assert not User.objects.exists()


@pytest.mark.usefixtures("_mail_confirms_addresses")
def test_an_address_is_confirmed_before_the_first_sign_in(client, db, mailoutbox):
    sign_up(client, "mei@example.org")
    assert sign_in(client, "mei@example.org").headers["Location"] == at(
        "account_email_verification_sent"
    )

    page = client.get(link_in(mailoutbox[0]))
    assert page.context["can_confirm"]
    client.post(link_in(mailoutbox[0]))

    sign_in(client, "mei@example.org")
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("_mail_confirms_addresses")
def test_signing_up_does_not_reveal_whether_an_address_has_an_account(
    client, people, mailoutbox
):
    taken = sign_up(client, "amina@example.org")
    new = sign_up(client, "mei@example.org")

    assert taken.status_code == new.status_code == 302
    assert taken.headers["Location"] == new.headers["Location"]
    assert [mail.to for mail in mailoutbox] == [
        ["amina@example.org"],
        ["mei@example.org"],
    ]
    assert mailoutbox[0].subject == "Vous avez déjà un compte"  # Amina’s language
    assert User.objects.filter(email__iexact="amina@example.org").count() == 1


@pytest.fixture
def hashed(monkeypatch):
    """Every password that is hashed, which is what takes the time."""
    found = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt, *arguments):
        found.append(password)
        return encode(self, password, salt, *arguments)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return found


ASKS_WITH = {
    "signing up": sign_up,
    "signing in": lambda client, email: sign_in(client, email, "wrong password"),
    "a new password": lambda client, email: client.post(
        at("account_reset_password"), {"email": email}
    ),
}


@pytest.mark.usefixtures("_mail_confirms_addresses")
@pytest.mark.parametrize("ask", ASKS_WITH.values(), ids=ASKS_WITH)
def test_no_page_tells_by_its_time_or_words_whether_an_address_has_an_account(
    client, people, hashed, mailoutbox, ask
):
    answers = []
    for email in ("amina@example.org", "nobody@example.org"):
        hashed.clear()
        response = ask(client, email)
        words = re.sub(r'(value|nonce|content)="[^"]*"', "", response.content.decode())
        answers.append(
            (response.status_code, response.get("Location"), len(hashed), words)
        )

    assert answers[0] == answers[1]


# Passwords and addresses


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(
    client, people, mailoutbox
):
    client.post(at("account_reset_password"), {"email": "paul@example.org"})
    response = client.get(link_in(mailoutbox[0]), follow=True)
    where = response.redirect_chain[-1][0]
    client.post(where, {"password1": NEW_PASSWORD})

    sign_in(client, "paul@example.org", NEW_PASSWORD)
    assert client.session["_auth_user_id"] == str(people.paul.pk)


def test_a_password_reset_does_not_reveal_whether_an_address_has_an_account(
    client, people, mailoutbox
):
    known = client.post(at("account_reset_password"), {"email": "paul@example.org"})
    unknown = client.post(at("account_reset_password"), {"email": "no@example.org"})

    assert known.headers["Location"] == unknown.headers["Location"]
    assert mailoutbox[1].subject == "No account with this address"


def test_a_used_link_says_so_and_offers_another(client, db):
    page = client.get(
        at("account_reset_password_from_key", uidb36="1", key="abc-def")
    ).content.decode()

    assert "This link no longer works" in page
    assert at("account_reset_password") in page


def test_changing_the_password_keeps_the_session_and_sends_a_mail(
    client, people, mailoutbox
):
    client.force_login(people.paul)
    client.get(at("account_email"))  # makes the address known to allauth

    client.post(
        at("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD},
    )

    people.paul.refresh_from_db()
    assert people.paul.check_password(NEW_PASSWORD)
    assert client.get(at("profile")).status_code == 200
    assert [mail.subject for mail in mailoutbox] == ["Your password is changed"]


def change_address(client, email, password=PASSWORD):
    data = {"email": email, "password": password, "action_add": "1"}
    return client.post(at("account_email"), data)


@pytest.mark.parametrize("password", ["", "wrong password"])
def test_an_address_is_changed_with_the_password_only(
    client, people, mailoutbox, password
):
    """Or whoever finds a browser signed in could take the account over."""
    client.force_login(people.paul)

    response = change_address(client, "eve@example.org", password)

    assert response.context["form"].errors.keys() == {"password"}
    assert "eve@example.org" in response.content.decode()  # still in its field
    assert not mailoutbox
    assert not people.paul.emailaddress_set.filter(email="eve@example.org").exists()


def test_guessing_the_password_of_an_open_session_is_slowed_down(client, people):
    client.force_login(people.paul)
    for _try in range(5):
        change_address(client, "eve@example.org", "wrong password")

    response = change_address(client, "eve@example.org")

    assert response.status_code == 429
    assert not people.paul.emailaddress_set.filter(email="eve@example.org").exists()


def test_a_new_address_counts_once_it_is_confirmed(client, people, mailoutbox):
    client.force_login(people.paul)
    change_address(client, "paul@new.example.org")
    people.paul.refresh_from_db()
    assert people.paul.email == "paul@example.org"
    assert "paul@new.example.org" in client.get(at("account_email")).content.decode()

    client.post(link_in(mailoutbox[0]))

    people.paul.refresh_from_db()
    assert people.paul.email == "paul@new.example.org"


def test_an_address_that_nobody_confirmed_stays_the_account_s(client, people):
    client.force_login(people.paul)
    client.get(at("account_email"))
    [own] = people.paul.emailaddress_set.all()
    for address in ("first@example.org", "second@example.org"):
        change_address(client, address)
    client.post(
        at("account_email"), {"email": "paul@example.org", "action_remove": "1"}
    )

    people.paul.refresh_from_db()
    assert people.paul.email == "paul@example.org"
    own.refresh_from_db()  # the link that was sent for it still works
    waiting = people.paul.emailaddress_set.exclude(pk=own.pk)
    assert [each.email for each in waiting] == ["second@example.org"]


def test_nobody_takes_over_the_address_of_another_account(client, people, mailoutbox):
    client.force_login(people.paul)
    change_address(client, "amina@example.org")
    client.post(link_in(mailoutbox[0]))

    people.paul.refresh_from_db()
    assert people.paul.email == "paul@example.org"
    page = client.get(at("help")).content.decode()
    assert "it belongs to another account" in page


def test_a_mail_says_the_same_in_plain_text_and_in_html(client, people, mailoutbox):
    client.post(at("account_reset_password"), {"email": "paul@example.org"})

    [mail] = mailoutbox
    [html] = [part.content for part in mail.alternatives]
    assert f'<a href="http://testserver{link_in(mail)}"' in html
    assert "Follow this link to choose a new password." in mail.body
    assert "Follow this link to choose a new password." in html
    assert '<html lang="en-CA">' in html


def test_a_mail_speaks_the_reader_s_language(client, people, mailoutbox):
    client.post(at("account_reset_password"), {"email": "amina@example.org"})

    [html] = [part.content for part in mailoutbox[0].alternatives]
    assert '<html lang="fr-CA">' in html


# The profile


def profile_data(**changed):
    return {
        "name": "Paul Martin",
        "orcid": "0000000218250097",
        "institution_claimed": "Rivière University",
        "language": "en",
        "appearance": "dark",
        "mail_rhythm": "daily",
        **changed,
    }


def test_a_person_changes_the_profile(client, people):
    client.force_login(people.paul)

    response = client.post(at("profile"), profile_data(), follow=True)

    people.paul.refresh_from_db()
    assert people.paul.orcid == "0000-0002-1825-0097"
    page = response.content.decode()
    assert "Your profile is saved." in page
    assert '<html lang="en-CA" data-bs-theme="dark">' in page


def test_a_new_language_is_spoken_at_once(client, people):
    client.force_login(people.paul)

    response = client.post(at("profile"), profile_data(language="fr"))

    assert response.headers["Location"] == at("profile", "fr")


def test_a_page_read_in_the_other_language_stays_so(client, people):
    client.force_login(people.paul)

    response = client.post(at("profile", "fr"), profile_data())

    assert response.headers["Location"] == at("profile", "fr")


def test_a_refused_profile_comes_back_whole_and_changes_nothing(client, people):
    client.force_login(people.paul)

    response = client.post(at("profile"), profile_data(name="", orcid="12"))
    page = response.content.decode()

    assert response.status_code == 422
    assert "<title>Error: " in page
    assert '<a href="#id_name">Enter your name.</a>' in page
    assert 'value="12"' in page
    assert "Paul Martin" in page  # in the masthead, still
    people.paul.refresh_from_db()
    assert people.paul.institution_claimed == ""


def test_a_claimed_institution_gives_no_permission(client, people):
    client.force_login(people.omar)

    client.post(at("profile"), profile_data(institution_claimed="Rivière University"))

    assert not people.omar.institution_roles.exists()


# Shortcuts


def test_single_letter_shortcuts_can_be_turned_off(client, project, people, answer):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1")
    client.force_login(people.amina)
    pages = [
        reverse("review_queue", args=[project.pk]),
        page_address("review_question", project, "1.1"),
    ]
    for page in pages:
        assert "data-letter-keys" in client.get(page).content.decode()

    profile = {"name": "Amina", "language": "en", "mail_rhythm": "now"}
    client.post(reverse("profile"), {**profile, "appearance": "system"})
    for page in pages:
        assert "data-letter-keys" not in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_about_the_keyboard_lists_every_letter(client, db, language):
    page = client.get(at("keyboard", language)).content.decode()

    for letter in "jknparcgsu":
        assert f"<kbd>{letter}</kbd>" in page
    assert f"{at('profile', language)}#id_letter_keys" in page
