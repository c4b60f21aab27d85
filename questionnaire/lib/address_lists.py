"""Reading a list of e-mail addresses as mail programs copy it.

Names may stand before addresses, with commas and quotation marks in them; lists are
divided by commas, semicolons, lines, or blanks between bare addresses.
"""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# What divides a list; not within quotation marks, brackets or parentheses.
_PARTS = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|<[^<>\n]*>|\([^()\n]*\)|(?P<divider>[,;|\n])|.', re.DOTALL
)
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_BRACKETED = re.compile(r"<([^<>]*@[^<>]*)>")
# What may touch an address without being a part of it.
_AROUND = " \"'“”«»‘’()[]<>.•–-,"


def read_addresses(text: str) -> tuple[list[str], list[str]]:
    """(addresses, what cannot be read): each as it was typed, addresses once."""
    addresses: dict[str, str] = {}
    unread = []
    for entry in _entries(text):
        found = _addresses_in(entry)
        if not found:
            unread.append(entry)
        for address in found:
            addresses.setdefault(address.lower(), address)
    return list(addresses.values()), unread


def _entries(text: str) -> Iterator[str]:
    """The entries of the list; a name with commas goes with the address after it."""
    name: slice | None = None
    for piece, divider in _pieces(text):
        words = text[piece]
        if "@" in words:
            if name and re.search(r"[<\[]", words):
                piece = slice(name.start, piece.stop)
            elif name:
                yield text[name].strip()
            name = None
            yield text[piece].strip()
        elif words.strip():
            name = slice(name.start if name else piece.start, piece.stop)
        if name and divider != ",":
            yield text[name].strip()
            name = None


def _pieces(text: str) -> Iterator[tuple[slice, str]]:
    """[(where a piece stands, what divides it from the next)], "" at the end."""
    start = 0
    for part in _PARTS.finditer(text):
        if divider := part["divider"]:
            yield slice(start, part.start()), divider
            start = part.end()
    yield slice(start, len(text)), ""


def _addresses_in(entry: str) -> list[str]:
    """The addresses of an entry; [] if there are none, or one that is wrong."""
    if _is_address(entry):
        return [entry]
    bracketed = _BRACKETED.findall(_QUOTED.sub(" ", entry))
    words = bracketed or [word for word in entry.split() if "@" in word]
    # After a label: “mailto:”, or the name of a field or a group.
    found = [word.rpartition(":")[2].strip(_AROUND) for word in words]
    return found if all(map(_is_address, found)) else []


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return True
