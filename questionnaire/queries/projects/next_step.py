"""What a person can do next in a project: the primary button of home and overview.

The first that applies of: decide, answer a request, answer what is assigned (overdue
first), send one’s unsent text, go on writing, send the plan for review, finish it,
export it. Each leads to a page that this person may open now.
"""

import datetime
import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils import timezone

from questionnaire.models import User
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.plan.outline import Outline, OutlineQuestion
from questionnaire.queries.review.queue import waiting_entries


class StepKind(enum.StrEnum):
    """What is to be done, in the order in which it is proposed."""

    DECIDE = "decide"
    ANSWER_REQUEST = "answer_request"
    ASSIGNED = "assigned"
    SEND = "send"
    WRITE = "write"
    SUBMIT = "submit"
    FINISH = "finish"
    EXPORT = "export"


@dataclass(frozen=True)
class NextStep:
    """One thing to do, and what the sentence that says why needs to know."""

    kind: StepKind
    url_name: str
    entry: OutlineQuestion | None = None  # the question, if it is about one
    count: int = 0  # how many questions are in the same case
    due_on: datetime.date | None = None
    language: str = ""  # of the text to be sent, or changed

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def urgency(self) -> tuple[int, datetime.date]:
        """What comes first among the steps of several projects."""
        return list(StepKind).index(self.kind), self.due_on or datetime.date.max


_Rule: TypeAlias = Callable[[ProjectAccess, Outline, User], NextStep | None]


def next_step(access: ProjectAccess, outline: Outline, user: User) -> NextStep:
    """The NextStep of `user`, from what is read already. No query."""
    found = (rule(access, outline, user) for rule in _RULES)
    return next((step for step in found if step), _EXPORT)


_EXPORT = NextStep(StepKind.EXPORT, "export")


def questions_to_decide(
    access: ProjectAccess, outline: Outline, user: User
) -> Sequence[OutlineQuestion]:
    """Those that wait for a decision of this person."""
    if not (access.needs_review and access.may(Permission.REVIEW_DECIDE)):
        return ()
    return waiting_entries(outline)


def questions_to_change(
    access: ProjectAccess, outline: Outline, user: User
) -> Sequence[OutlineQuestion]:
    """Those in which this person is asked for changes."""
    if not access.may(Permission.ANSWER_SAVE_OWN):
        return ()
    return [
        entry
        for entry in outline.questions
        if any(
            wording.author_id == user.pk and wording.changes_requested_at
            for wording in entry.wordings
        )
    ]


def requested_language(entry: OutlineQuestion, user: User) -> str:
    """The language of the text that this person is asked to change; "" for none.

    Of two, that of the newest request, whose words are shown with it.
    """
    asked = [
        (wording.changes_requested_at, wording.language)
        for wording in entry.wordings
        if wording.author_id == user.pk and wording.changes_requested_at
    ]
    return max(asked)[1] if asked else ""


def assigned_to_answer(
    access: ProjectAccess, outline: Outline, user: User
) -> Sequence[OutlineQuestion]:
    """Those assigned to this person and not answered yet, overdue ones first."""
    if not access.may(Permission.ANSWER_SAVE_OWN):
        return ()
    open_ones = [
        entry
        for entry in outline.questions
        if entry.is_assigned
        and not any(
            wording.author_id == user.pk and not wording.is_empty
            for wording in entry.wordings
        )
    ]
    return sorted(
        open_ones, key=lambda entry: (entry.due_on or datetime.date.max, entry.position)
    )


def questions_to_send(
    access: ProjectAccess, outline: Outline, user: User
) -> Sequence[OutlineQuestion]:
    """Those with text of this person that is not sent."""
    if not access.may(Permission.ANSWER_SAVE_OWN):
        return ()
    return [entry for entry in outline.questions if entry.unsent_by(user)]


def _decide(access: ProjectAccess, outline: Outline, user: User) -> NextStep | None:
    entries = questions_to_decide(access, outline, user)
    return _first(StepKind.DECIDE, "review_question", entries)


def _answer_request(
    access: ProjectAccess, outline: Outline, user: User
) -> NextStep | None:
    entries = questions_to_change(access, outline, user)
    if not entries:
        return None
    return NextStep(
        StepKind.ANSWER_REQUEST,
        "question",
        entries[0],
        len(entries),
        language=requested_language(entries[0], user),
    )


def _answer_assigned(
    access: ProjectAccess, outline: Outline, user: User
) -> NextStep | None:
    entries = assigned_to_answer(access, outline, user)
    return _first(StepKind.ASSIGNED, "question", entries)


def _send(access: ProjectAccess, outline: Outline, user: User) -> NextStep | None:
    entries = questions_to_send(access, outline, user)
    return _first(StepKind.SEND, "question", entries, user)


def _write(access: ProjectAccess, outline: Outline, user: User) -> NextStep | None:
    if not access.may(Permission.ANSWER_SAVE_OWN):
        return None
    return _first(StepKind.WRITE, "question", outline.unanswered)


def _finish(access: ProjectAccess, outline: Outline, user: User) -> NextStep | None:
    if access.may(Permission.PROJECT_FINISH):
        return NextStep(StepKind.FINISH, "finish")
    if access.may(Permission.PROJECT_SUBMIT) and not access.is_alone:
        return NextStep(StepKind.SUBMIT, "submit")
    return None


_RULES: tuple[_Rule, ...] = (
    _decide,
    _answer_request,
    _answer_assigned,
    _send,
    _write,
    _finish,
)


def _first(
    kind: StepKind,
    url_name: str,
    entries: Sequence[OutlineQuestion],
    sender: User | None = None,
) -> NextStep | None:
    if not entries:
        return None
    entry = entries[0]
    return NextStep(
        kind,
        url_name,
        entry,
        len(entries),
        due_on=entry.due_on if kind is StepKind.ASSIGNED else None,
        language=entry.unsent_by(sender)[0].language if sender else "",
    )
