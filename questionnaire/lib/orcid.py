"""ORCID iDs: sixteen characters in groups of four, the last one a check digit."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FORM = re.compile(
    r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])", re.ASCII
)


def normalize_orcid(text: str) -> str:
    """Write an iD as `0000-0002-1825-0097`; return other text unchanged."""
    match = _FORM.fullmatch(text.strip())
    return "-".join(match.groups()).upper() if match else text.strip()


def validate_orcid(text: str) -> None:
    """Raise ValidationError unless `text` is an iD whose check digit is right.

    The check digit is ISO 7064 MOD 11-2, as the ORCID registry documents in
    "Structure of the ORCID Identifier".
    """
    match = _FORM.fullmatch(text.strip())
    if not match:
        raise ValidationError(
            _("Enter an ORCID iD of sixteen digits, as 0000-0002-1825-0097."),
            code="orcid_form",
        )
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise ValidationError(
            _("This is not a valid ORCID iD: one of its digits is wrong."),
            code="orcid_check_digit",
        )
