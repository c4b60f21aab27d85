"""Where a person may still write, and drafts of theirs that they cannot go on with.

They were removed from the project, made a reader, or the plan was finished, with text
on the site that is in no version. It stays theirs to read.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from questionnaire.errors import Refusal
from questionnaire.models import Draft, Membership, Project, User
from questionnaire.permissions import (
    Permission,
    ProjectRole,
    ended_memberships,
    get_project_access,
    may_in_project,
    may_in_state,
)
from questionnaire.vocabulary import ProjectStatus, Role


@dataclass(frozen=True)
class Standing:
    """How a person stands in a project of which there is text of theirs.

    `title` is the project’s as they know it. `obstacle` says why they cannot write
    there; "" when they can.
    """

    title: str
    obstacle: str | Promise = ""


def read_standings(
    user: User, projects: Iterable[Project]
) -> dict[uuid.UUID, Standing]:
    """{project: how this person stands in it}.

    One query, two with former projects, and those that open a project for each that
    the person reads without ever having been a member.
    """
    by_id = {project.pk: project for project in projects}
    roles = dict(
        Membership.objects.filter(user=user, project__in=by_id).values_list(
            "project", "role"
        )
    )
    former = by_id.keys() - roles.keys()
    ended = ended_memberships(user, former) if former else {}
    standings = {}
    for pk, project in by_id.items():
        if pk in roles:
            obstacle = _obstacle(project, roles[pk])
            standings[pk] = Standing(project.short_title, obstacle)
        else:
            title = ended[pk].title if pk in ended else _title_for(user, project)
            words = ended[pk].message if pk in ended else ""
            obstacle = _("You are no longer a member of this project.")
            standings[pk] = Standing(
                title or _("Former project"), f"{words} {obstacle}".strip()
            )
    return standings


def _title_for(user: User, project: Project) -> str:
    """The title, for somebody who reads the project without being a member; else ""."""
    try:
        access = get_project_access(user, project.pk)
    except Refusal:
        return ""
    return project.short_title if access.may(Permission.PROJECT_READ) else ""


def stranded_drafts(user: User) -> tuple[list[Draft], dict[uuid.UUID, Standing]]:
    """(the drafts that this person cannot go on with, their standing in each project).

    Newest first; two queries, three with former projects.
    """
    drafts = list(
        Draft.objects.filter(answer__author=user, answer__project__deleted_at=None)
        .select_related("answer__project", "answer__question__section__template")
        .prefetch_related("answer__question__parts")
        .order_by("-saved_at")
    )
    standings = read_standings(user, (each.answer.project for each in drafts))
    stranded = [
        draft
        for draft in drafts
        if draft.content and standings[draft.answer.project_id].obstacle
    ]
    return stranded, standings


def reader_words(role: str) -> str:
    """Why somebody with this role cannot write."""
    text = _("Your role in this project is “%(role)s”: you can read, but not write.")
    return text % {"role": Role(role).label}


def _obstacle(project: Project, role: str) -> str:
    if may_in_project(Permission.ANSWER_SAVE_OWN, ProjectRole(role), project):
        return ""
    if project.is_archived:
        return _("This project is archived: nothing can be written in it.")
    if may_in_state(
        Permission.ANSWER_SAVE_OWN, ProjectRole(role), ProjectStatus.DRAFTING
    ):
        return _("This plan is finished: nothing more can be written in it.")
    return reader_words(role)
