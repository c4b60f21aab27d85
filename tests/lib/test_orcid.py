"""ORCID iDs: their normal form, and which ones are valid."""

import pytest
from django.core.exceptions import ValidationError

from questionnaire.lib.orcid import normalize_orcid, validate_orcid

JOSIAH_CARBERRY = "0000-0002-1825-0097"  # ORCID's own fictional researcher


@pytest.mark.parametrize(
    "written",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "  http://orcid.org/0000-0002-1825-0097 \n",
    ],
)
def test_an_id_is_kept_in_one_form_however_it_is_pasted(written):
    validate_orcid(written)

    assert normalize_orcid(written) == JOSIAH_CARBERRY


def test_the_check_character_may_be_an_x():
    validate_orcid("0000-0002-1694-233x")

    assert normalize_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


def test_one_wrong_digit_is_noticed():
    with pytest.raises(ValidationError) as refusal:
        validate_orcid("0000-0002-1825-0098")

    assert refusal.value.code == "orcid_check_digit"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Carberry",
        "0000-0002-1825-009",
        "0000-0002-1825-00977",
        "https://example.org/0000-0002-1825-0097",
        "٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧",  # digits, but not the registry's
    ],
)
def test_what_is_not_an_id_is_refused_and_left_as_it_was(text):
    with pytest.raises(ValidationError) as refusal:
        validate_orcid(text)

    assert refusal.value.code == "orcid_form"
    assert normalize_orcid(text) == text.strip()
