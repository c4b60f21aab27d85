"""Make text printable: what the formats, or paper, have no place for.

Texts are stored as they were typed; the characters that break a file format
are replaced here and nowhere else, for every format alike.
"""

import re
import unicodedata

# In our fonts, which U+FFFD is not.
REPLACEMENT = "\N{WHITE SQUARE}"
# Vertical tab and form feed come with text pasted from Word and from PDF files.
_SPACES = re.compile("[\t\v\f\x1c-\x1f\x85]")
# XML 1.0, hence DOCX, has no place for these (https://www.w3.org/TR/xml/#charsets).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")

_LONG_WORD = re.compile(r"\S{61,}")
_STEP = re.compile(r"\S{1,30}")
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"


def printable(text):
    """`text` with a square or a space where a file format would break."""
    text = _LINE_ENDS.sub("\n", text)
    return _UNPRINTABLE.sub(REPLACEMENT, _SPACES.sub(" ", text))


def breakable(text):
    """`text` with places to break inside words of more than 60 characters.

    Fitting one endless word into lines costs WeasyPrint seconds otherwise.
    """
    return _LONG_WORD.sub(
        lambda word: ZERO_WIDTH_SPACE.join(_STEP.findall(word[0])), text
    )


def is_right_to_left(text):
    """Whether the first letter of `text` belongs to a right-to-left script."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
