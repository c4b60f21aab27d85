"""Make text printable: replace what file formats or paper cannot hold.

Texts are stored as they were typed; the characters that would break a file
format are replaced here only, in the same way for every format.
"""

import re
import unicodedata

# Our fonts have it; they do not have U+FFFD.
REPLACEMENT = "\N{WHITE SQUARE}"
# Vertical tab and form feed come with text pasted from Word and from PDF files.
_SPACES = re.compile("[\t\v\f\x1c-\x1f\x85]")
# XML 1.0, hence DOCX, does not allow these (https://www.w3.org/TR/xml/#charsets).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")

_LONG_WORD = re.compile(r"\S{61,}")
_CHUNK = re.compile(r"\S{1,30}")
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"


def printable(text: str) -> str:
    """`text` with a square or a space where a file format would break."""
    text = _LINE_ENDS.sub("\n", text)
    return _UNPRINTABLE.sub(REPLACEMENT, _SPACES.sub(" ", text))


def breakable(text: str) -> str:
    """`text` with line break opportunities inside words of more than 60 characters.

    Otherwise WeasyPrint takes seconds to fit one endless word into lines.
    """
    return _LONG_WORD.sub(
        lambda word: ZERO_WIDTH_SPACE.join(_CHUNK.findall(word[0])), text
    )


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` belongs to a right-to-left script."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
