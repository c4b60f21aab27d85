"""Which stretches two sequences of keys share, in order."""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

# Above, frequent items no longer serve as anchors (difflib's own heuristic).
_MANY_ITEMS = 2_000

# (tag, start and end on the old side, start and end on the new side), as difflib.
Opcode: TypeAlias = tuple[str, int, int, int, int]


def common_ends(
    old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> tuple[int, int]:
    """How many keys the two sequences share at their start and at their end."""
    start = 0
    shortest = min(len(old_keys), len(new_keys))
    while start < shortest and old_keys[start] == new_keys[start]:
        start += 1
    end = 0
    while end < shortest - start and old_keys[-1 - end] == new_keys[-1 - end]:
        end += 1
    return start, end


def opcodes(
    old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> Iterator[Opcode]:
    """difflib's opcodes, computed quickly for long, mostly equal sequences."""
    start, end = common_ends(old_keys, new_keys)
    old_end, new_end = len(old_keys) - end, len(new_keys) - end
    old_middle, new_middle = old_keys[start:old_end], new_keys[start:new_end]
    if start:
        yield "equal", 0, start, 0, start
    matcher = SequenceMatcher(
        None, old_middle, new_middle, autojunk=len(new_middle) > _MANY_ITEMS
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag, i1 + start, i2 + start, j1 + start, j2 + start
    if end:
        yield "equal", old_end, len(old_keys), new_end, len(new_keys)
