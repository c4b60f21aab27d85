"""Ids of records as addresses and forms bring them in."""

# The greatest that a database can hold.
MAX_ID = 2**63 - 1


def read_id(text: str) -> int | None:
    """The id that a text says, or None: what no record can have is no id."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))):
        return None
    return int(text) if 0 < int(text) <= MAX_ID else None
