"""Numbers and amounts as people write them in French and in English."""

import re
from decimal import Decimal

from django.utils import translation
from django.utils.formats import number_format

# The separators of groups of three digits: spaces of any width, apostrophes.
_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'’]"
_BY_SPACES = re.compile(
    rf"([+-]?)(\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d*)(?:[.,](\d+))?", re.ASCII
)
_BY_COMMAS = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?", re.ASCII)
_BY_POINTS = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})+),(\d+)", re.ASCII)
_CURRENCY = re.compile(
    rf"(?i)^(?:CAD|CA\$|C\$|\$){_SPACE}*|{_SPACE}*(?:\${_SPACE}*CAD?|\$|CAD)$"
)
_MAX_DIGITS = 15
MAX_DECIMALS = 10
CENTS = 2


def read_number(text: str, language: str, decimals: int = MAX_DECIMALS) -> str | None:
    """The number as it is stored, “1234.5”, or None if the text is not a number.

    “1 234,5” and “1,234.5” are read in both languages; “1,234” alone is a
    thousand in English and one and a bit in French.
    """
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    usual_first = (
        [_BY_SPACES, _BY_COMMAS] if language == "fr" else [_BY_COMMAS, _BY_SPACES]
    )
    for pattern in (*usual_first, _BY_POINTS):
        if found := pattern.fullmatch(text):
            sign, whole, part = found.groups(default="")
            return _plain(sign, whole, part, decimals)
    return None


def read_amount(text: str, language: str) -> str | None:
    """An amount of money as it is stored, or None; a dollar sign is dropped."""
    return read_number(_CURRENCY.sub("", text.strip()), language, decimals=CENTS)


def number_text(number: str, language: str) -> str:
    """A stored number as it is written in `language`: “1 234,5”, “1,234.5”."""
    with translation.override(language):
        return number_format(Decimal(number), force_grouping=True)


def amount_text(number: str, language: str) -> str:
    """A stored amount in dollars: “1 234,50 $”, “$1,234.50”."""
    with translation.override(language):
        decimals = CENTS if "." in number else 0
        text = number_format(Decimal(number), decimals, force_grouping=True)
    if language == "fr":
        return f"{text}\N{NO-BREAK SPACE}$"
    return f"-${text[1:]}" if text.startswith("-") else f"${text}"


def _plain(sign: str, whole: str, part: str, decimals: int) -> str | None:
    if not whole and not part:
        return None
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    part = part.rstrip("0")
    if len(digits) > _MAX_DIGITS or len(part) > decimals:
        return None
    plain = f"{digits}.{part}" if part else digits
    return f"-{plain}" if sign == "-" and plain != "0" else plain
