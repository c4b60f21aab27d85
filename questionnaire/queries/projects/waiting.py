"""What waits for one person across their projects: one row for each thing to do.

Rows come from outlines that are read already. There is one query more for the words
of requests, for notices that are not read yet, for the comments of mentions, and for
invitations: each only where there are any.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TypeAlias

from django.urls import reverse

from questionnaire.models import Comment, Invitation, Project, User
from questionnaire.permissions import ProjectAccess
from questionnaire.plan.outline import Outline, OutlineQuestion
from questionnaire.queries.projects.next_step import (
    assigned_to_answer,
    questions_to_change,
    questions_to_decide,
    questions_to_send,
    requested_language,
)
from questionnaire.queries.projects.waiting_list import (
    Waiting,
    WaitingKind,
    WaitingList,
)
from questionnaire.queries.projects.waiting_notices import read_waiting_notices

# The projects of a person in which something may be done.
Rows: TypeAlias = Sequence[tuple[ProjectAccess, Outline]]


def read_waiting(user: User, rows: Rows, *, by_project: bool = False) -> WaitingList:
    """The WaitingList of `user`. Four queries at most, none where nothing waits."""
    items = [item for row in rows for item in _of_answers(user, *row)]
    accesses = {access.project.pk: access for access, _outline in rows}
    return WaitingList(
        (
            *_with_words(user, items),
            *read_waiting_notices(user, accesses),
            *_invitations(user),
        ),
        by_project,
    )


def _of_answers(
    user: User, access: ProjectAccess, outline: Outline
) -> Iterator[Waiting]:
    """What the answers of one project ask of a person."""
    row = partial(_row, access.project, user)
    to_decide = questions_to_decide(access, outline, user)
    if to_decide:
        yield row(WaitingKind.REVIEW, to_decide, "review_question", "review_queue")
    for entry in questions_to_change(access, outline, user):
        yield row(WaitingKind.REQUEST, [entry], "question", due_on=entry.due_on)
    assigned = assigned_to_answer(access, outline, user)
    for (due_on, person), entries in groupby(
        assigned, lambda entry: (entry.due_on, entry.assigned_by)
    ):
        pages = "question", "my_questions"
        yield row(
            WaitingKind.ASSIGNED, list(entries), *pages, due_on=due_on, person=person
        )
    to_send = questions_to_send(access, outline, user)
    unsent = [entry for entry in to_send if entry not in assigned]
    if unsent:
        newest = max(text.saved_at for each in unsent for text in each.unsent_by(user))
        yield row(WaitingKind.UNSENT, unsent, "question", "my_questions", at=newest)


def _row(
    project: Project,
    user: User,
    kind: WaitingKind,
    entries: Sequence[OutlineQuestion],
    page: str,
    page_of_several: str = "",
    *,
    person: str = "",
    due_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Waiting:
    """A row about questions, which leads to the one, or to the page of several."""
    if len(entries) == 1:
        path = reverse(page, args=[project.pk, entries[0].slug])
        if language := _language_of(kind, entries[0], user):
            path += f"?in={language}"
    else:
        path = reverse(page_of_several, args=[project.pk])
    return Waiting(
        kind, project, path, tuple(entries), person=person, due_on=due_on, at=at
    )


def _language_of(kind: WaitingKind, entry: OutlineQuestion, user: User) -> str:
    """The language in which this person’s text waits, where it is one of them."""
    if kind is WaitingKind.UNSENT:
        return entry.unsent_by(user)[0].language
    if kind is WaitingKind.REQUEST:
        return requested_language(entry, user)
    return ""


def _with_words(user: User, items: Collection[Waiting]) -> Iterator[Waiting]:
    """The rows, those of requests with who asks and why."""
    requested = {
        entry.question.pk
        for item in items
        if item.kind is WaitingKind.REQUEST
        for entry in item.entries
    }
    requests = _requests(user, requested) if requested else {}
    for item in items:
        if item.kind is WaitingKind.REQUEST:
            key = item.project.pk, item.entries[0].question.pk
            person, words = requests.get(key, ("", ""))
            yield replace(item, person=person, words=words)
        else:
            yield item


def _requests(
    user: User, questions: Collection[int]
) -> Mapping[tuple[object, int], tuple[str, str]]:
    """{(project id, question id): (who asks, why)} of the newest ones. One query."""
    requests = Comment.objects.unresolved().change_requests()
    requests = requests.filter(version__answer__author=user, question__in=questions)
    return {
        (project_id, question_id): (name, body)
        for project_id, question_id, name, body in requests.order_by("id").values_list(
            "project_id", "question_id", "author__name", "body"
        )
    }


def _invitations(user: User) -> Iterator[Waiting]:
    """The invitations that this person can accept. One query, if there are any."""
    if not user.open_invitations:
        return
    invitations = Invitation.objects.open().of_account(user.pk)
    for invitation in invitations.select_related("project", "invited_by"):
        yield Waiting(
            WaitingKind.INVITATION,
            invitation.project,
            reverse("invitation", args=[invitation.token]),
            person=invitation.invited_by.name,
            at=invitation.expires_at,
        )
