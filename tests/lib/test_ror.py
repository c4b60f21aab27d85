"""ROR identifiers, as their registry writes them."""

import pytest
from django.core.exceptions import ValidationError

from questionnaire.lib.ror import normalize_ror, validate_ror

# McGill, Toronto, Laval, Montréal.
REAL = ["01pxwe438", "03dbr7087", "04sjchr03", "0161xgx34"]


@pytest.mark.parametrize("identifier", REAL)
def test_a_real_identifier_is_accepted_however_it_is_written(identifier):
    for text in (
        identifier,
        f"https://ror.org/{identifier}",
        f" ror.org/{identifier.upper()} ",
    ):
        validate_ror(text)
        assert normalize_ror(text) == f"https://ror.org/{identifier}"


@pytest.mark.parametrize("identifier", REAL)
def test_one_wrong_character_is_noticed(identifier):
    for position in range(1, 7):
        wrong = "8" if identifier[position] != "8" else "9"
        with pytest.raises(ValidationError) as refused:
            validate_ror(identifier[:position] + wrong + identifier[position + 1 :])
        assert refused.value.code == "ror_checksum"


@pytest.mark.parametrize("text", ["", "Laval", "0161xgx3", "0161xgu34", "١٦١"])
def test_text_that_is_not_an_identifier_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        validate_ror(text)
    assert refused.value.code == "ror_form"
