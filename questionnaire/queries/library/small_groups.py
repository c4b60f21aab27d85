"""Statistical disclosure control: no count tells about fewer than five people.

The rule (docs/decisions/0025-small-groups-stay-hidden.md), for plans that are
sorted into groups, each plan into one:

1. A group is shown when its plans have at least five different members.
2. All other groups together are the rest. Anybody can compute it, as the total
   minus what is shown, so the same rule applies to it: when it has fewer than five
   people, the smallest of the groups to be shown is hidden with it.
3. When no group is left to hide with it, nothing is shown at all.

How many people several groups have together is only known as a lower bound: a group
may be hidden that could have been shown, never the other way round.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

MIN_CELL_SIZE = 5

# What plans are grouped by: a status, a month, a department …
Key = TypeVar("Key")


@dataclass(frozen=True)
class Group:
    """Some plans: how many, how many people they have, and the ids of some of those."""

    plans: int
    people: int
    some: frozenset[int] = frozenset()

    @property
    def may_be_shown(self) -> bool:
        return self.people >= MIN_CELL_SIZE


@dataclass(frozen=True)
class Figure(Generic[Key]):
    """What may be shown of groups: {key: plans}, largest first, and the rest.

    It is false when nothing may be shown.
    """

    shown: dict[Key, int] = field(default_factory=dict)
    hidden: frozenset[Key] = frozenset()
    # The plans in the hidden groups; 0 when there are none or nothing is shown.
    rest: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.rest)


def merge_cells(groups: Iterable[Group]) -> Group:
    """Several groups as one; its number of people is a lower bound."""
    groups = tuple(groups)
    some: frozenset[int] = frozenset().union(*(group.some for group in groups))
    return Group(
        plans=sum(group.plans for group in groups),
        people=max([len(some), *(group.people for group in groups)]),
        some=some,
    )


def suppress_small_cells(
    groups: Mapping[Key, Group],
    *,
    most: int | None = None,
    never_shown: Collection[Key] = (),
) -> Figure[Key]:
    """The Figure of {key: Group}, none of which is empty.

    At most `most` groups are shown, and none whose key is in `never_shown`.
    """
    largest_first = sorted(groups, key=lambda key: (-groups[key].plans, str(key)))
    shown = [
        key
        for key in largest_first
        if groups[key].may_be_shown and key not in never_shown
    ][:most]
    rest = _rest(groups, shown)
    if rest.plans and not rest.may_be_shown and shown:
        shown.pop()
        rest = _rest(groups, shown)
    if rest.plans and not rest.may_be_shown:
        return Figure(hidden=frozenset(groups))
    return Figure(
        shown={key: groups[key].plans for key in shown},
        hidden=frozenset(groups).difference(shown),
        rest=rest.plans,
    )


def suppress_by_year(
    cells: Mapping[int, Mapping[Key, Group]],
    years: Collection[int],
    *,
    among: Collection[Key],
) -> dict[int, Figure[Key]]:
    """{year: Figure} of {year: {key: Group}}, for those `years` that may be shown.

    The Figure of all years together shows `among`, and the number of plans in each
    year is known. So a group is shown in every year or in none: only where it has
    enough people in each, also in the years that are not shown, taken together. What
    is not shown of a year needs enough people, too.
    """
    left_out = [cells[year] for year in cells if year not in years]
    together = {
        key: merge_cells(of_year[key] for of_year in left_out if key in of_year)
        for key in set().union(*left_out)
    }
    pools = [*(cells.get(year, {}) for year in years), together]
    shown = sorted(
        (key for key in among if _is_safe(key, pools)),
        key=lambda key: (
            -sum(pool[key].plans for pool in pools if key in pool),
            str(key),
        ),
    )
    while shown and not all(_may_be_known(_rest(pool, shown)) for pool in pools):
        shown.pop()
    if not shown and not all(_may_be_known(_rest(pool, shown)) for pool in pools):
        return {year: Figure(hidden=frozenset(cells.get(year, {}))) for year in years}
    return {
        year: Figure(
            shown=_largest_first(cells.get(year, {}), shown),
            hidden=frozenset(cells.get(year, {})).difference(shown),
            rest=_rest(cells.get(year, {}), shown).plans,
        )
        for year in years
    }


def _is_safe(key: Key, pools: Iterable[Mapping[Key, Group]]) -> bool:
    return all(key not in pool or pool[key].may_be_shown for pool in pools)


def _may_be_known(group: Group) -> bool:
    return not group.plans or group.may_be_shown


def _largest_first(
    groups: Mapping[Key, Group], shown: Collection[Key]
) -> dict[Key, int]:
    there = {key: groups[key].plans for key in shown if key in groups}
    return dict(sorted(there.items(), key=lambda item: (-item[1], str(item[0]))))


def _rest(groups: Mapping[Key, Group], shown: Collection[Key]) -> Group:
    return merge_cells(group for key, group in groups.items() if key not in shown)
