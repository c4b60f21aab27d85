"""The order in which a reviewer goes through the questions that wait.

The queue gives it to the pages of its questions in their addresses, as positions of
questions joined by hyphens: “12-3-7”. Without it, questions come by number.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from questionnaire.plan.outline import OutlineQuestion

# No template has more questions than this.
_MAX_LENGTH = 400

# The questions before and after one; None at either end.
Neighbours: TypeAlias = tuple[OutlineQuestion | None, OutlineQuestion | None]


class ReviewOrder:
    """An order of questions; those that it does not name follow by number."""

    def __init__(self, positions: Sequence[int] = ()) -> None:
        self.positions = tuple(dict.fromkeys(positions))
        self._ranks = {each: rank for rank, each in enumerate(self.positions)}

    @classmethod
    def of(cls, entries: Iterable[OutlineQuestion]) -> "ReviewOrder":
        """The order in which these questions come."""
        return cls([entry.position for entry in entries])

    @classmethod
    def read(cls, text: str) -> "ReviewOrder":
        """The order that an address names; whatever is no position is passed over."""
        words = text[:_MAX_LENGTH].split("-")
        return cls([int(each) for each in words if each.isdecimal() and len(each) < 4])

    def __str__(self) -> str:
        return "-".join(map(str, self.positions))

    def sort(self, entries: Iterable[OutlineQuestion]) -> tuple[OutlineQuestion, ...]:
        """The questions in this order."""
        return tuple(sorted(entries, key=self._rank))

    def neighbours(
        self, waiting: Iterable[OutlineQuestion], entry: OutlineQuestion
    ) -> Neighbours:
        """The waiting questions before and after this one; None at either end."""
        ordered = self.sort(waiting)
        before = [each for each in ordered if self._rank(each) < self._rank(entry)]
        after = [each for each in ordered if self._rank(each) > self._rank(entry)]
        return (before[-1] if before else None, after[0] if after else None)

    def _rank(self, entry: OutlineQuestion) -> tuple[int, int]:
        last = len(self.positions)
        return self._ranks.get(entry.position, last), entry.position
