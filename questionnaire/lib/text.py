"""The one check of every text that enters, and the few ways in which text is changed.

What is typed is stored as it was typed, or it is refused in words that say which
character is the matter and where it is. Forms reach these functions through the fields
of `forms/fields.py`; prose and the cells of tables, through their cleaning.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# PostgreSQL stores neither NUL nor lone surrogates; XML, hence every Word file,
# has no place for U+FFFE and U+FFFF. U+FFFD is what decoding puts in the place of
# broken bytes: something else was sent, and nobody knows what.
_UNKEEPABLE = {
    "nul": re.compile("\x00"),
    "surrogate": re.compile("[\ud800-\udfff]"),
    "noncharacter": re.compile("[\ufffe\uffff]"),
    "broken": re.compile("\ufffd"),
}
# Embeddings, overrides and isolates: they turn the direction of what follows them.
# Names and addresses could pass for others with them, or turn the page around them.
# The marks U+200E, U+200F and U+061C turn nothing but themselves and stay.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# In one line: a line break would be another header of a mail, the rest is invisible.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# What people leave around a text without meaning it; not U+00A0, which they mean.
_BLANKS = " \t\n\r"
_SHOWN_BEFORE = 20
# Letters that Unicode takes for letters of their own, as people without their keyboard
# write them: with strokes (Łukasz), joined (Ærø), or of another sound.
_PLAIN_LETTERS = str.maketrans(
    {
        **dict(zip("łøđðħŧıƶɨʉƀɏɇⱥƚŋ", "loddhtiziubyealn", strict=True)),
        "þ": "th",
        "œ": "oe",
        "æ": "ae",
    }
)


def validate_text(text: str) -> None:
    """Refuse text that can't be stored unaltered.

    Raises ValidationError with the code "nul", "surrogate", "noncharacter" or
    "broken".
    """
    for code, pattern in _UNKEEPABLE.items():
        if found := pattern.search(text):
            raise _refusal(found, code)


def validate_line(text: str) -> None:
    """Refuse what has no place in one line: a name, a title, an address.

    Raises ValidationError with a code of `validate_text`, "turning" for a control of
    direction, or "control" for any other.
    """
    validate_text(text)
    validate_direction(text)
    if found := _CONTROLS.search(text):
        raise _refusal(found, "control")


def validate_direction(text: str) -> None:
    """Refuse controls of direction. Raises ValidationError with the code "turning"."""
    if found := _TURNING.search(text):
        raise _refusal(found, "turning")


def _refusal(found: re.Match[str], code: str) -> ValidationError:
    before = displayable(found.string[: found.start()])[-_SHOWN_BEFORE:]
    params = {"character": f"U+{ord(found[0]):04X}", "before": before.strip()}
    return ValidationError(_words_for(code, params), code=code, params=params)


def _words_for(code: str, params: dict[str, str]) -> str:
    is_first = not params["before"]
    if code == "broken":
        if is_first:
            return _(
                "A character at the beginning of the text arrived broken "
                "(%(character)s). Type it again."
            )
        return _(
            "A character after “%(before)s” arrived broken (%(character)s). "
            "Type it again."
        )
    if is_first:
        return _(
            "The text begins with an invisible character that can’t be kept "
            "(%(character)s). Delete it or type that passage again."
        )
    return _(
        "The text contains an invisible character that can’t be kept (%(character)s), "
        "after “%(before)s”. Delete it or type that passage again."
    )


def displayable(text: str) -> str:
    """The text with U+FFFD in the place of what no page can be written with."""
    return _UNKEEPABLE["surrogate"].sub("\ufffd", text)


def normalise_newlines(text: str) -> str:
    """Write every line ending as "\\n", the only change made inside typed text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def trimmed(text: str) -> str:
    """The text without blanks at its ends; "" when it shows nothing at all.

    Non-breaking spaces are no blanks: French puts them before and after signs.
    """
    return text.strip(_BLANKS) if shows_something(text) else ""


def one_line(text: str) -> str:
    """The same for a text of one line; tabs that were pasted become spaces.

    Raises what `validate_line` raises, also for a text that shows nothing else: what
    can't be kept does not go without a word.
    """
    line = text.replace("\t", " ").strip(_BLANKS)
    validate_line(line)
    return trimmed(line)


def shows_something(text: str) -> bool:
    """Whether any character is more than a separator (Z), a control or a mark of
    format (C)."""
    return any(unicodedata.category(each)[0] not in "ZC" for each in text)


def search_key(text: str) -> str:
    """The key by which text is searched and sorted.

    It is without accents, strokes, case or double spaces: Łukasz as Lukasz.

    It is computed here, so that all databases find and order alike.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(plain.casefold().translate(_PLAIN_LETTERS).split())
