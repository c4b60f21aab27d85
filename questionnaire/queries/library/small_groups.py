"""Which counts of plans may be shown: none that tells about fewer than five people.

The rule (docs/decisions/0025-small-groups-stay-hidden.md), for plans that are
sorted into groups, each plan into one:

1. A group is shown when the members of its plans are five people or more.
2. All other groups together are the rest. It can be computed, as the total less
   what is shown, so it is held to the same measure: when it would tell about
   fewer than five people, the smallest group that was to be shown joins it.
3. When nothing else is left to join it, nothing is shown at all.

What is known of the people of several groups together is a lower bound: a group
may be hidden that could have been shown, never the other way round.
"""

from dataclasses import dataclass, field

MIN_CELL_SIZE = 5


@dataclass(frozen=True)
class Group:
    """Some plans, the number of their people, and who some of them are."""

    plans: int
    people: int
    some: frozenset = frozenset()

    @property
    def may_be_shown(self):
        return self.people >= MIN_CELL_SIZE


NOBODY = Group(0, 0)


@dataclass(frozen=True)
class Figure:
    """What may be shown of groups: {key: plans}, largest first, and the rest."""

    shown: dict = field(default_factory=dict)
    hidden: frozenset = frozenset()
    # The plans of the hidden groups; 0 when there are none, or when nothing at
    # all is shown.
    rest: int = 0

    def __bool__(self):
        return bool(self.shown or self.rest)


def merge_cells(groups):
    """The plans of several groups, and at least how many people they have."""
    groups = tuple(groups)
    some = frozenset().union(*(group.some for group in groups))
    return Group(
        plans=sum(group.plans for group in groups),
        people=max([len(some), *(group.people for group in groups)]),
        some=some,
    )


def suppress_small_cells(groups, *, most=None, outside=()):
    """The Figure of {key: Group}; groups without plans are not among them.

    No more than `most` groups are shown, and none whose key is in `outside`.
    """
    largest_first = sorted(groups, key=lambda key: (-groups[key].plans, str(key)))
    shown = [
        key for key in largest_first if groups[key].may_be_shown and key not in outside
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


def _rest(groups, shown):
    return merge_cells(group for key, group in groups.items() if key not in shown)
