"""One way to write data as bytes, so that equal content has an equal digest.

Keys are sorted, because PostgreSQL reorders the keys of stored JSON; floats are
refused, because they can be written in several ways.
"""

import hashlib
import json
from typing import Any, TypeAlias

# What is stored as JSON and can be written canonically.
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def canonical_json(data: Any) -> bytes:
    """Bytes of `data` (dicts, lists, text, integers, booleans, None).

    Raises TypeError for floats and other types.
    """
    _refuse_floats(data)
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(data: Any) -> str:
    """SHA-256 of the canonical JSON of `data`, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


def _refuse_floats(data: Any) -> None:
    if isinstance(data, float):
        raise TypeError("canonical JSON has no floats")
    if isinstance(data, dict):
        for value in data.values():
            _refuse_floats(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            _refuse_floats(value)
