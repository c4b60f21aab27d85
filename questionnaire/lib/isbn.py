"""ISBNs of books: ten or thirteen digits, the last one a check digit."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_PREFIX = re.compile(r"ISBN(?:-1[03])?:?", re.IGNORECASE)


def normalize_isbn(text: str) -> str:
    """An ISBN without prefix, hyphens and spaces, `9780306406157`."""
    return re.sub(r"[\s-]", "", _PREFIX.sub("", text.strip(), count=1)).upper()


def validate_isbn(text: str) -> None:
    """Raise ValidationError unless `text` is an ISBN whose check digit is right.

    ISO 2108: of thirteen digits, weights 1 and 3 in turn to a multiple of ten; of ten,
    weights 10 to 1 to a multiple of eleven, X for ten.
    """
    digits = normalize_isbn(text)
    if re.fullmatch(r"\d{13}", digits, re.ASCII):
        total = sum(int(each) * (1, 3)[place % 2] for place, each in enumerate(digits))
        is_right = total % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        values = [10 if each == "X" else int(each) for each in digits]
        total = sum(each * (10 - place) for place, each in enumerate(values))
        is_right = total % 11 == 0
    else:
        is_right = False
    if not is_right:
        raise ValidationError(
            _("This is not a valid ISBN: one of its digits is wrong or missing."),
            code="isbn_check_digit",
        )
