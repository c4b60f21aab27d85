"""Counting plans by groups and by years, with the people behind each group."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractMonth, ExtractYear

from questionnaire.queries.library.small_groups import MIN_CELL_SIZE, Group

# A field, or a function (prefix, field that says when) that makes an expression.
Grouping: TypeAlias = str | Callable[[str, str], Combinable]


def k_anonymity_bound(rows: QuerySet[Any], user: str) -> int:
    """The most rows that any four people can account for. One query.

    A group larger than that has enough people to be shown, so that the people of
    large groups need not be counted: with a hundred thousand plans that takes seconds.
    """
    busiest = (
        rows.order_by()
        .values_list(user)
        .annotate(number=Count("pk"))
        .order_by("-number")[: MIN_CELL_SIZE - 1]
    )
    return sum(number for _user, number in busiest)


def count_people(user: str) -> tuple[Count, Min, Max]:
    """Aggregates: how many people, and the ids of two of them."""
    return Count(user, distinct=True), Min(user), Max(user)


def _with_key(keys: Collection[Any]) -> Q:
    return Q(key__in=[key for key in keys if key is not None]) | (
        Q(key=None) if None in keys else Q()
    )


@dataclass(frozen=True)
class Counted:
    """Rows to count by groups, and the people behind them.

    Two queries per grouping: joined with its members, a plan would count several
    times.
    """

    plans: QuerySet[Any]
    people: QuerySet[Any]
    bound: int
    # The field of `plans` that says when: to which year a row belongs.
    moment: str
    # The lookup from a row of `people` to the fields of `plans`.
    to_project: str = ""
    user: str = "user"

    def by(self, key: Grouping) -> dict[Any, Group]:
        """{key: Group}; `key` is a field, or makes an expression of field names."""
        return self._groups({"key": key})

    def by_year(self, key: Grouping) -> dict[int, dict[Any, Group]]:
        """{year: {key: Group}}."""
        found: dict[int, dict[Any, Group]] = defaultdict(dict)
        for (value, year), group in self._groups(
            {"key": key, "year": _year_of}
        ).items():
            found[year][value] = group
        return found

    def _groups(self, keys: Mapping[str, Grouping]) -> dict[Any, Group]:
        """{key, or the keys: Group}."""
        plans = self.plans.order_by().annotate(**self._expressions(keys, ""))
        rows = plans.values_list(*keys).annotate(Count("pk"))
        counts = {_one_or_all(each): count for *each, count in rows}
        small = [key for key, count in counts.items() if count <= self.bound]
        people = self.people.order_by().annotate(
            **self._expressions(keys, self.to_project)
        )
        wanted = {key[0] if len(keys) > 1 else key for key in small}
        found = {
            _one_or_all(each): Group(
                counts[_one_or_all(each)], number, frozenset({lowest, highest})
            )
            for *each, number, lowest, highest in people.filter(_with_key(wanted))
            .values_list(*keys)
            .annotate(*count_people(self.user))
        }
        return {
            key: found.get(key, Group(count, MIN_CELL_SIZE if key not in small else 0))
            for key, count in counts.items()
        }

    def _expressions(
        self, keys: Mapping[str, Grouping], prefix: str
    ) -> dict[str, Combinable]:
        return {
            name: F(prefix + key) if isinstance(key, str) else key(prefix, self.moment)
            for name, key in keys.items()
        }


def _one_or_all(keys: Sequence[Any]) -> Any:
    return keys[0] if len(keys) == 1 else tuple(keys)


def _year_of(prefix: str, moment: str) -> Combinable:
    return ExtractYear(prefix + moment)


def month_of(prefix: str, moment: str) -> Combinable:
    """Months since year 0: a number is the same in every database and time zone."""
    return ExtractYear(prefix + moment) * 12 + ExtractMonth(prefix + moment) - 1
