"""What changed between two plans: two editions, or an edition and the live plan."""

from dataclasses import dataclass
from typing import cast

from questionnaire.content.comparing import Comparison, compare_blocks
from questionnaire.plan.document import Plan, PlanPart, PlanQuestion
from questionnaire.plan.record import Record


@dataclass(frozen=True)
class QuestionChange:
    """One question on both sides; `old` or `new` is None if that side lacks it."""

    old: PlanQuestion | None
    new: PlanQuestion | None
    parts: tuple[tuple[PlanPart, Comparison], ...]  # that either side answers

    @property
    def question(self) -> PlanQuestion:
        return cast(PlanQuestion, self.new or self.old)

    @property
    def is_changed(self) -> bool:
        return any(not comparison.is_equal for _part, comparison in self.parts)

    @property
    def added(self) -> int:
        return sum(comparison.added for _part, comparison in self.parts)

    @property
    def removed(self) -> int:
        return sum(comparison.removed for _part, comparison in self.parts)

    @property
    def is_in_two_languages(self) -> bool:
        """Whether the two sides are written in different languages."""
        return (
            self.old is not None
            and self.new is not None
            and self.old.is_answered
            and self.new.is_answered
            and self.old.answer_language != self.new.answer_language
        )


@dataclass(frozen=True)
class PlanChanges:
    """Two plans, question by question, in the order of the new one."""

    old: Plan
    new: Plan
    questions: tuple[QuestionChange, ...]

    @property
    def changed(self) -> tuple[QuestionChange, ...]:
        return tuple(each for each in self.questions if each.is_changed)

    @property
    def unchanged(self) -> tuple[QuestionChange, ...]:
        return tuple(each for each in self.questions if not each.is_changed)

    @property
    def is_of_one_template(self) -> bool:
        """Whether both plans answer the same version of the same template."""
        return self.old.template == self.new.template

    @property
    def added(self) -> int:
        return sum(each.added for each in self.questions)

    @property
    def removed(self) -> int:
        return sum(each.removed for each in self.questions)


def compare_plans(old: Plan, new: Plan) -> PlanChanges:
    """The PlanChanges from one plan document to another.

    Questions are matched by slug and parts by key, so that a question that was only
    renumbered counts as the same.
    """
    before = {question.slug: question for question in old.questions}
    changes = [
        _change(before.pop(question.slug, None), question) for question in new.questions
    ]
    changes.extend(_change(question, None) for question in before.values())
    return PlanChanges(old, new, tuple(changes))


def pair_of_records(old: Record, new: Record) -> Record:
    """Two plan records as one, from which a file of their comparison is made."""
    return {"old": old, "new": new}


def is_pair(record: Record) -> bool:
    """Whether this is a pair of records rather than one plan's record."""
    return "old" in record


def records_of(pair: Record) -> tuple[Record, Record]:
    """The older and the newer record of a pair."""
    return pair["old"], pair["new"]


def _change(old: PlanQuestion | None, new: PlanQuestion | None) -> QuestionChange:
    parts = []
    old_parts = {part.key: part for part in old.parts} if old else {}
    for part in new.parts if new else ():
        before = old_parts.pop(part.key, None)
        parts.append((part, before.blocks if before else (), part.blocks))
    parts.extend((part, part.blocks, ()) for part in old_parts.values())
    # Values that a newer template no longer takes have left their table, not the plan.
    old_former = {part.key: part for part in old.former} if old else {}
    for part in new.former if new else ():
        before = old_former.pop(part.key, None)
        parts.append((part, before.blocks if before else (), part.blocks))
    parts.extend((part, part.blocks, ()) for part in old_former.values())
    return QuestionChange(
        old,
        new,
        tuple(
            (part, compare_blocks(was, now)) for part, was, now in parts if was or now
        ),
    )
