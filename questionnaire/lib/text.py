"""Which text can be stored exactly as typed, in every database and in JSON."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# PostgreSQL stores neither NUL nor lone surrogates; XML, hence every Word file,
# has no place for U+FFFE and U+FFFF.
_UNKEEPABLE = {
    "nul": re.compile("\x00"),
    "surrogate": re.compile("[\ud800-\udfff]"),
    "noncharacter": re.compile("[\ufffe\uffff]"),
}


def validate_text(text: str) -> None:
    """Refuse text that can't be stored unaltered.

    Raises ValidationError with the code "nul", "surrogate" or "noncharacter".
    """
    for code, pattern in _UNKEEPABLE.items():
        if found := pattern.search(text):
            raise ValidationError(
                _(
                    "The text contains an invisible character that can’t be kept "
                    "(%(character)s). Delete it or type that passage again."
                ),
                code=code,
                params={"character": f"U+{ord(found[0]):04X}"},
            )


def normalise_newlines(text: str) -> str:
    """Write every line ending as "\\n", the only change made to typed text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def search_key(text: str) -> str:
    """The key by which text is searched and sorted: no accents, case or double spaces.

    It is computed here, so that all databases find and order alike.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(plain.casefold().replace("œ", "oe").replace("æ", "ae").split())
