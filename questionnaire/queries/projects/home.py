"""My projects: the list, what waits in all of them, and the step that comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from questionnaire.models import User
from questionnaire.permissions import ProjectAccess, member_accesses
from questionnaire.plan.outline import Outline, read_outlines
from questionnaire.plan.unsent import knows_of_team
from questionnaire.queries.projects.next_step import NextStep, next_step
from questionnaire.queries.projects.waiting import read_waiting
from questionnaire.queries.projects.waiting_list import WaitingList

Row: TypeAlias = tuple[ProjectAccess, Outline]


@dataclass(frozen=True)
class Home:
    """All projects of a person, newest first, and what waits there."""

    accesses: Sequence[ProjectAccess]  # neither archived nor deleted
    archived: Sequence[ProjectAccess]
    deleted: Sequence[ProjectAccess]  # those that the person may restore
    rows: Sequence[Row]  # those in which something may be done
    waiting: WaitingList


def read_home(user: User, *, by_project: bool = False) -> Home:
    """The Home of a person. Four queries, and those of `read_waiting`."""
    accesses = member_accesses(user)
    live = [each for each in accesses if not each.project.is_deleted]
    active = [each for each in live if not each.project.is_archived]
    unfinished = [each for each in active if not each.project.is_finished]
    rows = with_outlines(unfinished, user)
    return Home(
        active,
        archived=[each for each in live if each.project.is_archived],
        deleted=[each for each in accesses if each.project.is_deleted],
        rows=rows,
        waiting=read_waiting(user, rows, by_project=by_project),
    )


def with_outlines(accesses: Sequence[ProjectAccess], user: User) -> list[Row]:
    """The projects with their outlines. Three queries, none without projects."""
    if not accesses:
        return []
    outlines = read_outlines(
        [access.project for access in accesses],
        user,
        teams_of=[each.project.pk for each in accesses if knows_of_team(each)],
    )
    return [(access, outlines[access.project.pk]) for access in accesses]


def first_step(rows: Sequence[Row], user: User) -> tuple[Row, NextStep] | None:
    """The most urgent step in any of these projects; the newest of equal ones."""
    steps = [(row, next_step(*row, user)) for row in rows]
    return min(steps, key=lambda found: found[1].urgency, default=None)
