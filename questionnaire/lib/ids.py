"""Reading the ids of records, and names that browsers make, in what was sent."""

import uuid

# The greatest id that a database can store.
MAX_ID = 2**63 - 1


def read_id(text: str) -> int | None:
    """The id in a text; None when no record can have it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))):
        return None
    return int(text) if 0 < int(text) <= MAX_ID else None


def read_uuid(text: object) -> uuid.UUID | None:
    """The UUID in a text; None for anything else."""
    try:
        return uuid.UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
