"""What account forms accept, and how they ask."""

import pytest
from django.contrib.auth.models import AnonymousUser

from questionnaire.forms.account import (
    ChangePasswordForm,
    ProfileForm,
    ResetPasswordKeyForm,
    SignInForm,
    SignUpForm,
)


def profile_data(user, **changed):
    return {
        "name": user.name,
        "orcid": "",
        "institution_claimed": "",
        "language": user.language,
        "appearance": "system",
        "mail_rhythm": "now",
        **changed,
    }


@pytest.mark.parametrize("form_class", [SignInForm, SignUpForm])
def test_no_label_hides_in_a_placeholder(form_class):
    attributes = [field.widget.attrs for field in form_class().fields.values()]

    assert not any("placeholder" in each for each in attributes)


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (SignUpForm(), ["name", "email", "password1"]),
        (ChangePasswordForm(AnonymousUser()), ["oldpassword", "password1"]),
        (ResetPasswordKeyForm(), ["password1"]),
    ],
)
def test_a_new_password_is_asked_once(form, fields):
    assert list(form.fields) == fields


def test_password_managers_know_the_fields():
    sign_in = SignInForm().fields

    assert sign_in["login"].widget.attrs["autocomplete"] == "username"
    assert sign_in["password"].widget.attrs["autocomplete"] == "current-password"
    assert (
        SignUpForm().fields["password1"].widget.attrs["autocomplete"] == "new-password"
    )


def test_each_missing_field_is_asked_for_by_its_name():
    assert SignInForm(data={}).errors == {
        "login": ["Enter your e-mail address."],
        "password": ["Enter your password."],
    }


def test_a_pasted_orcid_address_is_kept_as_an_id(people):
    form = ProfileForm(
        profile_data(people.amina, orcid="https://orcid.org/0000-0002-1825-0097"),
        instance=people.amina,
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["orcid"] == "0000-0002-1825-0097"


def test_a_wrong_orcid_is_told_once(people):
    form = ProfileForm(
        profile_data(people.amina, orcid="0000-0002-1825-0098"), instance=people.amina
    )

    assert form.errors == {
        "orcid": ["This is not a valid ORCID iD: one of its digits is wrong."]
    }


def test_a_profile_needs_no_orcid(people):
    form = ProfileForm(profile_data(people.amina), instance=people.amina)

    assert form.is_valid(), form.errors
