"""ROR identifiers of institutions: nine characters, the last two a checksum."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PREFIX = "https://ror.org/"
# Crockford's base 32: no i, l, o, u.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_FORM = re.compile(rf"(?:(?:https?://)?ror\.org/)?(0[{_ALPHABET}]{{6}}\d\d)", re.ASCII)


def normalize_ror(text: str) -> str:
    """Write an id as `https://ror.org/03rmrcq20`; return other text unchanged."""
    match = _FORM.fullmatch(text.strip().lower())
    return PREFIX + match[1] if match else text.strip()


def validate_ror(text: str) -> None:
    """Raise ValidationError unless `text` is an identifier whose checksum is right.

    The checksum is ISO 7064 MOD 97-10 over the number that the seven characters
    before it write in base 32, as ROR documents in “ROR identifier pattern”.
    """
    match = _FORM.fullmatch(text.strip().lower())
    if not match:
        raise ValidationError(
            _("Enter a ROR identifier, as https://ror.org/03rmrcq20."),
            code="ror_form",
        )
    number = 0
    for character in match[1][:7]:
        number = number * 32 + _ALPHABET.index(character)
    if int(match[1][7:]) != 98 - number * 100 % 97:
        raise ValidationError(
            _("This is not a valid ROR identifier: one of its characters is wrong."),
            code="ror_checksum",
        )
