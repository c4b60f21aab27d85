"""ROR identifiers of research organisations: their form and check digits.

A ROR iD is a zero, six characters of Crockford's base 32 and two check digits
by ISO/IEC 7064, MOD 97-10 (https://ror.readme.io/docs/identifier).
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_FORM = re.compile(rf"(?:https?://)?(?:ror\.org/)?(0[{_ALPHABET}]{{6}}[0-9]{{2}})")


def normalise_ror(text):
    """The identifier as it is stored, `https://ror.org/…`; other text unchanged."""
    found = _FORM.fullmatch(text.strip().lower())
    return f"https://ror.org/{found[1]}" if found else text.strip()


def validate_ror(value):
    """Raise ValidationError for what is not a ROR identifier with its check digits."""
    found = _FORM.fullmatch(value.strip().lower())
    if not found:
        raise ValidationError(
            _("Write the ROR identifier as https://ror.org/ and nine characters."),
            code="invalid",
        )
    if check_digits(found[1][:7]) != found[1][7:]:
        raise ValidationError(
            _("The check digits of this ROR identifier are wrong. Copy it once more."),
            code="check_digits",
        )


def check_digits(body):
    """The two check digits of the first seven characters."""
    number = 0
    for character in body:
        number = number * 32 + _ALPHABET.index(character)
    return f"{98 - number * 100 % 97:02d}"
