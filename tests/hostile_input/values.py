"""Values that no browser of ours sends, and some that people paste unawares."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """A value, the character in it that nothing can store, and whether it is heavy.

    `sign` is how a message names the character; "" when there is nothing to name.
    """

    name: str
    value: str | bytes
    sign: str = ""
    turns: bool = False  # a control of direction, refused in names and addresses


# Around the character there are words, which a refusal must give back.
UNKEEPABLE = [
    Hostile("NUL", "Gardez-moi\0 bien", "U+0000"),
    Hostile("a broken byte", b"Gardez-moi\xff bien", "U+FFFD"),
    Hostile("a surrogate in UTF-8", b"Gardez-moi\xed\xa0\x80 bien", "U+FFFD"),
    Hostile("a noncharacter", "Gardez-moi\ufffe bien", "U+FFFE"),
]
TURNING = [
    Hostile(f"U+{code:04X}", f"Gardez-moi{chr(code)} bien", f"U+{code:04X}", True)
    for code in (0x202E, 0x2066)
]
STRANGE = [
    Hostile("control characters", "Gardez-moi\x07\x1b[31m\x85 bien"),
    Hostile("lines in a line", "Gardez\r\nBcc: x@example.org"),
    Hostile("nothing visible", "\u200b\u2060\ufeff"),
    Hostile("nothing", ""),
    Hostile("a very long word", "w" * 6_000),
    Hostile("a huge number", "9" * 5_000),
    Hostile("a number beyond any column", str(2**63)),
    Hostile("a number beyond any integer", str(2**31)),
    Hostile("a negative number", "-1"),
    Hostile("no number", "NaN"),
    Hostile("infinity", "Infinity"),
    Hostile("deep JSON", "[" * 50_000),
    Hostile("a list", "[1, null, true, {}, []]"),
    Hostile("a dictionary", '{"dataset": "x"}'),
    Hostile("rows of anything", '[{"dataset": {"a": [1]}, "volume": true, "x": 1}]'),
    Hostile("numbers of JSON", "[NaN, Infinity, 1e999, " + "9" * 400 + "]"),
    Hostile("a lone surrogate in JSON", '[{"dataset": "Gardez \\ud83d moi"}]'),
    Hostile("NUL in JSON", '[{"dataset": "Gardez \\u0000 moi"}]'),
    Hostile("references to what is refused", "<p>Gardez&#0;&#xD800;&#xFFFE;</p>"),
    Hostile("a script", "<script>alert(1)</script>"),
    Hostile("a template", "{{ settings.SECRET_KEY }} %(name)s %s {0}"),
]
HEAVY = [
    Hostile("900,000 ampersands", "&" * 900_000),
    Hostile("a million brackets", "[" * 1_000_000),
    Hostile("100,000 nested tags", "<b>" * 100_000),
    Hostile("nested marks of Markdown", "**a _b [c](" * 80_000),
    Hostile("six megabytes", "Gardez-moi " * 550_000),
]


# In CI each field meets one value in so many on each database.
SHARE_IN_CI = 6


def in_turn(values, turn):
    """All values; in CI every sixth, others at the next turn.

    Each then meets every sixth field, and each field a sixth of them; on PostgreSQL
    others than on SQLite. Which, is the same at each run, as with generated_inputs.py.
    """
    if os.environ.get("CI") != "true":
        return values
    if os.environ.get("TEST_DATABASE") == "postgresql":
        turn += SHARE_IN_CI // 2
    return values[turn % SHARE_IN_CI :: SHARE_IN_CI]
