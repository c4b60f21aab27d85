"""Which columns of two tables in texts are the same, by name and by place."""

from collections.abc import Sequence
from dataclasses import replace

from questionnaire.content.blocks import Column
from questionnaire.content.comparing.sides import Row


def with_columns_of(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The old rows under the keys of the new ones' columns.

    Columns of one name are the same; of the others, those between the same neighbours
    were renamed.
    """
    keys = _keys(old[0].columns, new[0].columns)
    return [_with_keys(row, keys) for row in old]


def _keys(old: Sequence[Column], new: Sequence[Column]) -> dict[str, str]:
    """{key of an old column: key of the new one}; of those that are gone, their own."""
    new_keys = [column.key for column in new]
    old_keys = [column.key for column in old]
    left_old = [key for key in old_keys if key not in new_keys]
    left_new = [key for key in new_keys if key not in old_keys]
    by_place = {key: place for place, key in enumerate(_neighbours(new_keys, left_new))}
    found = {}
    for key, neighbours in zip(left_old, _neighbours(old_keys, left_old), strict=True):
        place = by_place.pop(neighbours, None)
        if place is not None:
            found[key] = left_new[place]
    return found


def _neighbours(keys: Sequence[str], left: Sequence[str]) -> list[tuple[str, int]]:
    """For each of those left: the last shared column before it, how far behind that."""
    found, before, distance = [], "", 0
    for key in keys:
        if key in left:
            distance += 1
            found.append((before, distance))
        else:
            before, distance = key, 0
    return found


def _with_keys(row: Row, keys: dict[str, str]) -> Row:
    columns = tuple(
        replace(column, key=keys.get(column.key, column.key)) for column in row.columns
    )
    return Row(replace(row.table, columns=columns))
